//! Where the workspace is.

use std::path::{Path, PathBuf};

/// The workspace's root: this crate is a folder of it.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}
