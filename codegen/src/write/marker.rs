//! The marker of generated files.

/// What a generated file carries near its beginning; only files with it are ever removed.
pub const MARKER: &str = "@generated";

/// How far into a file the marker is looked for, in bytes.
const MARKER_REACH: usize = 2_048;

/// Whether a text carries the [`MARKER`].
pub fn is_marked(text: &[u8]) -> bool {
    let reach = text.len().min(MARKER_REACH);
    let mut windows = text[..reach].windows(MARKER.len());
    windows.any(|window| window == MARKER.as_bytes())
}
