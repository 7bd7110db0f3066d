//! `glossary.toml`: what the words of the platform mean, and which names stand for them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::data::entry::Entry;
use crate::ir::{Module, Type, TypeDef, TypeKind};
use crate::rust_name::snake;

const FILE: &str = "glossary.toml";

/// `glossary.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Glossary {
    /// The terms.
    pub term: Vec<Term>,
}

/// One term.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Term {
    /// What it means, in Markdown.
    pub text: String,
    /// Names of fields and parameters on the wire; `*name` stands for all names that end in its words.
    pub names: Vec<String>,
    /// The same, of fields alone.
    pub fields: Vec<String>,
    /// The same, of parameters alone.
    pub parameters: Vec<String>,
    /// Names of schemas, with one `*` at most; what a field of such a type says when its own name says nothing.
    pub types: Vec<String>,
    /// Tags of operations.
    pub tags: Vec<String>,
    /// The modules in which the term means this.
    pub modules: Vec<String>,
    /// The schemas whose fields it means this in, with one `*` at most.
    pub schemas: Vec<String>,
    /// What the value must be: `text`, `integer`, `number`, `boolean`, `list`, `map`, `enum`, `object` or `any`.
    pub of: Option<String>,
}

/// The lists of a term that hold names.
const LISTS: [&str; 5] = ["names", "fields", "parameters", "types", "tags"];

/// Where in the file a name stands: index of the term, of the list, and of the name in it.
type Mention = (usize, usize, usize);

/// How well a term fits, best last: by schema, by words of the name, by the whole of it, by module, by kind of value.
type Fit = (bool, usize, bool, bool, bool);

/// Where to look first.
#[derive(Default)]
struct Index<'a> {
    /// Names of fields and parameters by their words, whole ones and ends alike.
    members: BTreeMap<String, Vec<Mention>>,
    /// Names of schemas that leave nothing open.
    schemas: BTreeMap<&'a str, Vec<Mention>>,
    /// Names of schemas with a `*`.
    patterns: Vec<Mention>,
}

/// What is looked for.
struct Member<'a> {
    module: &'a str,
    schema: Option<&'a str>,
    name: &'a str,
    kind: &'static str,
}

impl Term {
    fn list(&self, list: usize) -> &[String] {
        match list {
            0 => &self.names,
            1 => &self.fields,
            2 => &self.parameters,
            3 => &self.types,
            _ => &self.tags,
        }
    }

    fn allows(&self, member: &Member<'_>) -> bool {
        let is_in = self.modules.is_empty() || self.modules.iter().any(|module| module == member.module);
        let holds = self.schemas.is_empty()
            || member.schema.is_some_and(|schema| self.schemas.iter().any(|pattern| fits(pattern, schema)));
        is_in && holds && self.of.as_deref().is_none_or(|kind| kind == member.kind)
    }
}

impl Glossary {
    /// Tells the fields, parameters, types and tags what the document says nothing of, and returns the names that are of no
    /// use: nothing is called so, or others fit better wherever something is.
    pub fn explain(&self, modules: &mut [Module]) -> Vec<Entry> {
        let index = self.index();
        let mut used: BTreeSet<Mention> = BTreeSet::new();
        for module in modules {
            let kinds: BTreeMap<String, &'static str> =
                module.types.iter().map(|def| (def.name.clone(), kind_of(def))).collect();
            let texts: BTreeMap<String, usize> = module
                .types
                .iter()
                .filter_map(|def| Some((def.name.clone(), self.of_type(&index, def, &mut used)?)))
                .collect();
            for def in &mut module.types {
                let own = texts.get(&def.name).map(|term| self.term[*term].text.clone());
                let TypeDef { schema, docs, inline, kind, .. } = def;
                if let Some(text) = own.filter(|_| docs.is_empty() || *inline) {
                    docs.insert(0, text);
                }
                let TypeKind::Struct(fields) = kind else { continue };
                for field in fields {
                    let kind = self::kind(&field.ty, &kinds);
                    let member = Member { module: &module.name, schema: Some(schema), name: &field.wire, kind };
                    let found = self.find(&index, &member, 1, &mut used);
                    let by_type = || texts.get(field.ty.named()?).copied();
                    if let Some(term) = found.or_else(by_type).filter(|_| field.about.is_empty()) {
                        field.about.push(self.term[term].text.clone());
                    }
                }
            }
            for parameter in module.operations.iter_mut().flat_map(|operation| &mut operation.parameters) {
                let kind = self::kind(&parameter.ty, &kinds);
                let member = Member { module: &module.name, schema: None, name: &parameter.wire, kind };
                let found = self.find(&index, &member, 2, &mut used).filter(|_| parameter.about.is_empty());
                parameter.about.extend(found.map(|term| self.term[term].text.clone()));
            }
            let tags: BTreeSet<&str> = module.operations.iter().map(|operation| operation.tag.as_str()).collect();
            for (term, one) in self.term.iter().enumerate() {
                for (place, tag) in one.tags.iter().enumerate().filter(|(_, tag)| tags.contains(tag.as_str())) {
                    used.insert((term, 4, place));
                    module.tags.insert(tag.clone(), one.text.clone());
                }
            }
        }
        self.mentions().filter(|mention| !used.contains(mention)).map(|mention| self.entry(mention)).collect()
    }

    /// Terms that say nothing, or stand for nothing.
    pub fn problems(&self) -> Vec<String> {
        let bare =
            self.term.iter().enumerate().filter(|(_, term)| {
                term.text.trim().is_empty() || (0..LISTS.len()).all(|list| term.list(list).is_empty())
            });
        bare.map(|(index, term)| {
            format!("{FILE}: term {} ({:?}) needs a text, and names that it stands for; add them", index + 1, term.text)
        })
        .collect()
    }

    fn index(&self) -> Index<'_> {
        let mut index = Index::default();
        for mention in self.mentions() {
            let name = self.name(mention);
            match mention.1 {
                0..3 => index.members.entry(snake(name.trim_start_matches('*'))).or_default().push(mention),
                3 if name.contains('*') => index.patterns.push(mention),
                3 => index.schemas.entry(name).or_default().push(mention),
                _ => {}
            }
        }
        index
    }

    fn mentions(&self) -> impl Iterator<Item = Mention> {
        let lists = self.term.iter().enumerate();
        let lists = lists.flat_map(|(term, one)| (0..LISTS.len()).map(move |list| (term, list, one.list(list).len())));
        lists.flat_map(|(term, list, length)| (0..length).map(move |place| (term, list, place)))
    }

    fn name(&self, (term, list, place): Mention) -> &str {
        &self.term[term].list(list)[place]
    }

    /// The term that fits a member best; of two that fit alike, the first.
    fn find(&self, index: &Index<'_>, member: &Member<'_>, side: usize, used: &mut BTreeSet<Mention>) -> Option<usize> {
        let words = snake(member.name);
        let starts = words.match_indices('_').map(|(at, _)| at + 1);
        let mut best: Option<(Fit, Mention)> = None;
        for start in std::iter::once(0).chain(starts) {
            let end = &words[start..];
            for mention in index.members.get(end).into_iter().flatten().copied() {
                let term = &self.term[mention.0];
                let is_end = self.name(mention).starts_with('*');
                if !(mention.1 == 0 || mention.1 == side) || start > 0 && !is_end || !term.allows(member) {
                    continue;
                }
                let length = end.split('_').count();
                let fit = (!term.schemas.is_empty(), length, !is_end, !term.modules.is_empty(), term.of.is_some());
                if best.is_none_or(|(other, _)| fit > other) {
                    best = Some((fit, mention));
                }
            }
        }
        let (_, mention) = best?;
        used.insert(mention);
        Some(mention.0)
    }

    /// The term of a type: the one that names its schema with the fewest characters left open.
    fn of_type(&self, index: &Index<'_>, def: &TypeDef, used: &mut BTreeSet<Mention>) -> Option<usize> {
        let exact = index.schemas.get(def.schema.as_str()).into_iter().flatten();
        let open = index.patterns.iter().filter(|mention| fits(self.name(**mention), &def.schema));
        let mention = exact
            .chain(open)
            .copied()
            .max_by_key(|mention| (self.name(*mention).len(), std::cmp::Reverse(*mention)))?;
        used.insert(mention);
        Some(mention.0)
    }

    fn entry(&self, mention: Mention) -> Entry {
        let list = LISTS[mention.1];
        let label = format!("term {} {list} {:?}", mention.0 + 1, self.name(mention));
        let term = Entry::new(FILE, label).key("term").index(mention.0);
        // With the only list of names the term goes.
        let is_only = (0..LISTS.len()).filter(|list| !self.term[mention.0].list(*list).is_empty()).count() == 1;
        let term = if is_only { term.or_all_of_it() } else { term };
        term.key(list).item(self.name(mention))
    }
}

/// Whether a name is what a pattern with at most one `*` says.
fn fits(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        Some((start, end)) => name.len() >= start.len() + end.len() && name.starts_with(start) && name.ends_with(end),
        None => pattern == name,
    }
}

fn kind_of(def: &TypeDef) -> &'static str {
    match &def.kind {
        TypeKind::Enum(_) => "enum",
        TypeKind::Struct(_) | TypeKind::Union { .. } | TypeKind::AnyOf(_) => "object",
        TypeKind::Alias(ty) => kind(ty, &BTreeMap::new()),
    }
}

/// What a value is, as the data calls it.
fn kind(ty: &Type, named: &BTreeMap<String, &'static str>) -> &'static str {
    match ty {
        Type::String | Type::File => "text",
        Type::Bool => "boolean",
        Type::I32 | Type::I64 => "integer",
        Type::F64 => "number",
        Type::List(_) => "list",
        Type::Map(_) | Type::Object => "map",
        Type::Unit | Type::Value => "any",
        Type::Sensitive(inner) | Type::Option(inner) | Type::Boxed(inner) => kind(inner, named),
        Type::Named(name) => named.get(name).copied().unwrap_or("any"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Glossary, fits};

    #[test]
    fn patterns_leave_one_part_open() {
        for (pattern, name, is) in [
            ("A*", "ABC", true),
            ("*C", "ABC", true),
            ("A*C", "AC", true),
            ("AB*BC", "ABC", false),
            ("ABC", "ABC", true),
            ("AB", "ABC", false),
        ] {
            assert_eq!(fits(pattern, name), is, "{pattern} {name}");
        }
    }

    #[test]
    fn a_term_without_names_is_a_problem() {
        let glossary: Glossary = toml::from_str("term = [{ text = \"A thing.\" }, { names = [\"a\"] }]").unwrap();
        assert_eq!(glossary.problems().len(), 2);
    }
}
