//! Environment variables of families.

/// The environment variable of a family.
pub(super) fn variable(name: &str, what: &str) -> String {
    format!("HARNESS_{}_{what}", name.replace('-', "_").to_ascii_uppercase())
}
