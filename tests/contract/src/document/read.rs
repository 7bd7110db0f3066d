//! From the document to an operation.

use std::sync::LazyLock;

use harness_sdk_mock::sample::Sampler;
use serde_json::{Value, json};

use super::data::{Always, AnswerKind, Data, Sign};
use super::json::{list, object, text};
use super::media::{is_error, is_json, plain};
use super::operation::{Answer, Body, Operation, Parameter, Part, PartKind, PathForm};
use super::place::{Place, property_at};
use super::scope::{Level, Role, within};
use super::success::success;
use super::{bases, paging, scope};

/// The module that an operation belongs to.
pub(super) fn module(data: &'static Data, path: &str, operation: &Value) -> Option<&'static str> {
    data.module(tag(operation), path)
}

/// The tag that decides.
fn tag(operation: &Value) -> &str {
    list(operation, "tags").next().and_then(Value::as_str).unwrap_or_default()
}

/// Reads an operation.
pub(super) fn operation(
    document: &'static Value,
    data: &'static Data,
    sampler: &Sampler<'static>,
    path: &'static str,
    method: &str,
    operation: &'static Value,
) -> Operation {
    let id = text(operation, "operationId").unwrap_or_default();
    let tag = tag(operation);
    let declared = declared(data, sampler, id, path, operation);
    let undeclared = undeclared(data, path, &declared);
    let (status, response) = success(operation);
    let answer = answer(data, sampler, id, status, response);
    let method = method.to_uppercase();
    let base = bases::of(&data.bases, id, tag, path);
    let mut found = Operation {
        id,
        path,
        sent: bases::sent(document, base, path, operation),
        base,
        parameters: declared.into_iter().filter(|one| !is_client(data, one)).collect(),
        undeclared,
        body: body(data, sampler, path, operation),
        status: status.parse().unwrap_or(if status.starts_with('3') { 302 } else { 200 }),
        media: response
            .into_iter()
            .flat_map(|response| object(response, "content"))
            .map(|(name, _)| name.as_str())
            .collect(),
        signs: signs(data, sampler, &method, answer),
        answer,
        method,
        paging: None,
    };
    // What the client fills although it is declared travels as if it were not.
    for one in headers_of_client(data, operation) {
        if !found.undeclared.iter().any(|(place, name)| *place == Place::Header && name.eq_ignore_ascii_case(one)) {
            found.undeclared.push((Place::Header, one));
        }
    }
    found.paging = paging::of(&data.pagination, sampler, &found);
    found
}

/// What is sent although the operation does not declare it.
fn undeclared(data: &'static Data, path: &str, declared: &[Parameter]) -> Vec<(Place, &'static str)> {
    let is_declared =
        |place: Place, name: &str| declared.iter().any(|one| one.place == place && place.same_name(one.name, name));
    let names_account = declared.iter().any(|one| one.role == Some(Role::Level(Level::Account)));
    let applies = |always: &&Always| {
        let with = always.with.is_empty() || always.with.iter().any(|name| is_declared(Place::Query, name));
        with && within(&always.prefixes, path) && !(always.undeclared && names_account)
    };
    let place = |always: &Always| if always.place == "header" { Place::Header } else { Place::Query };
    let found = data.scope.always.iter().filter(applies).map(|always| (place(always), always.name.as_str()));
    let mut all: Vec<_> = found.filter(|(place, name)| !is_declared(*place, name)).collect();
    all.sort_by_key(|(place, name)| (place.word(), *name));
    all.dedup();
    all
}

fn is_client(data: &Data, parameter: &Parameter) -> bool {
    parameter.place == Place::Header && data.headers.client.iter().any(|name| name.eq_ignore_ascii_case(parameter.name))
}

/// The declared headers that carry the scope and are set by the client.
fn headers_of_client(data: &'static Data, operation: &'static Value) -> Vec<&'static str> {
    let headers = list(operation, "parameters").filter(|one| text(one, "in") == Some("header"));
    let names = headers.filter_map(|one| text(one, "name"));
    let scope = data.scope.account.iter().filter(|one| one.place == "header");
    let scope: Vec<&str> = scope.map(|one| one.name.as_str()).collect();
    names.filter(|name| scope.iter().any(|one| one.eq_ignore_ascii_case(name))).collect()
}

/// The declared parameters, each once; an object stands for its members, or for that of the parameter's own name.
fn declared(
    data: &'static Data,
    sampler: &Sampler<'static>,
    id: &'static str,
    path: &'static str,
    operation: &'static Value,
) -> Vec<Parameter> {
    let mut found: Vec<Parameter> = Vec::new();
    for one in list(operation, "parameters") {
        let (Some(name), Some(place)) = (text(one, "name"), place(one)) else { continue };
        let schema = one.get("schema").unwrap_or(&Value::Null);
        let mut members = vec![(name, schema)];
        let scalar = kind(sampler, schema).is_some_and(|kind| kind != "object" && kind != "array");
        let deep = place == Place::Query && text(one, "style") == Some("deepObject") && !scalar;
        if place == Place::Query && !deep && !properties(sampler, schema).is_empty() {
            let all = properties(sampler, schema);
            let own: Vec<_> = all.iter().copied().filter(|(member, _)| *member == name).collect();
            members = if own.is_empty() { all } else { own };
        }
        for (name, schema) in members {
            if found.iter().any(|other| other.place == place && place.same_name(other.name, name)) {
                continue;
            }
            found.push(Parameter {
                place,
                name,
                required: place == Place::Path || one.get("required") == Some(&Value::Bool(true)),
                schema,
                deep,
                role: if is_list(sampler, schema) { None } else { scope::role(data, id, path, place, name) },
                form: form(data, id, path, place, name),
                fields: fields(data, name, schema),
            });
        }
    }
    found
}

fn place(parameter: &Value) -> Option<Place> {
    match text(parameter, "in")? {
        "path" => Some(Place::Path),
        "query" => Some(Place::Query),
        "header" => Some(Place::Header),
        _ => None,
    }
}

fn kind<'v>(sampler: &Sampler<'static>, schema: &'v Value) -> Option<&'v str>
where
    'static: 'v,
{
    text(sampler.resolve(schema)?, "type")
}

fn is_list(sampler: &Sampler<'static>, schema: &'static Value) -> bool {
    kind(sampler, schema) == Some("array")
}

fn properties(sampler: &Sampler<'static>, schema: &'static Value) -> Vec<(&'static str, &'static Value)> {
    match sampler.resolve(schema) {
        Some(schema) => object(schema, "properties").map(|(name, schema)| (name.as_str(), schema)).collect(),
        None => Vec::new(),
    }
}

fn form(data: &Data, id: &str, path: &str, place: Place, name: &str) -> PathForm {
    let entry = data.paths.iter().find(|entry| {
        entry.names.iter().any(|other| other == name)
            && within(&entry.prefixes, path)
            && (entry.operations.is_empty() || entry.operations.iter().any(|other| other == id))
    });
    match entry.filter(|_| place == Place::Path) {
        None => PathForm::Segment,
        Some(entry) if entry.kind == "rest" => PathForm::Rest,
        Some(entry) if entry.marker.as_deref() == Some("slash") => PathForm::Reference,
        Some(_) => PathForm::Terminated,
    }
}

fn fields(data: &'static Data, name: &str, schema: &Value) -> Option<(&'static [String], &'static str)> {
    let items = text(schema.get("items")?, "$ref")?.rsplit('/').next()?;
    let entry = data.object_lists.iter().find(|entry| entry.name == name && entry.schema == items)?;
    Some((&entry.fields, &entry.separator))
}

/// The schema of anything.
static OPEN: LazyLock<Value> = LazyLock::new(|| json!({}));

/// Text without a list of allowed values.
fn is_bare_text(sampler: &Sampler<'static>, schema: Option<&'static Value>) -> bool {
    let schema = schema.and_then(|schema| sampler.resolve(schema));
    schema.is_some_and(|schema| text(schema, "type") == Some("string") && schema.get("enum").is_none())
}

fn is_untyped(sampler: &Sampler<'static>, schema: Option<&'static Value>) -> bool {
    let schema = schema.and_then(|schema| sampler.resolve(schema));
    schema
        .and_then(Value::as_object)
        .is_none_or(|schema| schema.keys().all(|key| key.starts_with("x-") || key == "description"))
}

/// The form in which a body travels: a typed JSON object before all others; a form where the JSON beside it says nothing;
/// text as it is rather than quoted, where the document offers that.
fn body(data: &'static Data, sampler: &Sampler<'static>, path: &str, operation: &'static Value) -> Option<Body> {
    let body = operation.get("requestBody")?;
    let required = body.get("required") == Some(&Value::Bool(true));
    let content: Vec<(&str, Option<&Value>)> =
        object(body, "content").map(|(name, media)| (name.as_str(), media.get("schema"))).collect();
    let find = |wanted: &str| content.iter().find(|(name, _)| plain(name) == wanted).copied();
    let json = find("application/json").or_else(|| content.iter().find(|(name, _)| is_json(name)).copied());
    let any = find("*/*").filter(|_| json.is_none());
    let yaml = find("application/yaml");
    if let Some((_, Some(schema))) =
        find("multipart/form-data").filter(|_| json.is_none_or(|(_, one)| is_untyped(sampler, one)))
    {
        return Some(Body::Multipart { required, parts: parts(sampler, schema) });
    }
    match json.or(any) {
        Some((_, schema)) if is_bare_text(sampler, schema) => {
            match (find("text/plain").is_some() || any.is_some(), yaml) {
                (true, _) => Some(Body::Text { required, media: "text/plain" }),
                (false, Some(_)) => Some(Body::Yaml { required }),
                (false, None) => Some(json_body(data, sampler, path, json.or(any)?, required, false)),
            }
        }
        Some(chosen) => {
            let mut made = json_body(data, sampler, path, chosen, required, yaml.is_some());
            if let (Body::Json { parts: beside, .. }, Some((_, Some(form)))) = (&mut made, find("multipart/form-data"))
            {
                *beside = parts(sampler, form);
            }
            Some(made)
        }
        None if yaml.is_some() => Some(Body::Yaml { required }),
        None => content.first().map(|(media, _)| match plain(media).starts_with("text/") {
            true => Body::Text { required, media },
            false => Body::Bytes { required, media },
        }),
    }
}

fn json_body(
    data: &'static Data,
    sampler: &Sampler<'static>,
    path: &str,
    (media, schema): (&'static str, Option<&'static Value>),
    required: bool,
    yaml: bool,
) -> Body {
    let schema = schema.unwrap_or(&OPEN);
    let media = if media.contains('*') { "application/json" } else { media };
    Body::Json { media, schema, required, yaml, parts: Vec::new(), fills: scope::body(data, sampler, path, schema) }
}

fn parts(sampler: &Sampler<'static>, schema: &'static Value) -> Vec<Part> {
    let required = sampler.required_properties(schema);
    let parts = properties(sampler, schema).into_iter();
    let part = |(name, schema): (&'static str, &'static Value)| {
        let kind = part_kind(sampler, schema);
        Part { name, required: required.iter().any(|other| other == name), kind, schema }
    };
    parts.map(part).collect()
}

/// Bytes, as OpenAPI declares them.
fn is_file(sampler: &Sampler<'static>, schema: &'static Value) -> bool {
    sampler
        .resolve(schema)
        .is_some_and(|schema| text(schema, "type") == Some("string") && text(schema, "format") == Some("binary"))
}

/// A part without a type is a file: everything else that a form carries is declared.
fn part_kind(sampler: &Sampler<'static>, schema: &'static Value) -> PartKind {
    let is_scalar = |schema| matches!(kind(sampler, schema), Some("string" | "integer" | "number" | "boolean"));
    if is_file(sampler, schema) || is_untyped(sampler, Some(schema)) {
        return PartKind::File;
    }
    match sampler.resolve(schema).and_then(|schema| schema.get("items")) {
        Some(items) if is_file(sampler, items) => PartKind::Files,
        Some(items) if is_scalar(items) => PartKind::Texts,
        _ if is_scalar(schema) => PartKind::Text,
        _ => PartKind::Json,
    }
}

fn answer(
    data: &'static Data,
    sampler: &Sampler<'static>,
    id: &str,
    status: &str,
    response: Option<&'static Value>,
) -> Answer {
    let content: Vec<(&str, Option<&Value>)> = response
        .into_iter()
        .flat_map(|response| object(response, "content"))
        .map(|(name, media)| (name.as_str(), media.get("schema")))
        .collect();
    let fits = |(name, _): &&(&str, _)| (is_json(name) || *name == "*/*") && !is_error(name);
    let plainly = content.iter().find(|(name, _)| plain(name) == "application/json");
    let json = plainly.or_else(|| content.iter().find(fits));
    match data.answers.get(id) {
        Some(AnswerKind::Text) => return Answer::Text,
        Some(AnswerKind::Bytes) => return Answer::Bytes,
        Some(AnswerKind::Redirect) => return Answer::Redirect,
        Some(AnswerKind::JsonLines) => {
            let schema = json.and_then(|(_, schema)| *schema).unwrap_or(&Value::Null);
            return Answer::Lines(sampler.property(schema, "result").unwrap_or(schema));
        }
        None => {}
    }
    if content.is_empty() {
        return if status.starts_with('3') { Answer::Redirect } else { Answer::Nothing };
    }
    if content.iter().any(|(name, _)| plain(name) == "text/event-stream") {
        return Answer::Events;
    }
    let any = |fits: fn(&str) -> bool| content.iter().any(|(name, _)| fits(&plain(name)));
    let is_text = |name: &str| name.starts_with("text/");
    if !content.is_empty() && content.iter().all(|(_, schema)| schema.is_some_and(|schema| is_file(sampler, schema))) {
        return Answer::Bytes;
    }
    let is_archive =
        |name: &str| !name.starts_with("text/") && !is_json(name) && name != "*/*" && !name.ends_with("/yaml");
    match json {
        Some((_, schema)) if is_bare_text(sampler, *schema) && any(is_archive) => Answer::Bytes,
        Some((name, schema)) if is_bare_text(sampler, *schema) && (any(is_text) || *name == "*/*") => Answer::Text,
        Some((_, schema)) => Answer::Json(schema.unwrap_or(&OPEN)),
        None if any(is_archive) => Answer::Bytes,
        None => Answer::Text,
    }
}

/// The signs of failure that the answer can carry.
fn signs(data: &'static Data, sampler: &Sampler<'static>, method: &str, answer: Answer) -> Vec<&'static Sign> {
    let Answer::Json(schema) = answer else { return Vec::new() };
    let fits = |sign: &&Sign| {
        let place = property_at(sampler, schema, &sign.place);
        let knows = |place: &Value| {
            let place = sampler.resolve(place).unwrap_or(&Value::Null);
            match sign.is {
                Some(_) => text(place, "type") == Some("boolean"),
                None => sign.values.iter().all(|value| list(place, "enum").any(|known| known == value)),
            }
        };
        (sign.methods.is_empty() || sign.methods.iter().any(|other| other == method))
            && place.is_some_and(knows)
            && sign.beside.iter().all(|place| property_at(sampler, schema, place).is_some())
    };
    data.signs.iter().filter(fits).collect()
}
