//! Changes of types.

use std::collections::BTreeMap;

use crate::diff::change::{Changes, Level, What};
use crate::diff::matching::Matched;
use crate::ir::{Field, Module, Type, TypeDef, TypeKind, Variant};

/// From how many fields or values on a type can be known again by them.
const TELLING: usize = 2;

/// New names of types, by module and old name.
#[derive(Debug, Default)]
pub(super) struct Renames {
    names: BTreeMap<(String, String), String>,
}

impl Renames {
    /// A type with the names of today.
    pub(super) fn apply(&self, module: &str, ty: &Type) -> Type {
        let inside = |inner: &Type| Box::new(self.apply(module, inner));
        match ty {
            Type::Named(name) => {
                let key = (module.to_owned(), name.clone());
                Type::Named(self.names.get(&key).unwrap_or(name).clone())
            }
            Type::Sensitive(inner) => Type::Sensitive(inside(inner)),
            Type::List(inner) => Type::List(inside(inner)),
            Type::Map(inner) => Type::Map(inside(inner)),
            Type::Option(inner) => Type::Option(inside(inner)),
            Type::Boxed(inner) => Type::Boxed(inside(inner)),
            other => other.clone(),
        }
    }
}

/// Compares the types of a module: by schema, then by shape.
pub(super) fn compare(old: &Module, new: &Module, renames: &mut Renames, changes: &mut Changes) {
    let module = new.name.as_str();
    let matched = Matched::none(old.types.iter().collect(), new.types.iter().collect())
        .by(|def| Some(def.schema.clone()))
        .by(shape);
    for (old, new) in matched.pairs.iter().filter(|(old, new)| old.name != new.name) {
        renames.names.insert((module.to_owned(), old.name.clone()), new.name.clone());
    }
    for def in &matched.removed {
        changes.add(What::TypeRemoved, Level::Breaking, module, subject(def), "is gone");
    }
    for def in &matched.added {
        changes.add(What::TypeAdded, Level::Addition, module, subject(def), "is new");
    }
    for (old, new) in matched.pairs {
        Pair { module, old, new, renames, changes }.compare();
    }
}

/// Fields or values by which a type can be known again under another name.
fn shape(def: &TypeDef) -> Option<String> {
    match &def.kind {
        TypeKind::Struct(fields) if fields.len() >= TELLING => {
            let fields: Vec<String> =
                fields.iter().map(|field| format!("{}: {}", field.wire, field.ty.rust(""))).collect();
            Some(format!("struct {}", fields.join(", ")))
        }
        TypeKind::Enum(values) if values.len() >= TELLING => {
            let values: Vec<&str> = values.iter().map(|(_, value)| value.as_str()).collect();
            Some(format!("enum {values:?}"))
        }
        _ => None,
    }
}

fn subject(def: &TypeDef) -> String {
    if def.name == def.schema { format!("`{}`", def.name) } else { format!("`{}` (`{}`)", def.name, def.schema) }
}

struct Pair<'a> {
    module: &'a str,
    old: &'a TypeDef,
    new: &'a TypeDef,
    renames: &'a Renames,
    changes: &'a mut Changes,
}

impl Pair<'_> {
    fn add(&mut self, what: What, level: Level, text: impl Into<String>) {
        self.changes.add(what, level, self.module, subject(self.new), text);
    }

    fn renamed(&mut self, what: What, text: String, keep: String) {
        self.changes.renamed(what, self.module, &subject(self.new), text, keep);
    }

    fn compare(mut self) {
        let (old, new) = (self.old, self.new);
        if old.name != new.name {
            let keep = format!("names.toml: [types] {:?} = {:?}", new.schema, old.name);
            self.renamed(What::TypeRenamed, format!("was `{}`", old.name), keep);
        } else if old.schema != new.schema {
            self.add(What::TypeRenamed, Level::Fix, format!("was schema `{}`; the type's name stays", old.schema));
        }
        if old.in_request && !new.in_request && matches!(new.kind, TypeKind::Struct(_)) {
            self.add(What::TypeChanged, Level::Breaking, "is no longer part of a request: it has no setters");
        }
        match (&old.kind, &new.kind) {
            (TypeKind::Struct(old), TypeKind::Struct(new)) => self.fields(old, new),
            (TypeKind::Enum(old), TypeKind::Enum(new)) => self.values(old, new),
            (
                TypeKind::Union { tag, variants, nothing },
                TypeKind::Union { tag: new_tag, variants: new, nothing: new_nothing },
            ) => {
                self.variants(&plain(variants, nothing), &plain(new, new_nothing));
                if tag != new_tag {
                    self.add(
                        What::VariantChanged,
                        Level::Fix,
                        format!("was told by {}, is told by {}", told_by(tag), told_by(new_tag)),
                    );
                }
            }
            (TypeKind::AnyOf(old), TypeKind::AnyOf(new)) => self.variants(old, new),
            (TypeKind::Alias(old), TypeKind::Alias(new)) => {
                let before = self.renames.apply(self.module, old);
                if before != *new {
                    let text = format!("stood for `{}` and stands for `{}`", before.rust(""), new.rust(""));
                    self.add(What::TypeChanged, Level::Breaking, text);
                }
            }
            (old, new) => {
                let text = format!("was {} and is {}", kind(old), kind(new));
                self.add(What::TypeChanged, Level::Breaking, text);
            }
        }
    }

    fn fields(&mut self, old: &[Field], new: &[Field]) {
        let matched = Matched::none(old.iter().collect(), new.iter().collect()).by(|field| Some(field.wire.clone()));
        for field in matched.removed {
            self.add(What::FieldRemoved, Level::Breaking, format!("field `{}` is gone", field.wire));
        }
        for field in matched.added {
            if self.new.in_request && is_demanded(&field.ty) {
                let text = format!("field `{}` is new and required in requests", field.wire);
                self.add(What::RequiredFieldAdded, Level::Breaking, text);
            } else {
                let text = format!("field `{}: {}` is new", field.wire, field.ty.rust(""));
                self.add(What::FieldAdded, Level::Addition, text);
            }
        }
        for (old, new) in matched.pairs {
            if old.name != new.name {
                let keep = format!("names.toml: [fields.{:?}] {:?} = {:?}", self.new.schema, new.wire, old.name);
                let text = format!("field `{}` is called `{}` now", old.name, new.name);
                self.renamed(What::FieldChanged, text, keep);
            }
            let before = self.renames.apply(self.module, &old.ty);
            if before != new.ty {
                let text = format!("field `{}` was `{}` and is `{}`", new.wire, before.rust(""), new.ty.rust(""));
                self.add(What::FieldChanged, Level::Breaking, text);
            }
        }
    }

    fn values(&mut self, old: &[(String, String)], new: &[(String, String)]) {
        let matched = Matched::none(old.iter().collect(), new.iter().collect()).by(|(_, value)| Some(value.clone()));
        for (_, value) in matched.removed {
            self.add(What::ValueRemoved, Level::Breaking, format!("value `{value}` is gone"));
        }
        for (_, value) in matched.added {
            self.add(What::ValueAdded, Level::Addition, format!("value `{value}` is new"));
        }
        for ((old, value), (new, _)) in matched.pairs.into_iter().filter(|(old, new)| old.0 != new.0) {
            let keep = format!("names.toml: [variants.{:?}] {value:?} = {old:?}", self.new.schema);
            self.renamed(What::ValueRenamed, format!("variant `{old}` is called `{new}` now"), keep);
        }
    }

    fn variants(&mut self, old: &[(String, Type)], new: &[(String, Type)]) {
        let before: Vec<(String, Type)> = old
            .iter()
            .map(|(name, ty)| {
                let today = self.renames.apply(self.module, ty);
                // A variant is called after its type.
                let name = if *ty == Type::Named(name.clone()) { today.rust("") } else { name.clone() };
                (name, today)
            })
            .collect();
        let matched = Matched::none(before.iter().collect(), new.iter().collect()).by(|(name, _)| Some(name.clone()));
        for (name, _) in matched.removed {
            self.add(What::VariantChanged, Level::Breaking, format!("variant `{name}` is gone"));
        }
        for (name, _) in matched.added {
            self.add(What::VariantAdded, Level::Addition, format!("variant `{name}` is new"));
        }
        for ((name, old), (_, new)) in matched.pairs.into_iter().filter(|(old, new)| old.1 != new.1) {
            let text = format!("variant `{name}` held `{}` and holds `{}`", old.rust(""), new.rust(""));
            self.add(What::VariantChanged, Level::Breaking, text);
        }
    }
}

/// Whether a request without a value of the type lacks something: lists, maps and free JSON may be empty.
fn is_demanded(ty: &Type) -> bool {
    !matches!(ty, Type::Option(_) | Type::List(_) | Type::Map(_) | Type::Value | Type::Object)
}

/// Name and type of each variant; one beside whose tag nothing stands holds nothing.
fn plain(variants: &[Variant], nothing: &[(String, String)]) -> Vec<(String, Type)> {
    let children = variants.iter().map(|variant| (variant.name.clone(), Type::Named(variant.ty.clone())));
    children.chain(nothing.iter().map(|(name, _)| (name.clone(), Type::Unit))).collect()
}

fn told_by(tag: &Option<String>) -> String {
    tag.as_ref().map_or_else(|| "a tag beside it".to_owned(), |tag| format!("`{tag}`"))
}

fn kind(kind: &TypeKind) -> String {
    match kind {
        TypeKind::Struct(_) => "a struct".to_owned(),
        TypeKind::Enum(_) => "an enum".to_owned(),
        TypeKind::Union { .. } | TypeKind::AnyOf(_) => "a union".to_owned(),
        TypeKind::Alias(ty) => format!("another name for `{}`", ty.rust("")),
    }
}
