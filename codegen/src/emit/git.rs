//! The Git options in an operation's table.

use crate::emit::docs;
use crate::emit::printer::Source;
use crate::ir::{GitCarrier, GitPlace};

/// The field of the table; nothing when there are none.
pub(super) fn field(out: &mut Source, carriers: &[GitCarrier]) {
    if carriers.is_empty() {
        return;
    }
    let carriers: Vec<String> = carriers
        .iter()
        .map(|carrier| {
            let (place, name) = match &carrier.place {
                GitPlace::Query(name) => ("query", name),
                GitPlace::Body(pointer) => ("body", pointer),
            };
            format!("GitCarrier::{place}({}, GitPart::{:?})", docs::literal(name), carrier.part)
        })
        .collect();
    out.line(format_args!("git: &[{}],", carriers.join(", ")));
}
