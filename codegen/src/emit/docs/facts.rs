//! What the documentation of a module looks up: its types, and which operations give and take them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::ir::{Answer, Field, Module, Operation, Type, TypeDef, TypeKind};
use crate::rust_name::{shown, unversioned};

/// How many operations or types a line links before it counts the rest.
const LINKED: usize = 3;

/// Names of members that tell a thing from others of its kind: what has one is no envelope.
const IDENTITIES: [&str; 5] = ["identifier", "id", "name", "uuid", "identity"];

/// A module, with what is looked up in it.
#[derive(Debug)]
pub struct Facts<'m> {
    /// The module.
    pub module: &'m Module,
    types: BTreeMap<&'m str, &'m TypeDef>,
    given: BTreeMap<&'m str, Vec<(usize, &'m str)>>,
    taken: BTreeMap<&'m str, Vec<(usize, &'m str)>>,
    stems: BTreeMap<&'m str, Vec<&'m str>>,
}

impl<'m> Facts<'m> {
    /// Looks through a module.
    pub fn of(module: &'m Module) -> Self {
        let types: BTreeMap<&str, &TypeDef> = module.types.iter().map(|def| (def.name.as_str(), def)).collect();
        let children: BTreeMap<&str, Vec<&str>> =
            module.types.iter().map(|def| (def.name.as_str(), children(def))).collect();
        let mut facts = Self { module, types, given: BTreeMap::new(), taken: BTreeMap::new(), stems: BTreeMap::new() };
        for operation in &module.operations {
            let name = operation.name.as_str();
            for (ty, depth) in reach(answer_types(operation), &children) {
                facts.given.entry(ty).or_default().push((depth, name));
            }
            for (ty, depth) in reach(request_types(operation), &children) {
                facts.taken.entry(ty).or_default().push((depth, name));
            }
            facts.stems.entry(unversioned(name)).or_default().push(name);
        }
        for uses in facts.given.values_mut().chain(facts.taken.values_mut()) {
            uses.sort_unstable();
        }
        facts
    }

    /// A type of the module.
    pub fn get(&self, name: &str) -> Option<&'m TypeDef> {
        self.types.get(name).copied()
    }

    /// The definition behind a type, below options, boxes and other names.
    pub fn def(&self, ty: &Type) -> Option<&'m TypeDef> {
        let mut ty = ty.clone();
        for _ in 0..8 {
            match ty {
                Type::Option(inner) | Type::Boxed(inner) | Type::Sensitive(inner) => ty = *inner,
                Type::Named(name) => match self.get(&name) {
                    Some(TypeDef { kind: TypeKind::Alias(other), .. }) => ty = other.clone(),
                    found => return found,
                },
                _ => return None,
            }
        }
        None
    }

    /// What other operations do the same under a name that differs by a version.
    pub fn twins(&self, operation: &Operation) -> Vec<&'m str> {
        let all = self.stems.get(unversioned(&operation.name)).into_iter().flatten().copied();
        all.filter(|name| *name != operation.name).collect()
    }

    /// The operations whose answers hold a type, as links, and those whose requests do; nothing where there are none.
    pub fn uses(&self, name: &str) -> [Option<String>; 2] {
        [self.given.get(name), self.taken.get(name)].map(|uses| uses.and_then(|uses| links(uses)))
    }

    /// What an answer is about: the members that lead to it, and the definition. Envelopes are looked through: what holds
    /// one thing, or a list of things, and no identity of its own.
    pub fn entity(&self, ty: &Type) -> Option<(Vec<&'m Field>, &'m TypeDef)> {
        let mut way = Vec::new();
        let mut def = self.def(ty)?;
        while let Some((field, inner)) = self.content(def).filter(|_| way.len() < 3) {
            way.push(field);
            def = inner;
        }
        Some((way, def))
    }

    /// The one thing that an envelope holds.
    fn content(&self, def: &'m TypeDef) -> Option<(&'m Field, &'m TypeDef)> {
        let TypeKind::Struct(fields) = &def.kind else { return None };
        if fields.iter().any(|field| IDENTITIES.contains(&field.wire.as_str())) {
            return None;
        }
        let mut held = fields.iter().filter_map(|field| {
            let named = self.get(field.ty.named()?)?;
            matches!(named.kind, TypeKind::Struct(_) | TypeKind::Union { .. }).then_some((field, named))
        });
        let first = held.next()?;
        (held.next().is_none() && first.1.name != def.name).then_some(first)
    }
}

fn children(def: &TypeDef) -> Vec<&str> {
    match &def.kind {
        TypeKind::Struct(fields) => fields.iter().filter_map(|field| field.ty.named()).collect(),
        TypeKind::Union { variants, .. } => variants.iter().map(|variant| variant.ty.as_str()).collect(),
        TypeKind::AnyOf(variants) => variants.iter().filter_map(|(_, ty)| ty.named()).collect(),
        TypeKind::Alias(ty) => ty.named().into_iter().collect(),
        TypeKind::Enum(_) => Vec::new(),
    }
}

fn answer_types(operation: &Operation) -> Vec<&str> {
    let mut types: Vec<&str> = operation.paging.as_ref().and_then(|paging| paging.item.named()).into_iter().collect();
    if let Answer::Json(ty) | Answer::JsonLines(ty) = &operation.answer {
        types.extend(ty.named());
    }
    types
}

fn request_types(operation: &Operation) -> Vec<&str> {
    let body = operation.body.as_ref().and_then(|body| body.ty.named());
    body.into_iter().chain(operation.parameters.iter().filter_map(|parameter| parameter.ty.named())).collect()
}

/// The types that some types hold, and in which depth.
fn reach<'m>(roots: Vec<&'m str>, children: &BTreeMap<&'m str, Vec<&'m str>>) -> Vec<(&'m str, usize)> {
    let mut seen: BTreeSet<&str> = roots.iter().copied().collect();
    let mut queue: VecDeque<(&str, usize)> = seen.iter().map(|root| (*root, 0)).collect();
    let mut found = Vec::new();
    while let Some((name, depth)) = queue.pop_front() {
        found.push((name, depth));
        for child in children.get(name).into_iter().flatten() {
            if seen.insert(child) {
                queue.push_back((child, depth + 1));
            }
        }
    }
    found
}

/// Links to the operations that use a type most directly, and the number of the others.
fn links(uses: &[(usize, &str)]) -> Option<String> {
    let shown = if uses.len() == LINKED + 1 { uses.len() } else { uses.len().min(LINKED) };
    let links = uses.iter().take(shown).map(|(_, name)| method("super::super::Client", name));
    listed(links.collect(), uses.len() - shown)
}

/// A link to a method of a client.
pub fn method(client: &str, name: &str) -> String {
    let name = shown(name);
    format!("[`{name}`]({client}::{name})")
}

/// `a, b and 3 more`; nothing for nothing.
pub fn listed(mut items: Vec<String>, more: usize) -> Option<String> {
    if more > 0 {
        items.push(format!("{more} more"));
    }
    let last = items.pop()?;
    Some(if items.is_empty() { last } else { format!("{} and {last}", items.join(", ")) })
}
