//! What a module's package is called.

/// The crate's name.
pub fn crate_name(module: &str) -> String {
    format!("harness-sdk-{module}")
}
