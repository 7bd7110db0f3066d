//! What the platform takes and answers by its public sources: the cases of `tests/wire`, whose page says what stands in
//! one. Each is called through the operation's own builder and read into its own type.

mod case;
mod check;
mod place;

pub(crate) use case::of;
pub use case::{Case, Fails, all, faults};

/// Holds the client against a case of the module that has these operations.
pub(crate) fn check(case: &Case, operations: &[crate::Case]) -> Result<(), String> {
    match operations.iter().find(|call| call.id == case.operation) {
        Some(call) => check::check(case, call),
        None => Err(format!("the module has no operation {}", case.operation)),
    }
}
