//! What a value holds that this crate does not know.

use super::kept::{Kept, Place};
use super::pointer::push_token;
use super::slot::{Dictionary, List, Record};
use super::{Content, Residue, Slot, SlotRef, alike};

/// The places in `value`, as JSON pointers, of everything that its types do not know: fields that the models lack,
/// texts that the enums lack, objects of no known type, and fields with JSON that their types have no place for. Such JSON is kept and written back; a program that wants to
/// notice that a server is ahead of this crate asks here.
///
/// Values of the types [`Value`](super::Value) and [`JsonObject`](super::JsonObject) are known whatever they hold.
///
/// ```
/// use harness_sdk_core::model;
///
/// harness_sdk_core::model! {
///     /// A workspace.
///     pub struct Workspace { "identifier" => pub identifier: String }
/// }
///
/// let workspaces: Vec<Workspace> = model::from_slice(br#"[{"identifier":"dev","added/later":7}]"#)?;
/// assert_eq!(model::unknown(&workspaces), ["/0/added~1later"]);
/// # Ok::<(), model::DecodeError>(())
/// ```
#[must_use]
pub fn unknown(value: &dyn Slot) -> Vec<String> {
    let mut found = Found::default();
    found.slot(value);
    found.pointers
}

#[derive(Default)]
struct Found {
    place: String,
    pointers: Vec<String>,
}

impl Found {
    fn slot(&mut self, slot: &dyn Slot) {
        match slot.slot_ref() {
            SlotRef::List(list) => self.list(list),
            SlotRef::Map(map) => self.map(map),
            SlotRef::Maybe(Some(inner)) => self.slot(inner),
            SlotRef::Model(model) => self.model(model),
            SlotRef::Enum(text) if !text.is_known() => self.here(),
            SlotRef::Union(union) => self.content(&union.content()),
            SlotRef::AnyOf(any) => self.content(&any.content()),
            _ => {}
        }
    }

    fn content(&mut self, content: &Content<'_>) {
        match content {
            Content::Known(_, child) => self.slot(*child),
            Content::Nothing(_) => {}
            Content::Unknown(value) if value.is_null() => {}
            Content::Unknown(_) => self.here(),
        }
    }

    fn list(&mut self, list: &dyn List) {
        for index in 0..list.len() {
            if let Some(item) = list.item(index) {
                self.below(&index.to_string(), |found| found.slot(item));
            }
        }
    }

    fn map(&mut self, map: &dyn Dictionary) {
        map.each(&mut |name, value| {
            self.below(name, |found| found.slot(value));
            true
        });
    }

    fn model(&mut self, model: &dyn Record) {
        let names = model.shape().wire;
        let residue = model.parts(&mut |slots, residue| {
            for kept in residue.kept().iter().filter(|kept| kept.holds_lost()) {
                self.kept(kept, residue, names, slots);
            }
            for (name, slot) in names.iter().zip(slots) {
                // An enum that was missing is the empty text, which no server sent.
                if !slot.slot_ref().is_empty() {
                    self.below(name, |found| found.slot(*slot));
                }
            }
        });
        for name in residue.unknown().keys() {
            self.below(name, Self::here);
        }
    }

    fn kept(&mut self, kept: &Kept, residue: &Residue, names: &[&str], slots: &[&dyn Slot]) {
        match kept.place {
            Place::Whole if alike::whole(residue, slots).is_some() => self.here(),
            Place::Field(index) => {
                if let (Some(name), Some(slot)) = (names.get(index), slots.get(index))
                    && alike::is_live(kept, slot.slot_ref())
                {
                    self.below(name, Self::here);
                }
            }
            Place::Whole | Place::Unknown(_) => {}
        }
    }

    fn below(&mut self, name: &str, look: impl FnOnce(&mut Self)) {
        let length = self.place.len();
        push_token(&mut self.place, name);
        look(self);
        self.place.truncate(length);
    }

    fn here(&mut self) {
        self.pointers.push(self.place.clone());
    }
}
