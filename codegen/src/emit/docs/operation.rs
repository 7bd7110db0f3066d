//! What the method of an operation says.

use crate::document::NO_TAG;
use crate::emit::docs::facts::{Facts, listed, method};
use crate::emit::docs::{blocks, clean, code, example, family, known, link};
use crate::emit::index::needs;
use crate::ir::{Answer, BodyKind, Operation, Paging, Retry, Role, Type};
use crate::rust_name::{escape_keyword, snake};

/// The way from the files of operations to the types.
const TYPES: &str = "super::super::types";

/// The lines of a method.
pub fn lines(operation: &Operation, facts: &Facts<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    let summary = if operation.summary.is_empty() { sentence(operation) } else { clean(&operation.summary) };
    if !summary.is_empty() {
        lines.extend([summary, String::new()]);
    }
    lines.push(code(&format!("{} {}", operation.method, operation.sent_path())));
    if !operation.description.is_empty() {
        lines.push(String::new());
        lines.extend(blocks(std::slice::from_ref(&operation.description)));
    }
    lines.extend(family::lines(operation));
    lines.extend(known::lines(operation));
    if let Some(text) = facts.module.tags.get(&operation.tag) {
        lines.push(String::new());
        lines.extend(blocks(std::slice::from_ref(text)));
    }
    lines.push(String::new());
    let required: Vec<String> =
        needs(operation).iter().map(|name| format!("`{}`", name.trim_start_matches("r#"))).collect();
    let items = [
        (!required.is_empty()).then(|| format!("Required: {}.", required.join(", "))),
        body(operation),
        returns(operation, facts),
        operation.paging.as_ref().map(pages),
        Some(scope(operation)),
        Some(retries(operation)),
        limit(operation),
        twins(operation, facts),
    ];
    lines.extend(items.into_iter().flatten().map(|item| format!("- {item}")));
    if let Some(example) = example::lines(operation, facts) {
        lines.extend([String::new(), "```no_run".to_owned()]);
        lines.extend(example);
        lines.push("```".to_owned());
    }
    if let Some(link) = operation.docs_url.as_deref().and_then(|url| link("Documentation", url)) {
        lines.extend([String::new(), link]);
    }
    lines
}

/// What an operation does, by its own name, where the document has no word for it.
fn sentence(operation: &Operation) -> String {
    let name = snake(&operation.name);
    let of = if operation.tag == NO_TAG { String::new() } else { format!(", of {}", operation.tag) };
    let (verb, rest) = name.split_once('_').unwrap_or((&name, ""));
    let verb = match conventional(operation, verb) {
        "get" => "Gets",
        "list" => "Lists",
        "create" => "Creates",
        "update" => "Updates",
        "delete" => "Deletes",
        _ => return clean(&format!("{}{of}.", name.replace('_', " "))),
    };
    clean(&format!("{verb} {}{of}.", rest.replace('_', " ")))
}

/// The verb that people expect in place of one that stands for the HTTP method, or for another habit.
fn conventional<'a>(operation: &Operation, verb: &'a str) -> &'a str {
    match verb {
        "post" | "add" | "insert" => "create",
        "put" | "patch" | "edit" | "modify" => "update",
        "remove" => "delete",
        "fetch" | "get" | "read" if operation.paging.is_some() => "list",
        "fetch" | "read" => "get",
        other => other,
    }
}

/// Names by which the method is searched: the document's, and the one with the conventional verb.
pub fn aliases(operation: &Operation) -> Vec<String> {
    let name = escape_keyword(&operation.name);
    let (verb, rest) = operation.name.split_once('_').unwrap_or((&operation.name, ""));
    let is_list = rest.ends_with("_list") && matches!(verb, "get" | "fetch" | "post");
    let verb = if is_list { "list" } else { conventional(operation, verb) };
    let by_verb = if rest.is_empty() {
        verb.to_owned()
    } else {
        format!("{verb}_{}", if is_list { rest.trim_end_matches("_list") } else { rest })
    };
    let mut found: Vec<String> = Vec::new();
    for alias in [Some(operation.id.clone()), Some(by_verb), operation.former.clone()].into_iter().flatten() {
        let is_name = !alias.is_empty() && alias.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
        if is_name && alias != name && alias != operation.name && !found.contains(&alias) {
            found.push(alias);
        }
    }
    found
}

fn body(operation: &Operation) -> Option<String> {
    let body = operation.body.as_ref()?;
    Some(match body.kind {
        BodyKind::Json if body.form => "Takes JSON, or a multipart form.".to_owned(),
        BodyKind::Json => return None,
        BodyKind::JsonOrYaml => "Takes JSON, or YAML text.".to_owned(),
        BodyKind::Yaml => "Takes YAML text.".to_owned(),
        BodyKind::Text => "Takes text.".to_owned(),
        BodyKind::Bytes => format!("Takes bytes or a stream, sent as {}.", code(&body.media_type)),
        BodyKind::Multipart => "Takes a multipart form.".to_owned(),
        BodyKind::UrlEncoded => "Takes a form, URL-encoded.".to_owned(),
    })
}

fn returns(operation: &Operation, facts: &Facts<'_>) -> Option<String> {
    let ty = match &operation.answer {
        Answer::Json(Type::Unit) | Answer::None => return Some("Returns nothing.".to_owned()),
        Answer::Text => return Some("Returns text.".to_owned()),
        Answer::Bytes => return Some("Returns bytes, read all at once or as a stream.".to_owned()),
        Answer::Events => return Some("Returns a stream of server-sent events.".to_owned()),
        Answer::JsonLines(ty) => {
            return Some(format!("Returns a stream of {}, one JSON value a line.", linked(ty, facts)));
        }
        Answer::Json(ty) => ty,
    };
    let mut text = format!("Returns {}", linked(ty, facts));
    if operation.untyped {
        text.push_str("; the document leaves its type open");
    }
    if let Some((way, def)) = facts.entity(ty).filter(|(way, _)| !way.is_empty()) {
        let place: Vec<&str> = way.iter().map(|field| field.name.as_str()).collect();
        let is_list = way.iter().any(|field| matches!(field.ty, Type::List(_) | Type::Map(_)));
        let entity = format!("[`{0}`]({TYPES}::{0})", def.name);
        let place = code(&place.join("."));
        text.push_str(&if is_list {
            format!(", with a list of {entity} in {place}")
        } else {
            format!(", with a {entity} in {place}")
        });
    }
    Some(format!("{text}."))
}

/// A type as code, linked where it is of this module.
fn linked(ty: &Type, facts: &Facts<'_>) -> String {
    match ty {
        Type::Named(name) if facts.get(name).is_some() => format!("[`{name}`]({TYPES}::{name})"),
        Type::Option(inner) | Type::Boxed(inner) => linked(inner, facts),
        Type::List(inner) => format!("a list of {}", linked(inner, facts)),
        Type::Map(inner) => format!("a map to {}", linked(inner, facts)),
        Type::Value => "any JSON".to_owned(),
        Type::Object => "a JSON object".to_owned(),
        other => code(&other.rust("")),
    }
}

fn pages(paging: &Paging) -> String {
    let size = paging.ask.or(paging.default_size);
    let sizes = match (size, paging.max) {
        (Some(size), Some(max)) => format!(" of {size} items, at most {max}"),
        (Some(size), None) => format!(" of {size} items"),
        (None, Some(max)) => format!(" of at most {max} items"),
        (None, None) => String::new(),
    };
    format!("Comes in pages{sizes}; `items()` walks all of them.")
}

fn scope(operation: &Operation) -> String {
    let parameters = operation.parameters.iter().map(|parameter| (parameter.role, parameter.required));
    let roles: Vec<(Role, bool)> =
        parameters.chain(operation.body_scope.iter().map(|(_, role)| (*role, false))).collect();
    let has = |role: Role| roles.iter().any(|(one, _)| *one == role);
    let needs = |role: Role| roles.contains(&(role, true));
    let levels = if has(Role::ScopeRef) || has(Role::Space) || has(Role::InSpace) {
        "account, organization and project in one reference"
    } else if needs(Role::Project) {
        "project"
    } else if has(Role::Project) && needs(Role::Org) {
        "organization or project"
    } else if has(Role::Project) {
        "account, organization or project"
    } else if needs(Role::Org) {
        "organization"
    } else if has(Role::Org) {
        "account or organization"
    } else if has(Role::Account) {
        "account"
    } else {
        return "Scope: none.".to_owned();
    };
    format!("Scope: {levels}, from the client unless set.")
}

fn retries(operation: &Operation) -> String {
    let text = match (operation.retry, operation.method.as_str()) {
        (Retry::ByMethod, "GET" | "HEAD" | "OPTIONS") => "Retried after failures: it only reads.",
        (Retry::ByMethod, "PUT") => "Retried after failures: the same PUT twice leaves the same.",
        (Retry::Safe, _) => "Retried after failures: a second time does no harm.",
        _ => "Retried only when the server surely did nothing: a second time could do it twice.",
    };
    text.to_owned()
}

fn limit(operation: &Operation) -> Option<String> {
    let limit = operation.limit.as_ref()?;
    Some(format!("Rate limit of its own: {} requests in {} seconds.", limit.requests, limit.seconds))
}

fn twins(operation: &Operation, facts: &Facts<'_>) -> Option<String> {
    let twins: Vec<String> =
        facts.twins(operation).into_iter().map(|name| method("super::super::Client", name)).collect();
    let more = twins.len().saturating_sub(3);
    let others = listed(twins.into_iter().take(3).collect(), more)?;
    let versions = format!("In another version: {others}.");
    let Some(advice) = &operation.advice else { return Some(versions) };
    let callers = listed(advice.callers.clone(), 0)?;
    let verb = if advice.callers.len() == 1 { "calls" } else { "call" };
    let why = format!("the official {} {verb}", clean(&callers));
    Some(if advice.method == operation.name {
        format!("{versions} This one is preferred: {why} it.")
    } else {
        format!("Prefer {}, which {why}.", method("super::super::Client", &advice.method))
    })
}
