//! The files of a module's types.

use std::collections::BTreeMap;

use crate::emit::docs::facts::Facts;
use crate::emit::{MARKER, docs};
use crate::ir::{Field, Module, TypeDef, TypeKind, Variant};
use crate::rust_name;

/// A generated file may be at most this long, so that people and editors can open it.
pub const MOST_LINES: usize = 8_000;

/// The files below `src/generated/types/`, by name without `.rs`, and the file that ties them together.
///
/// A type that the operations of only one tag reach stands with that tag, the others stand together.
pub fn files(module: &Module) -> BTreeMap<String, String> {
    let mut buckets: BTreeMap<String, Vec<&TypeDef>> = BTreeMap::new();
    for def in &module.types {
        let mut tags = def.tags.iter();
        let bucket = match (tags.next(), tags.next()) {
            (Some(tag), None) => rust_name::file_stem(tag),
            _ => "shared".to_owned(),
        };
        buckets.entry(bucket).or_default().push(def);
    }
    let mut files = BTreeMap::new();
    let facts = Facts::of(module);
    for (bucket, defs) in buckets {
        split(&bucket, &defs, &facts, &mut files);
    }
    let about: String =
        docs::contents::lines(&facts).iter().map(|line| format!("//! {line}").trim_end().to_owned() + "\n").collect();
    let mut index = format!("{MARKER}\n{about}\n");
    for name in files.keys() {
        index.push_str(&format!("mod {};\n", rust_name::escape_keyword(name)));
    }
    index.push('\n');
    for name in files.keys() {
        index.push_str(&format!("pub use {}::*;\n", rust_name::escape_keyword(name)));
    }
    files.insert("mod".to_owned(), index);
    files
}

fn split(bucket: &str, defs: &[&TypeDef], facts: &Facts<'_>, files: &mut BTreeMap<String, String>) {
    let mut parts: Vec<String> = Vec::new();
    let mut lines = MOST_LINES;
    for def in defs {
        let mut text = String::new();
        definition(&mut text, def, facts);
        let length = text.lines().count() + 1;
        match parts.last_mut().filter(|_| lines + length <= MOST_LINES - 8) {
            Some(part) => {
                lines += length;
                part.push_str(&text);
            }
            None => {
                lines = length;
                parts.push(text);
            }
        }
    }
    for (index, part) in parts.iter().enumerate() {
        files.insert(free_name(files, bucket, index), format!("{MARKER}\n{}{part}", imports(part)));
    }
}

/// The name of a bucket's file at `index`: numbered from the second on, and past names that are taken.
pub(super) fn free_name(files: &BTreeMap<String, String>, bucket: &str, index: usize) -> String {
    let numbered = |number: usize| if number == 1 { bucket.to_owned() } else { format!("{bucket}_{number}") };
    (index + 1..).map(numbered).find(|name| !files.contains_key(name)).unwrap_or_default()
}

/// Only the imports that the text needs: an unused one is a warning.
fn imports(text: &str) -> String {
    let mut from_core = Vec::new();
    for (name, uses) in
        [("JsonObject", &["JsonObject"][..]), ("Map", &["Map<"]), ("Sensitive", &["Sensitive<"]), ("Value", &["Value"])]
    {
        if uses.iter().any(|needle| mentions(text, needle)) {
            from_core.push(name);
        }
    }
    let mut out = String::new();
    if !from_core.is_empty() {
        out.push_str(&format!("use harness_sdk_core::model::{{{}}};\n", from_core.join(", ")));
    }
    let names = type_words(text);
    if names {
        out.push_str("#[allow(unused_imports, reason = \"a file may name only its own types\")]\nuse super::*;\n");
    }
    out.push('\n');
    out
}

fn type_words(text: &str) -> bool {
    text.contains("pub struct") || text.contains("pub enum") || text.contains("pub type")
}

/// Whether `needle` stands in the text as a type: after `: `, `<` or `= `.
fn mentions(text: &str, needle: &str) -> bool {
    text.match_indices(needle).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + needle.len()..].chars().next();
        let starts = matches!(before, Some(' ' | '<' | '('));
        let ends = needle.ends_with('<') || matches!(after, Some(',' | '>' | ';' | ')'));
        starts && ends
    })
}

fn definition(out: &mut String, def: &TypeDef, facts: &Facts<'_>) {
    match &def.kind {
        TypeKind::Struct(fields) => model(out, def, fields, facts),
        TypeKind::Enum(variants) => {
            out.push_str("harness_sdk_core::open_enum! {\n");
            head(out, def, facts);
            out.push_str(&format!("    pub enum {} {{\n", def.name));
            for (name, value) in variants {
                out.push_str(&format!("        {name} = {},\n", docs::literal(value)));
            }
            out.push_str("    }\n}\n\n");
        }
        TypeKind::Union { .. } => union(out, def, facts),
        TypeKind::AnyOf(variants) => {
            out.push_str("harness_sdk_core::any_of! {\n");
            head(out, def, facts);
            out.push_str(&format!("    pub enum {} {{\n", def.name));
            for (name, ty) in variants {
                out.push_str(&format!("        {name}({}),\n", ty.rust("")));
            }
            out.push_str("    }\n}\n\n");
        }
        TypeKind::Alias(ty) => {
            docs::lines(out, "", &docs::definition::lines(def, facts));
            out.push_str(&format!("pub type {} = {};\n\n", def.name, ty.rust("")));
        }
    }
}

fn union(out: &mut String, def: &TypeDef, facts: &Facts<'_>) {
    let TypeKind::Union { tag, variants, nothing } = &def.kind else { return };
    out.push_str("harness_sdk_core::union! {\n");
    head(out, def, facts);
    let by = tag.as_deref().map(|tag| format!(" by {}", docs::literal(tag))).unwrap_or_default();
    out.push_str(&format!("    pub enum {}{by} {{\n", def.name));
    for (index, Variant { values, is_open, name, ty }) in variants.iter().enumerate() {
        let values: Vec<_> = values.iter().map(|value| docs::literal(value)).collect();
        let any = if *is_open { "any " } else { "" };
        let end = if index + 1 == variants.len() && !nothing.is_empty() { ';' } else { ',' };
        out.push_str(&format!("        {any}{} => {name}({ty}){end}\n", values.join(" | ")));
    }
    for (index, (name, value)) in nothing.iter().enumerate() {
        let word = if index == 0 { "nothing " } else { "" };
        out.push_str(&format!("        {word}{} => {name},\n", docs::literal(value)));
    }
    out.push_str("    }\n}\n\n");
}

fn model(out: &mut String, def: &TypeDef, fields: &[Field], facts: &Facts<'_>) {
    let name = if def.in_request { "request_model" } else { "model" };
    out.push_str(&format!("harness_sdk_core::{name}! {{\n"));
    head(out, def, facts);
    let needs: Vec<String> = fields
        .iter()
        .filter(|field| field.required && def.in_request)
        .map(|field| docs::literal(&field.wire))
        .collect();
    let needs = if needs.is_empty() { String::new() } else { format!(" needs [{}]", needs.join(", ")) };
    out.push_str(&format!("    pub struct {}{needs} {{\n", def.name));
    for field in fields {
        docs::lines(out, "        ", &docs::member::field(field, def, facts));
        let tagged = match &field.tagged_by {
            Some(tag) => format!(" by {}", docs::literal(tag)),
            None => String::new(),
        };
        out.push_str(&format!(
            "        {}{tagged} => pub {}: {},\n",
            docs::literal(&field.wire),
            field.name,
            field.ty.rust("")
        ));
    }
    out.push_str("    }\n}\n\n");
}

fn head(out: &mut String, def: &TypeDef, facts: &Facts<'_>) {
    docs::lines(out, "    ", &docs::definition::lines(def, facts));
}
