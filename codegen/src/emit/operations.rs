//! The files of a module's operations.

use std::collections::BTreeMap;

use crate::emit::docs::facts::Facts;
use crate::emit::shape::Signature;
use crate::emit::types::{MOST_LINES, free_name};
use crate::emit::{MARKER, bases, docs, git, paging, printer};
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
    let mut index = format!("{MARKER}\n//! Operations by tag.\n\n");
    for name in files.keys() {
        index.push_str(&format!("pub(super) mod {};\n", escape_keyword(name)));
    }
    index.push_str(&bases::constants(module));
    files.insert("mod".to_owned(), index);
    if problems.is_empty() { Ok(files) } else { Err(problems) }
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
    let mut text = String::from("use harness_sdk_core::generated::*;\n\nuse super::super::Client;\n");
    let mut body = String::new();
    if let Some(operation) = operations.first() {
        docs::lines(&mut body, "", &docs::front::tag(&operation.tag, facts));
    }
    body.push_str("impl Client {\n");
    for operation in operations {
        method(&mut body, operation, facts);
    }
    body.push_str("}\n\n");
    for operation in operations {
        match signatures.get(&operation.builder) {
            Some(signature) => builder(&mut body, operation, signature, &mut problems),
            None => problems.push(format!("{}: progenitor emitted no builder {}", operation.id, operation.builder)),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    if body.lines().any(|line| !line.starts_with("///") && line.contains("types::")) {
        text.push_str("use super::super::types;\n");
    }
    text.push_str(&body);
    let parsed = syn::parse_file(&text).map_err(|error| {
        let names: Vec<_> = operations.iter().map(|operation| operation.id.as_str()).collect();
        vec![format!("the file of {} is no Rust: {error}", names.join(", "))]
    })?;
    Ok(format!("{MARKER}\n{}", printer::print(parsed)))
}

fn method(out: &mut String, operation: &Operation, facts: &Facts<'_>) {
    docs::lines(out, "", &docs::operation::lines(operation, facts));
    let aliases: Vec<String> = docs::operation::aliases(operation).iter().map(|alias| docs::literal(alias)).collect();
    if !aliases.is_empty() {
        out.push_str(&format!("#[doc(alias({}))]\n", aliases.join(", ")));
    }
    if operation.deprecated {
        let note = match &operation.successor {
            Some(successor) => format!("no longer in the official document; use `{}`", escape_keyword(successor)),
            None => "marked as deprecated by Harness".to_owned(),
        };
        out.push_str(&format!("#[deprecated = {}]\n", docs::literal(&note)));
    }
    let (name, builder) = (escape_keyword(&operation.name), &operation.builder);
    out.push_str(&format!("pub fn {name}(&self) -> {builder} {{ {builder}::new(self) }}\n"));
}

fn builder(out: &mut String, operation: &Operation, signature: &Signature, problems: &mut Vec<String>) {
    let name = &operation.builder;
    let mut table = screaming(&operation.name);
    if table == *name {
        table.push('_');
    }
    descriptor(out, operation, &table);
    out.push_str(&format!(
        "/// Arguments of [`Client::{}`].\n#[derive(Clone, Debug)]\n#[must_use = \"a call does nothing until it is sent\"]\npub struct {name}(Call);\n",
        shown(&operation.name)
    ));
    out.push_str(&format!(
        "impl {name} {{\npub(crate) fn new(client: &Client) -> Self {{ Self(Call::new(client.context(), &{table})) }}\n"
    ));
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
    out.push_str("}\n");
    out.push_str(&format!("request!({name});\n\n"));
}

fn setter(out: &mut String, parameter: &Parameter) {
    docs::lines(out, "", &docs::member::parameter(parameter));
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
    out.push_str(&format!("pub fn {name}(mut self, {argument}) -> Self {{ {statement} self }}\n"));
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

fn body(out: &mut String, operation: &Operation) {
    let Some(body) = &operation.body else { return };
    let required = match (body.required, body.form) {
        (true, true) => " Required, unless the parts of a form are set.",
        (true, false) => " Required.",
        (false, _) => "",
    };
    if matches!(body.kind, BodyKind::Json | BodyKind::JsonOrYaml) {
        let (argument, value) = argument(&body.ty);
        out.push_str(&format!(
            "/// The body, as JSON.{required}\npub fn body(mut self, {argument}) -> Self {{ self.0.json(&{value}); self }}\n"
        ));
    }
    match body.kind {
        BodyKind::JsonOrYaml => out.push_str(
            "/// The body as YAML text, in place of JSON.\npub fn yaml(mut self, text: impl Into<String>) -> Self { self.0.yaml(text); self }\n",
        ),
        BodyKind::Yaml => out.push_str(&format!(
            "/// The body, as YAML text.{required}\npub fn yaml(mut self, text: impl Into<String>) -> Self {{ self.0.yaml(text); self }}\n"
        )),
        BodyKind::Text => out.push_str(&format!(
            "/// The body, as text.{required}\npub fn body(mut self, text: impl Into<String>) -> Self {{ self.0.text(text); self }}\n"
        )),
        BodyKind::Bytes => out.push_str(&format!(
            "/// The body, as bytes or a stream.{required}\npub fn body(mut self, body: impl Into<Body>) -> Self {{ self.0.raw_body({}, body); self }}\n",
            docs::literal(&body.media_type)
        )),
        _ => {}
    }
}

fn send(out: &mut String, operation: &Operation, signature: &Signature, problems: &mut Vec<String>) {
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
    out.push_str(&format!("/// {doc}\npub fn send(self) -> ResponseFuture<{answer}> {{ self.0.{call}() }}\n"));
    out.push_str(&paging::methods(operation));
}

fn descriptor(out: &mut String, operation: &Operation, table: &str) {
    out.push_str(&format!(
        "static {table}: Operation = Operation {{\nid: {},\nmethod: Method::{},\npath: {},\n",
        docs::literal(&operation.id),
        operation.method,
        docs::literal(&operation.sent_path())
    ));
    out.push_str(&bases::field(operation));
    let travelling: Vec<String> =
        operation.parameters.iter().filter(|parameter| parameter.location != Location::Form).map(parameter).collect();
    if !travelling.is_empty() {
        out.push_str(&format!("parameters: &[{}],\n", travelling.join(", ")));
    }
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
        out.push_str(&format!("body: BodyKind::{kind},\n"));
        if body.required {
            out.push_str("body_required: true,\n");
        }
    }
    let parts = operation.parameters.iter().filter(|one| one.location == Location::Form && one.required);
    let parts: Vec<String> = parts.map(|part| docs::literal(&part.wire)).collect();
    if !parts.is_empty() {
        out.push_str(&format!("form_required: &[{}],\n", parts.join(", ")));
    }
    if !operation.body_scope.is_empty() {
        let entries: Vec<String> = operation
            .body_scope
            .iter()
            .map(|(pointer, role)| format!("BodyScope::new({}, Role::{role:?})", docs::literal(pointer)))
            .collect();
        out.push_str(&format!("body_scope: &[{}],\n", entries.join(", ")));
    }
    out.push_str(&git::field(&operation.git));
    if operation.accept != "application/json" {
        out.push_str(&format!("accept: {},\n", docs::literal(&operation.accept)));
    }
    if !operation.failures.is_empty() {
        let rules: Vec<String> = operation.failures.iter().map(failure).collect();
        out.push_str(&format!("failure: Some(&Failure {{ rules: &[{}] }}),\n", rules.join(", ")));
    }
    match operation.retry {
        Retry::ByMethod => {}
        other => out.push_str(&format!("retry: RetryClass::{other:?},\n")),
    }
    if let Some(limit) = &operation.limit {
        out.push_str(&format!(
            "limit: Some(&RequestLimit {{ name: {}, requests: {}, seconds: {} }}),\n",
            docs::literal(&limit.name),
            limit.requests,
            limit.seconds
        ));
    }
    if operation.redirects {
        out.push_str("redirects: true,\n");
    }
    out.push_str(&paging::field(operation));
    if operation.deprecated {
        out.push_str("deprecated: true,\n");
    }
    out.push_str("..Operation::NEW\n};\n\n");
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
