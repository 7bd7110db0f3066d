//! `PartialEq` of generated models.

use super::kept::Place;
use super::slot::{Dictionary, List, Record};
use super::{Content, Residue, Slot, SlotRef, alike};

/// Whether two models of one type have equal fields and equal unknown fields, however empty ones stood in the JSON, and keep equal
/// JSON beside the fields that have no place for it.
#[must_use]
pub fn equal_models(one: &dyn Record, other: &dyn Record) -> bool {
    let mut equal = false;
    one.parts(&mut |ours, our_residue| {
        other.parts(&mut |theirs, their_residue| {
            equal = our_residue.unknown() == their_residue.unknown()
                && ours.len() == theirs.len()
                && ours.iter().zip(theirs).all(|(one, other)| equal_spots(one.slot_ref(), other.slot_ref()))
                && (our_residue.kept().is_empty() && their_residue.kept().is_empty()
                    || held(ours, our_residue) == held(theirs, their_residue));
        });
    });
    equal
}

/// The JSON that the fields have no place for, and that is still kept beside them.
fn held<'r>(slots: &[&dyn Slot], residue: &'r Residue) -> Vec<(Option<usize>, &'r str)> {
    let live = residue.kept().iter().filter(|kept| kept.holds_lost()).filter_map(|kept| match kept.place {
        Place::Whole => alike::whole(residue, slots).map(|kept| (None, kept.text())),
        Place::Field(index) => alike::is_live(kept, slots.get(index)?.slot_ref()).then_some((Some(index), kept.text())),
        Place::Unknown(_) => None,
    });
    let mut live: Vec<_> = live.collect();
    live.sort_unstable();
    live
}

fn equal_spots(one: SlotRef<'_>, other: SlotRef<'_>) -> bool {
    match (one, other) {
        (SlotRef::Unit, SlotRef::Unit) | (SlotRef::Maybe(None), SlotRef::Maybe(None)) => true,
        (SlotRef::Text(one), SlotRef::Text(other)) => one == other,
        (SlotRef::Bool(one), SlotRef::Bool(other)) => one == other,
        (SlotRef::Integer(one), SlotRef::Integer(other)) => one == other,
        (SlotRef::Double(one), SlotRef::Double(other)) => one == other,
        (SlotRef::Single(one), SlotRef::Single(other)) => one == other,
        (SlotRef::Value(one), SlotRef::Value(other)) => one == other,
        (SlotRef::Object(one), SlotRef::Object(other)) => one == other,
        (SlotRef::List(one), SlotRef::List(other)) => equal_lists(one, other),
        (SlotRef::Map(one), SlotRef::Map(other)) => equal_maps(one, other),
        (SlotRef::Maybe(Some(one)), SlotRef::Maybe(Some(other))) => equal_spots(one.slot_ref(), other.slot_ref()),
        // Alternatives without a tag may hold models of two types.
        (SlotRef::Model(one), SlotRef::Model(other)) => one.shape() == other.shape() && equal_models(one, other),
        (SlotRef::Enum(one), SlotRef::Enum(other)) => one.text() == other.text(),
        (SlotRef::Union(one), SlotRef::Union(other)) => equal_contents(&one.content(), &other.content()),
        (SlotRef::AnyOf(one), SlotRef::AnyOf(other)) => equal_contents(&one.content(), &other.content()),
        _ => false,
    }
}

fn equal_lists(one: &dyn List, other: &dyn List) -> bool {
    one.len() == other.len()
        && (0..one.len()).all(|index| match (one.item(index), other.item(index)) {
            (Some(one), Some(other)) => equal_spots(one.slot_ref(), other.slot_ref()),
            _ => false,
        })
}

fn equal_maps(one: &dyn Dictionary, other: &dyn Dictionary) -> bool {
    let mut equal = one.len() == other.len();
    if equal {
        one.each(&mut |name, value| {
            equal = other.value(name).is_some_and(|other| equal_spots(value.slot_ref(), other.slot_ref()));
            equal
        });
    }
    equal
}

fn equal_contents(one: &Content<'_>, other: &Content<'_>) -> bool {
    match (one, other) {
        (Content::Known(tag, one), Content::Known(other_tag, other)) => {
            tag == other_tag && equal_spots(one.slot_ref(), other.slot_ref())
        }
        (Content::Nothing(one), Content::Nothing(other)) => one == other,
        (Content::Unknown(one), Content::Unknown(other)) => one == other,
        _ => false,
    }
}
