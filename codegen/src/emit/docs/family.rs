//! What the method of an operation says of a family with an address or a key of its own.

use crate::emit::docs::{clean, code};
use crate::ir::{Login, Operation};

/// The paragraph, after an empty line; nothing for an operation like all others.
pub(super) fn lines(operation: &Operation) -> Vec<String> {
    let Some(base) = &operation.base else { return Vec::new() };
    let place = match &base.host {
        Some(host) => format!(", at {}", code(host)),
        None => String::new(),
    };
    let login = match &base.login {
        Login::Platform => "the client's credentials".to_owned(),
        Login::Own(scheme) => {
            let header = code(&format!("Authorization: {scheme}"));
            format!("a key of its own, as {header}, which `ContextBuilder::service` sets")
        }
    };
    let family = code(&base.name);
    vec![String::new(), format!("Of the family {family} ({}){place}; takes {login}.", clean(&base.title))]
}
