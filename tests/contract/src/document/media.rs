//! What names of media types say.

/// A media type without its parameters.
pub(crate) fn plain(media: &str) -> String {
    media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether it is JSON under any of its names.
pub(crate) fn is_json(media: &str) -> bool {
    let media = plain(media);
    media == "application/json" || media == "text/json" || media.ends_with("+json")
}

/// Whether the type says by its name that it holds an error.
pub(crate) fn is_error(media: &str) -> bool {
    let media = plain(media);
    let stem = media.trim_start_matches("application/").split('+').next().unwrap_or_default();
    ["problem", "error", "errors"].contains(&stem.rsplit('.').next().unwrap_or_default())
}
