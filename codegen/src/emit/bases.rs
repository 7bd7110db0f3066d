//! The families of a module's operations, as constants, and what the documentation says of them.

use std::collections::BTreeSet;

use crate::emit::docs;
use crate::ir::{Base, Legacy, Login, Module, Operation};
use crate::rust_name::screaming;

/// The constants of a module's families, for the file that ties its operations together; nothing without families.
pub(super) fn constants(module: &Module) -> String {
    let bases: BTreeSet<&Base> = module.operations.iter().filter_map(|operation| operation.base.as_ref()).collect();
    if bases.is_empty() {
        return String::new();
    }
    let texts: Vec<String> = bases.into_iter().map(constant).collect();
    format!("\nuse harness_sdk_core::generated::*;\n{}", texts.concat())
}

/// The field of an operation's table.
pub(super) fn field(operation: &Operation) -> String {
    operation.base.as_ref().map_or_else(String::new, |base| format!("base: Some(&super::{}),\n", name(base)))
}

/// What the documentation of an operation says of its family.
pub(super) fn lines(operation: &Operation) -> Vec<String> {
    let Some(base) = &operation.base else { return Vec::new() };
    let place = match &base.host {
        Some(host) => format!(", at {}", docs::code(host)),
        None => String::new(),
    };
    let login = match &base.login {
        Login::Platform => "the client's credentials".to_owned(),
        Login::Own(scheme) => {
            let header = docs::code(&format!("Authorization: {scheme}"));
            format!("a key of its own, as {header}, which `ContextBuilder::service` sets")
        }
    };
    let family = docs::code(&base.name);
    vec![String::new(), format!("Of the family {family} ({}){place}; takes {login}.", docs::clean(&base.title))]
}

fn name(base: &Base) -> String {
    format!("BASE_{}", screaming(&base.name))
}

fn constant(base: &Base) -> String {
    let optional = |text: Option<String>| text.map_or_else(|| "None".to_owned(), |text| format!("Some({text})"));
    let host = optional(base.host.as_deref().map(docs::literal));
    let legacy = optional(base.legacy.as_ref().map(legacy));
    format!(
        "\nstatic {}: Base = Base {{\n    name: {},\n    title: {},\n    host: {host},\n    prefix: {},\n    login: {},\n    legacy: {legacy},\n}};\n",
        name(base),
        docs::literal(&base.name),
        docs::literal(&base.title),
        docs::literal(&base.prefix),
        login(&base.login),
    )
}

fn legacy(legacy: &Legacy) -> String {
    let (host, cut) = (docs::literal(&legacy.host), docs::literal(&legacy.cut));
    format!("&Legacy {{ host: {host}, cut: {cut}, login: {} }}", login(&legacy.login))
}

fn login(login: &Login) -> String {
    match login {
        Login::Platform => "Login::Platform".to_owned(),
        Login::Own(scheme) => format!("Login::Own({})", docs::literal(scheme)),
    }
}
