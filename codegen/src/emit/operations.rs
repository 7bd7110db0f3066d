//! The files of a module's operations.

use std::collections::BTreeMap;
use std::fmt::Display;

use crate::emit::docs::facts::Facts;
use crate::emit::printer::Source;
use crate::emit::shape::Signature;
use crate::emit::types::{MOST_LINES, free_name};
use crate::emit::{MARKER, bases, docs, git, paging};
use crate::ir::{
    Answer, BodyKind, Encoding, Failure, Location, Module, Operation, Parameter, Retry, Role, Style, Type,
};
use crate::rust_name::{escape_keyword, file_stem, screaming, shown};

// How the runtime calls a setter that the table does not name: a file of its own crate, so that there is one spelling.
#[path = "../../../crates/harness-sdk-core/src/call/spelling.rs"]
mod spelling;

/// The files below `src/generated/operations/`, by name without `.rs`, and the file that ties them together.
///
/// # Errors
/// Where progenitor's builders and the operations disagree, or a file is no Rust.
pub fn files(
    module: &Module,
    signatures: &BTreeMap<String, Signature>,
) -> Result<BTreeMap<String, String>, Vec<String>> {
    let mut by_tag: BTreeMap<String, Vec<&Operation>> = BTreeMap::new();
    for operation in &module.operations {
        by_tag.entry(file_stem(&operation.tag)).or_default().push(operation);
    }
    let mut files = BTreeMap::new();
    let mut problems = Vec::new();
    let facts = Facts::of(module);
    for (tag, operations) in &by_tag {
        for (index, chunk) in chunks(operations).into_iter().enumerate() {
            let name = free_name(&files, tag, index);
            match file(&chunk, signatures, &facts) {
                Ok(text) => drop(files.insert(name, text)),
                Err(found) => problems.extend(found.into_iter().map(|text| format!("module {}: {text}", module.name))),
            }
        }
    }
    let index = index(module, files.keys());
    files.insert("mod".to_owned(), index);
    if problems.is_empty() { Ok(files) } else { Err(problems) }
}

/// The file that ties the others together.
fn index<'n>(module: &Module, names: impl Iterator<Item = &'n String>) -> String {
    let mut out = Source::default();
    out.line(MARKER);
    out.line("//! Operations by tag.");
    out.line("");
    for name in names {
        out.line(format_args!("pub(super) mod {};", escape_keyword(name)));
    }
    bases::constants(&mut out, module);
    out.text()
}

/// Keeps files openable: a builder takes about eight lines a setter and seventy more.
fn chunks<'a>(operations: &[&'a Operation]) -> Vec<Vec<&'a Operation>> {
    let mut chunks: Vec<Vec<&Operation>> = Vec::new();
    let mut lines = MOST_LINES;
    for operation in operations {
        let length = 90 + operation.parameters.len() * 11;
        if lines + length > MOST_LINES {
            chunks.push(Vec::new());
            lines = 0;
        }
        lines += length;
        if let Some(chunk) = chunks.last_mut() {
            chunk.push(operation);
        }
    }
    chunks
}

fn file(
    operations: &[&Operation],
    signatures: &BTreeMap<String, Signature>,
    facts: &Facts<'_>,
) -> Result<String, Vec<String>> {
    let mut problems = Vec::new();
    let mut items = Source::default();
    if let Some(operation) = operations.first() {
        items.docs(&docs::front::tag(&operation.tag, facts));
    }
    items.block("impl Client", "}", |out| operations.iter().for_each(|operation| method(out, operation, facts)));
    for operation in operations {
        match signatures.get(&operation.builder) {
            Some(signature) => builder(&mut items, operation, signature, &mut problems),
            None => problems.push(format!("{}: progenitor emitted no builder {}", operation.id, operation.builder)),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut out = Source::default();
    out.line("use harness_sdk_core::generated::*;");
    out.line("use super::super::Client;");
    if items.says("types::") {
        out.line("use super::super::types;");
    }
    out.append(items);
    let printed = out.print().map_err(|error| {
        let names: Vec<_> = operations.iter().map(|operation| operation.id.as_str()).collect();
        vec![format!("the file of {} is no Rust: {error}", names.join(", "))]
    })?;
    Ok(format!("{MARKER}\n{printed}"))
}

fn method(out: &mut Source, operation: &Operation, facts: &Facts<'_>) {
    out.docs(&docs::operation::lines(operation, facts));
    let aliases: Vec<String> = docs::operation::aliases(operation).iter().map(|alias| docs::literal(alias)).collect();
    if !aliases.is_empty() {
        out.line(format_args!("#[doc(alias({}))]", aliases.join(", ")));
    }
    if operation.deprecated {
        let note = match &operation.successor {
            Some(successor) => format!("no longer in the official document; use `{}`", escape_keyword(successor)),
            None => "marked as deprecated by Harness".to_owned(),
        };
        out.line(format_args!("#[deprecated = {}]", docs::literal(&note)));
    }
    let (name, builder) = (escape_keyword(&operation.name), &operation.builder);
    out.line(format_args!("pub fn {name}(&self) -> {builder} {{ {builder}::new(self) }}"));
}

fn builder(out: &mut Source, operation: &Operation, signature: &Signature, problems: &mut Vec<String>) {
    let name = &operation.builder;
    let mut table = screaming(&operation.name);
    if table == *name {
        table.push('_');
    }
    descriptor(out, operation, &table);
    out.doc(format_args!("Arguments of [`Client::{}`].", shown(&operation.name)));
    out.line("#[derive(Clone, Debug)]");
    out.line("#[must_use = \"a call does nothing until it is sent\"]");
    out.line(format_args!("pub struct {name}(Call);"));
    out.block(format_args!("impl {name}"), "}", |out| {
        out.block("pub(crate) fn new(client: &Client) -> Self", "}", |out| {
            out.line(format_args!("Self(Call::new(client.context(), &{table}))"));
        });
        for parameter in operation.parameters.iter().filter(|parameter| !parameter.client) {
            match signature.setter(&parameter.setter) {
                Some(emitted) if *emitted == parameter.ty.rust("types::") => setter(out, parameter),
                Some(emitted) => problems.push(format!(
                    "{}: parameter {:?} is {} for progenitor and {} for us",
                    operation.id,
                    parameter.wire,
                    emitted,
                    parameter.ty.rust("types::")
                )),
                None => problems.push(format!(
                    "{}: progenitor emitted no setter {} for {:?}",
                    operation.id, parameter.setter, parameter.wire
                )),
            }
        }
        body(out, operation);
        send(out, operation, signature, problems);
    });
    out.line(format_args!("request!({name});"));
}

fn setter(out: &mut Source, parameter: &Parameter) {
    out.docs(&docs::member::parameter(parameter));
    let name = escape_keyword(&parameter.setter);
    let wire = docs::literal(&parameter.wire);
    let (argument, value) = argument(&parameter.ty);
    let statement = match (parameter.location, &parameter.ty) {
        (Location::Path, _) => format!("self.0.path({wire}, {value});"),
        (Location::Query, _) if parameter.style == Style::Deep => format!("self.0.query_json({wire}, &{value});"),
        (Location::Query, _) => format!("self.0.query({wire}, {value});"),
        (Location::Header, _) => format!("self.0.header({wire}, {value});"),
        (Location::Form, Type::File) => format!("self.0.form_file({wire}, value);"),
        (Location::Form, Type::List(inner)) if **inner == Type::File => {
            format!("for value in values {{ self.0.form_file({wire}, value); }}")
        }
        (Location::Form, _) if parameter.style == Style::Json => format!("self.0.form_json({wire}, &{value});"),
        (Location::Form, Type::List(inner)) => {
            format!(
                "for value in values {{ self.0.form_text({wire}, Into::<{}>::into(value).to_string()); }}",
                inner.rust("types::")
            )
        }
        (Location::Form, _) => format!("self.0.form_text({wire}, {value}.to_string());"),
    };
    setting(out, format_args!("{name}(mut self, {argument})"), statement);
}

/// A method that sets something on the call, and hands the builder on.
fn setting(out: &mut Source, head: impl Display, statement: impl Display) {
    out.block(format_args!("pub fn {head} -> Self"), "}", |out| {
        out.line(statement);
        out.line("self");
    });
}

/// The argument a setter takes, and the expression that makes the wanted type of it.
pub(crate) fn argument(ty: &Type) -> (String, String) {
    match ty {
        Type::Bool | Type::Object | Type::Map(_) => (format!("value: {}", ty.rust("types::")), "value".to_owned()),
        Type::List(inner) => {
            let inner = inner.rust("types::");
            (
                format!("values: impl IntoIterator<Item = impl Into<{inner}>>"),
                format!("values.into_iter().map(Into::<{inner}>::into).collect::<Vec<_>>()"),
            )
        }
        other => {
            let other = other.rust("types::");
            (format!("value: impl Into<{other}>"), format!("Into::<{other}>::into(value)"))
        }
    }
}

fn body(out: &mut Source, operation: &Operation) {
    let Some(body) = &operation.body else { return };
    let required = match (body.required, body.form) {
        (true, true) => " Required, unless the parts of a form are set.",
        (true, false) => " Required.",
        (false, _) => "",
    };
    if matches!(body.kind, BodyKind::Json | BodyKind::JsonOrYaml) {
        let (argument, value) = argument(&body.ty);
        out.doc(format_args!("The body, as JSON.{required}"));
        setting(out, format_args!("body(mut self, {argument})"), format_args!("self.0.json(&{value});"));
    }
    match body.kind {
        BodyKind::JsonOrYaml => {
            out.doc("The body as YAML text, in place of JSON.");
            setting(out, "yaml(mut self, text: impl Into<String>)", "self.0.yaml(text);");
        }
        BodyKind::Yaml => {
            out.doc(format_args!("The body, as YAML text.{required}"));
            setting(out, "yaml(mut self, text: impl Into<String>)", "self.0.yaml(text);");
        }
        BodyKind::Text => {
            out.doc(format_args!("The body, as text.{required}"));
            setting(out, "body(mut self, text: impl Into<String>)", "self.0.text(text);");
        }
        BodyKind::Bytes => {
            out.doc(format_args!("The body, as bytes or a stream.{required}"));
            let media_type = docs::literal(&body.media_type);
            setting(out, "body(mut self, body: impl Into<Body>)", format_args!("self.0.raw_body({media_type}, body);"));
        }
        _ => {}
    }
}

fn send(out: &mut Source, operation: &Operation, signature: &Signature, problems: &mut Vec<String>) {
    let (answer, call, doc) = match &operation.answer {
        Answer::Json(ty) => {
            let ty = ty.rust("types::");
            if ty != signature.answer {
                problems.push(format!(
                    "{}: the answer is {} for progenitor and {ty} for us",
                    operation.id, signature.answer
                ));
            }
            (ty, "send", "Sends the call.")
        }
        Answer::Text => ("String".to_owned(), "send_text", "Sends the request; the response is text."),
        Answer::Bytes => ("Bytes".to_owned(), "send_bytes", "Sends the request; the response is bytes."),
        Answer::JsonLines(ty) => (
            format!("JsonLines<{}>", ty.rust("types::")),
            "send_json_lines",
            "Sends the request; the response is a stream with one JSON value a line.",
        ),
        Answer::Events => {
            ("Events".to_owned(), "send_events", "Sends the request; the response is a stream of server-sent events.")
        }
        Answer::None => ("()".to_owned(), "send", "Sends the request; the response has no content."),
    };
    out.doc(doc);
    out.line(format_args!("pub fn send(self) -> ResponseFuture<{answer}> {{ self.0.{call}() }}"));
    paging::methods(out, operation);
}

/// The constant that the builder's calls point to.
fn descriptor(out: &mut Source, operation: &Operation, table: &str) {
    out.block(format_args!("static {table}: Operation = Operation"), "};", |out| {
        out.line(format_args!("id: {},", docs::literal(&operation.id)));
        out.line(format_args!("method: Method::{},", operation.method));
        out.line(format_args!("path: {},", docs::literal(&operation.sent_path())));
        bases::field(out, operation);
        let travelling = operation.parameters.iter().filter(|parameter| parameter.location != Location::Form);
        list(out, "parameters", travelling.map(parameter));
        body_fields(out, operation);
        git::field(out, &operation.git);
        if operation.accept != "application/json" {
            out.line(format_args!("accept: {},", docs::literal(&operation.accept)));
        }
        if !operation.failures.is_empty() {
            let rules: Vec<String> = operation.failures.iter().map(failure).collect();
            out.line(format_args!("failure: Some(&Failure {{ rules: &[{}] }}),", rules.join(", ")));
        }
        match operation.retry {
            Retry::ByMethod => {}
            other => out.line(format_args!("retry: RetryClass::{other:?},")),
        }
        if let Some(limit) = &operation.limit {
            let (name, requests, seconds) = (docs::literal(&limit.name), limit.requests, limit.seconds);
            let limit = format!("RequestLimit {{ name: {name}, requests: {requests}, seconds: {seconds} }}");
            out.line(format_args!("limit: Some(&{limit}),"));
        }
        if operation.redirects {
            out.line("redirects: true,");
        }
        paging::field(out, operation);
        if operation.deprecated {
            out.line("deprecated: true,");
        }
        out.line("..Operation::NEW");
    });
}

/// A field that is a list, unless that is empty.
fn list(out: &mut Source, field: &str, items: impl Iterator<Item = String>) {
    let items: Vec<String> = items.collect();
    if !items.is_empty() {
        out.line(format_args!("{field}: &[{}],", items.join(", ")));
    }
}

/// What the table says of the body.
fn body_fields(out: &mut Source, operation: &Operation) {
    if let Some(body) = &operation.body {
        let media_type = docs::literal(&body.media_type);
        let kind = match body.kind {
            BodyKind::Json | BodyKind::JsonOrYaml if body.media_type == "application/json" => "Json".to_owned(),
            BodyKind::Json | BodyKind::JsonOrYaml => format!("JsonAs({media_type})"),
            BodyKind::Yaml if body.media_type == "application/yaml" => "Yaml".to_owned(),
            BodyKind::Yaml => format!("YamlAs({media_type})"),
            BodyKind::Text => format!("Text({media_type})"),
            BodyKind::Bytes => format!("Bytes({media_type})"),
            BodyKind::Multipart => "Multipart".to_owned(),
            BodyKind::UrlEncoded => "UrlEncoded".to_owned(),
        };
        out.line(format_args!("body: BodyKind::{kind},"));
        if body.required {
            out.line("body_required: true,");
        }
    }
    let parts = operation.parameters.iter().filter(|one| one.location == Location::Form && one.required);
    list(out, "form_required", parts.map(|part| docs::literal(&part.wire)));
    let scoped = operation.body_scope.iter();
    let scoped = scoped.map(|(at, role)| format!("BodyScope::new({}, Role::{role:?})", docs::literal(at)));
    list(out, "body_scope", scoped);
}

fn failure(failure: &Failure) -> String {
    match failure {
        Failure::OneOf(place, values) => {
            let values: Vec<String> = values.iter().map(|value| docs::literal(value)).collect();
            format!("FailureRule::OneOf({}, &[{}])", docs::literal(place), values.join(", "))
        }
        Failure::Is(place, is) => format!("FailureRule::Is({}, {is})", docs::literal(place)),
    }
}

fn parameter(parameter: &Parameter) -> String {
    let place = match parameter.location {
        Location::Path => "path",
        Location::Header => "header",
        Location::Query | Location::Form => "query",
    };
    let mut text = format!("Parameter::{place}({})", docs::literal(&parameter.wire));
    if parameter.required {
        text.push_str(".required()");
    }
    text.push_str(match parameter.role {
        Role::None => "",
        Role::Account => ".account()",
        Role::Org => ".org()",
        Role::Project => ".project()",
        Role::ScopeRef => ".scope_ref()",
        Role::Space => ".space()",
        Role::InSpace => ".in_space()",
    });
    text.push_str(match parameter.style {
        Style::Multi => "",
        Style::Csv => ".csv()",
        Style::Ssv => ".ssv()",
        Style::Pipes => ".pipes()",
        Style::Json => ".json()",
        Style::Deep => ".deep()",
    });
    text.push_str(match parameter.encoding {
        Encoding::Segment => "",
        Encoding::Slashes => ".slashes()",
        Encoding::Reference => ".reference()",
        Encoding::Terminated => ".terminated()",
    });
    if !parameter.client && parameter.setter != spelling::setter(&parameter.wire) {
        text.push_str(&format!(".setter({})", docs::literal(&parameter.setter)));
    }
    if parameter.sensitive {
        text.push_str(".sensitive()");
    }
    text
}
