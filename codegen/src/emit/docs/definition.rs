//! What a type says.

use crate::emit::docs::facts::Facts;
use crate::emit::docs::{blocks, code, sample};
use crate::ir::{Type, TypeDef, TypeKind};

/// The lines of a type: what the document or the glossary says, the name of its schema where a search for it would not find
/// the type, what it holds, and which operations give and take it.
pub fn lines(def: &TypeDef, facts: &Facts<'_>) -> Vec<String> {
    let mut lines = blocks(&def.docs);
    let mut facts_of = Vec::new();
    let [given, taken] = facts.uses(&def.name);
    if let Some(content) = content(def, facts) {
        facts_of.push(content);
    }
    facts_of.extend(taken.map(|operations| format!("Sent by {operations}.")));
    facts_of.extend(given.map(|operations| format!("Returned by {operations}.")));
    if def.schema != def.name && !def.inline || lines.is_empty() && facts_of.is_empty() {
        facts_of.push(format!("Schema {}.", code(&def.schema)));
    }
    if !(lines.is_empty() || facts_of.is_empty()) {
        lines.push(String::new());
    }
    lines.extend(facts_of);
    if let Some(json) = sample::of(def, facts) {
        lines.extend([String::new(), "```json".to_owned()]);
        lines.extend(json.lines().map(str::to_owned));
        lines.push("```".to_owned());
    }
    lines
}

/// What an envelope holds.
fn content(def: &TypeDef, facts: &Facts<'_>) -> Option<String> {
    matches!(def.kind, TypeKind::Struct(_)).then_some(())?;
    let (way, entity) = facts.entity(&Type::Named(def.name.clone()))?;
    let place: Vec<&str> = way.iter().map(|field| field.name.as_str()).collect();
    (!way.is_empty()).then(|| format!("Holds [`{}`] in {}.", entity.name, code(&place.join("."))))
}
