//! What operations and parameters are called where progenitor sees them.

/// What the operation at `index` is called.
pub(super) fn operation_id(index: usize) -> String {
    format!("o{index}")
}

/// What the parameter at `index` of an operation is called.
pub(super) fn parameter_name(index: usize) -> String {
    format!("p{index}")
}
