//! What a request lacks, and what it leaves empty on purpose.

use super::pointer::push_token;
use super::residue::Origin;
use super::slot::{Dictionary, List, Record};
use super::told::{Own, Told, told};
use super::write::is_unset;
use super::{Content, Residue, Shape, Slot, SlotRef};

/// What the caller gave and did not give of a value that is sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Presence {
    /// Required members that were not given.
    pub(crate) lacks: Vec<Lack>,
    /// JSON pointers to the members of new models that were given empty, or as `null`.
    pub(crate) emptied: Vec<String>,
}

/// A required member that was not given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lack {
    /// JSON pointer to it.
    pub(crate) pointer: String,
    /// The Rust type that has it.
    pub(crate) model: &'static str,
    /// Its name in Rust.
    pub(crate) setter: &'static str,
}

impl Presence {
    /// Looks through all models in `value`. Those that were read from JSON lack nothing: they go back as they came. Neither
    /// is JSON of an open type looked into.
    pub(crate) fn of(value: &dyn Slot) -> Self {
        let mut presence = Presence::default();
        Search { presence: &mut presence, place: Path::Root }.slot(value.slot_ref(), None);
        presence
    }
}

/// The way to a value: written out only where there is something to tell.
#[derive(Clone, Copy)]
enum Path<'a> {
    Root,
    Member(&'a Path<'a>, &'a str),
    Item(&'a Path<'a>, usize),
}

impl Path<'_> {
    fn pointer(&self) -> String {
        match self {
            Path::Root => String::new(),
            Path::Member(parent, name) => with_token(parent.pointer(), name),
            Path::Item(parent, index) => with_token(parent.pointer(), &index.to_string()),
        }
    }
}

/// What is found in the value at a place.
struct Search<'a> {
    presence: &'a mut Presence,
    place: Path<'a>,
}

impl Search<'_> {
    fn slot(&mut self, slot: SlotRef<'_>, tag: Option<Own>) {
        match slot {
            SlotRef::Maybe(Some(inner)) => self.slot(inner.slot_ref(), tag),
            SlotRef::List(list) => self.list(list),
            SlotRef::Map(map) => self.map(map),
            SlotRef::Model(model) => self.model(model, tag),
            SlotRef::Union(union) => self.content(&union.content(), union.tag()),
            SlotRef::AnyOf(any) => self.content(&any.content(), None),
            _ => {}
        }
    }

    fn content(&mut self, content: &Content<'_>, tag: Option<&'static str>) {
        if let Content::Known(tags, child) = content {
            self.slot(child.slot_ref(), tag.map(|tag| (tag, *tags)));
        }
    }

    fn list(&mut self, list: &dyn List) {
        for index in 0..list.len() {
            if let Some(item) = list.item(index) {
                let place = Path::Item(&self.place, index);
                Search { presence: self.presence, place }.slot(item.slot_ref(), None);
            }
        }
    }

    fn map(&mut self, map: &dyn Dictionary) {
        map.each(&mut |name, value| {
            self.member(name).slot(value.slot_ref(), None);
            true
        });
    }

    fn model(&mut self, model: &dyn Record, tag: Option<Own>) {
        let shape = model.shape();
        model.parts(&mut |slots, residue| {
            for (index, (name, slot)) in shape.wire.iter().zip(slots).enumerate() {
                let slot = slot.slot_ref();
                if is_given_scalar(&slot) {
                    continue;
                }
                let origin = residue.origin(index);
                if origin == Origin::Fresh && is_unset(&slot) {
                    if is_lacking(shape, slots, index, residue, tag) {
                        let setter = shape.rust.get(index).copied().unwrap_or_default();
                        self.member(name).lack(shape.name, setter);
                    }
                    continue;
                }
                if origin != Origin::Fresh && !residue.was_read() && slot.is_empty() {
                    let pointer = Path::Member(&self.place, name).pointer();
                    self.presence.emptied.push(pointer);
                }
                // What a model that was read did not hold, or held as null, goes back that way.
                let goes_back = matches!(origin, Origin::Null | Origin::Missing) && is_unset(&slot);
                if !goes_back {
                    self.member(name).slot(slot, None);
                }
            }
        });
    }

    fn lack(&mut self, model: &'static str, setter: &'static str) {
        let setter = setter.strip_prefix("r#").unwrap_or(setter);
        self.presence.lacks.push(Lack { pointer: self.place.pointer(), model, setter });
    }

    /// The search in a member of the value.
    fn member<'b>(&'b mut self, name: &'b str) -> Search<'b> {
        Search { presence: self.presence, place: Path::Member(&self.place, name) }
    }
}

fn with_token(mut pointer: String, name: &str) -> String {
    push_token(&mut pointer, name);
    pointer
}

/// Whether it holds a scalar other than the empty one, of which there is nothing to tell.
#[inline]
fn is_given_scalar(slot: &SlotRef<'_>) -> bool {
    match slot {
        SlotRef::Maybe(Some(_)) => !has_inside(slot),
        SlotRef::List(_) | SlotRef::Map(_) | SlotRef::Model(_) | SlotRef::Union(_) | SlotRef::AnyOf(_) => false,
        scalar => !scalar.is_empty(),
    }
}

/// Whether there can be models in it.
#[inline]
fn has_inside(slot: &SlotRef<'_>) -> bool {
    match slot {
        SlotRef::Maybe(Some(inner)) => has_inside(&inner.slot_ref()),
        SlotRef::List(_) | SlotRef::Map(_) | SlotRef::Model(_) | SlotRef::Union(_) | SlotRef::AnyOf(_) => true,
        _ => false,
    }
}

/// Whether a member without a value is required, and neither told by a type nor among the unknown fields.
fn is_lacking(shape: &Shape, slots: &[&dyn Slot], index: usize, residue: &Residue, tag: Option<Own>) -> bool {
    let is_required = |name: &&str| shape.required.contains(name) && !residue.unknown().contains_key(*name);
    shape.wire.get(index).is_some_and(is_required) && matches!(told(shape, slots, index, residue, tag), Ok(Told::No))
}
