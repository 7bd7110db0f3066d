//! The example of an operation: a call with exactly what it needs, and what to do with the response.

use std::collections::BTreeMap;

use crate::emit::docs::facts::Facts;
use crate::emit::docs::snippet::Expr;
use crate::emit::index::{is_paged_by, needs};
use crate::emit::package::crate_name;
use crate::ir::{Answer, BodyKind, Field, Operation, Parameter, Type, TypeDef, TypeKind, Variant};
use crate::rust_name::{escape_keyword, snake};

/// How deep required members are filled in.
const DEEPEST: usize = 5;

/// The members by which a thing is best shown, best first.
const SHOWN: [&str; 7] = ["identifier", "identity", "id", "uuid", "name", "slug", "status"];

/// Endings of names that say of what kind a text is rather than what of.
const ENDINGS: [&str; 7] = ["identifier", "ref", "id", "uuid", "uid", "name", "slug"];

/// The lines of a doctest that is compiled and not run; nothing where a value of some required type cannot be written in a
/// word. Lines that begin with `#` are for the compiler alone.
pub fn lines(operation: &Operation, facts: &Facts<'_>) -> Option<Vec<String>> {
    let package = snake(&crate_name(&facts.module.name));
    let body = calls(operation, facts)?;
    let mut lines =
        vec![format!("# async fn run(client: {package}::Client) -> Result<(), Box<dyn std::error::Error>> {{")];
    if body.iter().any(|line| line.contains("types::")) {
        lines.insert(0, format!("use {package}::types;"));
    }
    lines.extend(body);
    lines.extend(["# Ok(())".to_owned(), "# }".to_owned()]);
    Some(lines)
}

/// The call and what is done with its response, as statements over `client`.
pub fn calls(operation: &Operation, facts: &Facts<'_>) -> Option<Vec<String>> {
    let values = Values { facts };
    let mut setters = vec![(escape_keyword(&operation.name), None)];
    for setter in needs(operation) {
        let parameter = operation.parameters.iter().find(|parameter| escape_keyword(&parameter.setter) == setter);
        if operation.paging.is_some() && parameter.is_some_and(|one| is_paged_by(operation, &one.wire)) {
            continue;
        }
        let value = match parameter {
            Some(parameter) => values.parameter(parameter)?,
            None => values.body(operation)?,
        };
        setters.push((setter, Some(value)));
    }
    let call = |mut setters: Vec<(String, Option<Expr>)>, send: &str| {
        setters.push((send.to_owned(), None));
        Expr::Chain("client".to_owned(), setters)
    };
    if let Some(paging) = &operation.paging {
        let mut lines = statement("let mut items = ", &call(setters, "items"), ";");
        let shown = facts.def(&paging.item).and_then(|def| identity(def, "item"));
        let print = shown.map_or_else(|| "println!(\"{item:?}\");".to_owned(), |shown| printed(&shown));
        lines.extend(["while let Some(item) = items.try_next().await? {".to_owned(), format!("    {print}")]);
        lines.push("}".to_owned());
        return Some(lines);
    }
    let sent = Expr::Awaited(Box::new(call(setters, "send")));
    Some(match &operation.answer {
        Answer::None | Answer::Json(Type::Unit) => statement("", &sent, ";"),
        Answer::Json(ty) => {
            let mut lines = statement("let response = ", &sent, ";");
            lines.extend(show(ty, facts));
            lines
        }
        Answer::Text => with(statement("let response = ", &sent, ";"), "println!(\"{}\", *response);"),
        Answer::Bytes => with(statement("let response = ", &sent, ";"), "println!(\"{} bytes\", response.len());"),
        Answer::JsonLines(_) | Answer::Events => {
            let mut lines = statement("let mut events = ", &sent, ";");
            lines.push("while let Some(event) = events.next().await {".to_owned());
            lines.extend(["    println!(\"{:?}\", event?);".to_owned(), "}".to_owned()]);
            lines
        }
    })
}

fn with(mut lines: Vec<String>, line: &str) -> Vec<String> {
    lines.push(line.to_owned());
    lines
}

fn statement(start: &str, expr: &Expr, end: &str) -> Vec<String> {
    format!("{start}{}{end}", expr.text(start.len())).lines().map(str::to_owned).collect()
}

/// Prints the identity of what a response holds.
fn show(ty: &Type, facts: &Facts<'_>) -> Vec<String> {
    let Some((way, def)) = facts.entity(ty) else {
        return vec!["println!(\"{response:?}\");".to_owned()];
    };
    let mut lines = Vec::new();
    let mut place = "response".to_owned();
    let mut indent = String::new();
    let mut depth = 0;
    for field in way {
        place = format!("{place}.{}", field.name);
        let mut ty = &field.ty;
        if let Type::Option(inner) = ty {
            let name = if field.name.starts_with("r#") { "found" } else { &field.name };
            lines.push(format!("{indent}if let Some({name}) = &{place} {{"));
            place = name.to_owned();
            indent.push_str("    ");
            depth += 1;
            ty = inner;
        }
        match ty {
            Type::List(inner) if matches!(**inner, Type::Named(_)) => {
                lines.push(format!("{indent}for item in &{place} {{"));
                place = "item".to_owned();
                indent.push_str("    ");
                depth += 1;
            }
            Type::Named(_) | Type::Boxed(_) => {}
            _ => {
                lines.push(format!("{indent}println!(\"{{:?}}\", {place});"));
                return closed(lines, depth);
            }
        }
    }
    let shown = identity(def, &place).unwrap_or(place);
    lines.push(format!("{indent}{}", printed(&shown)));
    closed(lines, depth)
}

fn closed(mut lines: Vec<String>, depth: usize) -> Vec<String> {
    lines.extend((0..depth).rev().map(|level| format!("{}}}", "    ".repeat(level))));
    lines
}

fn printed(place: &str) -> String {
    let is_name = place.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if is_name { format!("println!(\"{{{place}:?}}\");") } else { format!("println!(\"{{:?}}\", {place});") }
}

/// The member that tells which thing it is.
fn identity(def: &TypeDef, place: &str) -> Option<String> {
    let TypeKind::Struct(fields) = &def.kind else { return None };
    let field = SHOWN.iter().find_map(|name| fields.iter().find(|field| field.wire == *name))?;
    Some(format!("{place}.{}", field.name))
}

struct Values<'f, 'm> {
    facts: &'f Facts<'m>,
}

impl Values<'_, '_> {
    fn parameter(&self, parameter: &Parameter) -> Option<Expr> {
        self.argument(&parameter.ty, &parameter.wire)
    }

    fn body(&self, operation: &Operation) -> Option<Expr> {
        let body = operation.body.as_ref()?;
        match body.kind {
            BodyKind::Json | BodyKind::JsonOrYaml => self.argument(&body.ty, "body"),
            _ => Some(Expr::text_of("...")),
        }
    }

    /// What a setter of a call takes.
    fn argument(&self, ty: &Type, wire: &str) -> Option<Expr> {
        match ty {
            Type::Object | Type::Map(_) => Some(Expr::Word("Default::default()".to_owned())),
            Type::List(inner) => Some(Expr::List(Box::new(self.into(inner, wire, 0)?))),
            other => self.into(other, wire, 0),
        }
    }

    /// What a setter of a request type takes.
    fn assigned(&self, field: &Field, depth: usize) -> Option<Expr> {
        let wire = &field.wire;
        match self.plain(&field.ty) {
            Type::List(inner) => Some(Expr::List(Box::new(self.into(&inner, wire, depth)?))),
            Type::Map(inner) => Some(Expr::Pair(Box::new(self.into(&inner, wire, depth)?))),
            Type::Object => Some(Expr::Pair(Box::new(Expr::text_of("value")))),
            other => self.into(&other, wire, depth),
        }
    }

    /// The type behind its other names.
    fn plain(&self, ty: &Type) -> Type {
        match ty {
            Type::Named(name) => match self.facts.get(name).map(|def| &def.kind) {
                Some(TypeKind::Alias(other)) if other != ty => self.plain(other),
                _ => ty.clone(),
            },
            _ => ty.clone(),
        }
    }

    /// What converts into a type.
    fn into(&self, ty: &Type, wire: &str, depth: usize) -> Option<Expr> {
        Some(match self.plain(ty) {
            Type::String | Type::Value => Expr::text_of(&text(wire)),
            Type::Sensitive(inner) if *inner == Type::String => Expr::text_of("..."),
            Type::Bool => Expr::Word("true".to_owned()),
            Type::I32 | Type::I64 => Expr::Word("1".to_owned()),
            Type::F64 => Expr::Word("1.0".to_owned()),
            Type::File => Expr::Word("b\"...\".to_vec()".to_owned()),
            Type::Option(inner) | Type::Boxed(inner) => self.into(&inner, wire, depth)?,
            Type::Named(name) => self.named(&name, wire, depth)?,
            _ => return None,
        })
    }

    fn named(&self, name: &str, wire: &str, depth: usize) -> Option<Expr> {
        let def = self.facts.get(name).filter(|_| depth < DEEPEST)?;
        match &def.kind {
            TypeKind::Enum(values) => Some(Expr::Word(format!("types::{name}::{}", values.first()?.0))),
            TypeKind::Struct(fields) if def.in_request => self.built(name, fields, None, depth),
            TypeKind::Union { .. } => Some(self.drawn(def, depth)?.1),
            TypeKind::AnyOf(variants) => variants.iter().find_map(|(variant, ty)| {
                let value = match self.plain(ty) {
                    Type::String => Expr::Word(format!("\"{}\".to_owned()", text(wire))),
                    Type::Bool | Type::I32 | Type::I64 | Type::F64 => self.into(ty, wire, depth)?,
                    _ => return None,
                };
                Some(Expr::Call(format!("types::{name}::{variant}"), Box::new(value)))
            }),
            _ => None,
        }
    }

    /// The first variant of a union that can be written, with the tag that it holds itself.
    fn drawn<'d>(&self, def: &'d TypeDef, depth: usize) -> Option<(&'d Variant, Expr)> {
        let TypeKind::Union { tag, variants, .. } = &def.kind else { return None };
        variants.iter().find_map(|variant| {
            let def = self.facts.get(&variant.ty).filter(|def| depth + 1 < DEEPEST && def.in_request)?;
            let TypeKind::Struct(fields) = &def.kind else { return None };
            let own = tag.as_deref().zip(variant.values.first().map(String::as_str));
            Some((variant, self.built(&def.name, fields, own, depth + 1)?))
        })
    }

    /// A request type with what it needs, and the tags that tell the variants in it. `own` is the tag by which it is told
    /// itself.
    fn built(&self, name: &str, fields: &[Field], own: Option<(&str, &str)>, depth: usize) -> Option<Expr> {
        let mut told: Vec<(&str, &str)> = own.into_iter().collect();
        let mut open = Vec::new();
        let mut drawn = BTreeMap::new();
        for field in fields.iter().filter(|field| field.required) {
            let Some(tag) = field.tagged_by.as_deref() else { continue };
            if let Some((variant, value)) = self.facts.def(&field.ty).and_then(|def| self.drawn(def, depth + 1)) {
                told.extend(variant.values.first().map(|value| (tag, value.as_str())));
                open.extend(variant.is_open.then_some(tag));
                drawn.insert(&field.wire, value);
            }
        }
        let mut setters = vec![("new".to_owned(), None)];
        for field in fields.iter().filter(|field| field.required || open.contains(&field.wire.as_str())) {
            let value = match (told.iter().find(|(tag, _)| *tag == field.wire), drawn.remove(&field.wire)) {
                (Some((_, value)), _) => self.tag(&field.ty, value)?,
                (None, Some(drawn)) => drawn,
                (None, None) => self.assigned(field, depth + 1)?,
            };
            setters.push((field.name.clone(), Some(value)));
        }
        Some(Expr::Chain(format!("types::{name}"), setters))
    }

    /// The value of a tag; nothing where its type does not know the value.
    fn tag(&self, ty: &Type, value: &str) -> Option<Expr> {
        match self.facts.def(ty) {
            None => Some(Expr::text_of(value)),
            Some(TypeDef { name, kind: TypeKind::Enum(values), .. }) => {
                let (variant, _) = values.iter().find(|(_, text)| text == value)?;
                Some(Expr::Word(format!("types::{name}::{variant}")))
            }
            Some(_) => None,
        }
    }
}

/// A text that could stand for what a name stands for.
pub fn text(wire: &str) -> String {
    let words = snake(wire);
    let words: Vec<&str> = words.split('_').filter(|word| !word.is_empty()).collect();
    let text = match words.last().copied() {
        Some("url" | "uri" | "link") => "https://example.com".to_owned(),
        Some("email") => "user@example.com".to_owned(),
        Some("branch") => "main".to_owned(),
        Some("yaml") | None => "...".to_owned(),
        Some("name") if words.len() == 1 => "My name".to_owned(),
        Some(_) => {
            let kept: Vec<&str> = words.iter().copied().filter(|word| !ENDINGS.contains(word)).collect();
            if kept.is_empty() { format!("my_{}", words.join("_")) } else { format!("my_{}", kept.join("_")) }
        }
    };
    if text.len() > 60 { "...".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn samples_are_named_after_what_they_stand_for() {
        for (wire, expected) in [
            ("pipelineIdentifier", "my_pipeline"),
            ("identifier", "my_identifier"),
            ("connectorRef", "my_connector"),
            ("repoUrl", "https://example.com"),
            ("name", "My name"),
            ("inputYaml", "..."),
        ] {
            assert_eq!(text(wire), expected, "{wire}");
        }
    }
}
