//! What the platform takes and answers by its public sources: the cases of `tests/wire`, whose page says what stands in
//! one. Each is called through the operation's own builder and read into its own type.

mod case;
mod check;
mod place;

use libtest_mimic::{Failed, Trial};

pub use case::{Case, Fails, all, faults};

/// A test for each case of a module.
///
/// # Errors
/// A file that cannot be read or does not fit the format, told with its name.
pub(crate) fn trials(module: &str, operations: &'static [crate::Case]) -> Result<Vec<Trial>, String> {
    let trial = |(subject, case): (String, Case)| {
        let call = operations.iter().find(|call| call.id == case.operation);
        Trial::test(format!("wire::{subject}::{}", case.name), move || match call {
            Some(call) => check::check(&case, call).map_err(Failed::from),
            None => Err(format!("the module has no operation {}", case.operation).into()),
        })
    };
    Ok(case::of(module)?.into_iter().map(trial).collect())
}
