//! What a setter of a parameter and a field of a type say.

use crate::emit::docs::{blocks, code, facts::Facts, facts::listed};
use crate::ir::{Field, Location, Parameter, Role, Type, TypeDef, TypeKind};

/// How many values a line tells before it counts the rest.
const VALUES: usize = 8;

/// How many members of an object a line tells before it counts the rest.
const MEMBERS: usize = 4;

/// The lines of a parameter's setter.
pub fn parameter(parameter: &Parameter) -> Vec<String> {
    let place = match parameter.location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Form => "form",
    };
    let mut first = format!("{} in the {place}.", code(&parameter.wire));
    if parameter.required {
        first.push_str(if parameter.role.is_filled() { " Required; filled from the scope." } else { " Required." });
    } else if parameter.role.is_filled() {
        first.push_str(" Filled from the scope.");
    }
    if parameter.role == Role::InSpace {
        first.push_str(" A value without a slash is taken for one in the scope.");
    }
    if parameter.sensitive {
        first.push_str(" Secret: redacted in debug output.");
    }
    let mut lines = vec![first];
    // Text of more than one paragraph keeps its form; a line or two stand together.
    let plain = |text: &&String| !text.contains('\n');
    let (short, long): (Vec<&String>, Vec<&String>) = parameter.about.iter().partition(plain);
    for text in long {
        lines.push(String::new());
        lines.extend(blocks(std::slice::from_ref(text)));
    }
    let rest: Vec<&str> = short.into_iter().chain(&parameter.docs).map(String::as_str).collect();
    if !rest.is_empty() {
        lines.push(String::new());
        lines.extend(blocks(&[rest.join(" ")]));
    }
    lines
}

/// Whether a parameter's setter says more than its name.
pub fn is_parameter_explained(parameter: &Parameter) -> bool {
    let own = !parameter.about.is_empty() || !parameter.docs.is_empty() || parameter.sensitive;
    own || parameter.role != Role::None
}

/// The text of a field, in as few lines as it takes: each costs something where types are compiled.
pub fn field(field: &Field, def: &TypeDef, facts: &Facts<'_>) -> Vec<String> {
    let mut texts: Vec<String> = field.about.clone();
    texts.extend(values(field, facts));
    if texts.is_empty() {
        texts.extend(members(field, facts));
    }
    if let Some(tag) = &field.tagged_by {
        texts.push(format!("{} tells which.", code(tag)));
    }
    texts.extend(field.docs.iter().cloned());
    if is_secret(&field.ty) {
        texts.push("Secret: redacted in debug output.".to_owned());
    }
    if field.required && def.in_request {
        texts.push("Required.".to_owned());
    }
    if texts.iter().any(|text| text.contains('\n')) {
        return blocks(&texts);
    }
    blocks(&[texts.join(" ")])
}

/// Whether a field says more than its name and its type.
pub fn is_field_explained(field: &Field, facts: &Facts<'_>) -> bool {
    let own = !field.about.is_empty() || !field.docs.is_empty() || field.tagged_by.is_some();
    own || is_secret(&field.ty) || values(field, facts).or_else(|| members(field, facts)).is_some()
}

fn is_secret(ty: &Type) -> bool {
    match ty {
        Type::Sensitive(_) => true,
        Type::Option(inner) | Type::Boxed(inner) | Type::List(inner) => is_secret(inner),
        _ => false,
    }
}

/// The values that a field's type allows.
fn values(field: &Field, facts: &Facts<'_>) -> Option<String> {
    let def = facts.get(field.ty.named()?)?;
    let TypeKind::Enum(values) = &def.kind else { return None };
    let shown = if values.len() == VALUES + 1 { values.len() } else { values.len().min(VALUES) };
    let texts = values.iter().take(shown).map(|(_, value)| code(value)).collect();
    let several = matches!(field.ty, Type::List(_));
    let listed = listed(texts, values.len() - shown)?;
    Some(format!("{} {listed}.", if several { "Of" } else { "One of" }))
}

/// The members or the kinds of what a field holds.
fn members(field: &Field, facts: &Facts<'_>) -> Option<String> {
    let def = facts.get(field.ty.named()?)?;
    let (texts, word): (Vec<String>, &str) = match &def.kind {
        TypeKind::Struct(fields) => (fields.iter().map(|field| code(&field.wire)).collect(), "With"),
        TypeKind::Union { variants, .. } => (variants.iter().map(|variant| code(&variant.name)).collect(), "One of"),
        _ => return None,
    };
    let count = texts.len();
    let shown = if count == MEMBERS + 1 { count } else { count.min(MEMBERS) };
    let listed = listed(texts.into_iter().take(shown).collect(), count - shown)?;
    let start = if matches!(field.ty, Type::List(_) | Type::Map(_)) { "Each: " } else { "" };
    Some(format!("{start}{} {listed}.", if start.is_empty() { word.to_owned() } else { word.to_lowercase() }))
}
