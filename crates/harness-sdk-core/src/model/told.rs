//! What the type of a union says of the field that holds its tag.

use super::residue::{Origin, Residue};
use super::trail::Fault;
use super::{Content, Shape, Slot, SlotRef, Tags};

/// The name of a tag inside a child, and what stands there by the child's type.
pub(super) type Own = (&'static str, Tags);

/// How a field is written, if types decide that.
pub(super) enum Told {
    /// As this tag.
    Tag(&'static str),
    /// As what stands where beside its tag nothing is to stand: not at all, or as the `null` that it came as.
    Nothing,
    /// Types say nothing.
    No,
}

/// What types say of the field at `index`; `own` is the tag of the model itself, if it is a child of a union. A tag that was
/// given empty or as `null` on purpose stays that.
///
/// # Errors
/// A tag that was set and that contradicts the type beside or around it, and one that must be set because the type leaves it
/// open.
pub(super) fn told(
    shape: &Shape,
    slots: &[&dyn Slot],
    index: usize,
    residue: &Residue,
    own: Option<Own>,
) -> Result<Told, Fault> {
    let (Some(name), Some(slot)) = (shape.wire.get(index), slots.get(index)) else { return Ok(Told::No) };
    let (slot, origin, is_new) = (slot.slot_ref(), residue.origin(index), !residue.was_read());
    let is_emptied = is_new && origin != Origin::Fresh && slot.is_empty();
    let text = if slot.is_empty() { Some("") } else { slot.text() };
    if let Some((tag, tags)) = own
        && tag == *name
        && is_new
        && !is_emptied
    {
        return settle(text, tags, "its type");
    }
    for (union, tag) in shape.tagged {
        let Some(content) =
            shape.index(union, 0).and_then(|index| slots.get(index)).and_then(|slot| told_by(slot.slot_ref()))
        else {
            continue;
        };
        if union == name && matches!(content.tags.all, [_]) && content.is_nothing && origin != Origin::Present {
            return Ok(Told::Nothing);
        }
        if tag == name && (content.only_beside || is_new) && !is_emptied {
            return settle(text, content.tags, &format!("`{union}`"));
        }
    }
    Ok(Told::No)
}

/// What a union in a field tells.
struct Telling {
    tags: Tags,
    is_nothing: bool,
    only_beside: bool,
}

/// Whether a union in a field says that nothing stands beside its tag.
pub(super) fn is_nothing(slot: SlotRef<'_>) -> bool {
    match slot {
        SlotRef::Maybe(Some(slot)) => is_nothing(slot.slot_ref()),
        SlotRef::Union(union) => matches!(union.content(), Content::Nothing(_)),
        _ => false,
    }
}

fn told_by(slot: SlotRef<'_>) -> Option<Telling> {
    match slot {
        SlotRef::Maybe(Some(slot)) => told_by_slot(slot),
        SlotRef::Union(union) => {
            let only_beside = union.tag().is_none();
            match union.content() {
                Content::Known(tags, _) => Some(Telling { tags, is_nothing: false, only_beside }),
                Content::Nothing(tags) => Some(Telling { tags, is_nothing: true, only_beside }),
                Content::Unknown(_) => None,
            }
        }
        _ => None,
    }
}

fn told_by_slot(slot: &dyn Slot) -> Option<Telling> {
    told_by(slot.slot_ref())
}

/// The tag where `text` stands and the type knows `tags`.
fn settle(text: Option<&str>, tags: Tags, by: &str) -> Result<Told, Fault> {
    let quoted = || tags.all.iter().map(|tag| format!("`{tag}`")).collect::<Vec<_>>().join(" or ");
    match (text, tags.sent) {
        (Some(""), Some(sent)) => Ok(Told::Tag(sent)),
        (Some(""), None) => Err(Fault::new(0, format!("{by} leaves open whether this is {}: set it", quoted()))),
        (Some(text), _) if !tags.all.contains(&text) => {
            Err(Fault::new(0, format!("`{text}` contradicts {by}, which says {}: set only one of them", quoted())))
        }
        _ => Ok(Told::No),
    }
}
