//! The families of a module's operations, as constants.

use std::collections::BTreeSet;

use crate::emit::docs;
use crate::emit::printer::Source;
use crate::ir::{Base, Legacy, Login, Module, Operation};
use crate::rust_name::screaming;

/// The constants of a module's families, for the file that ties its operations together; nothing without families.
pub(super) fn constants(out: &mut Source, module: &Module) {
    let bases: BTreeSet<&Base> = module.operations.iter().filter_map(|operation| operation.base.as_ref()).collect();
    if bases.is_empty() {
        return;
    }
    out.line("");
    out.line("use harness_sdk_core::generated::*;");
    bases.into_iter().for_each(|base| constant(out, base));
}

/// The field of an operation's table.
pub(super) fn field(out: &mut Source, operation: &Operation) {
    if let Some(base) = &operation.base {
        out.line(format_args!("base: Some(&super::{}),", name(base)));
    }
}

fn name(base: &Base) -> String {
    format!("BASE_{}", screaming(&base.name))
}

fn constant(out: &mut Source, base: &Base) {
    let optional = |text: Option<String>| text.map_or_else(|| "None".to_owned(), |text| format!("Some({text})"));
    let host = optional(base.host.as_deref().map(docs::literal));
    let legacy = optional(base.legacy.as_ref().map(legacy));
    out.line("");
    out.block(format_args!("static {}: Base = Base", name(base)), "};", |out| {
        out.line(format_args!("name: {},", docs::literal(&base.name)));
        out.line(format_args!("title: {},", docs::literal(&base.title)));
        out.line(format_args!("host: {host},"));
        out.line(format_args!("prefix: {},", docs::literal(&base.prefix)));
        out.line(format_args!("login: {},", login(&base.login)));
        out.line(format_args!("legacy: {legacy},"));
    });
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
