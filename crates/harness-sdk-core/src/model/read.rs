//! Reading JSON into the places of a value.

use super::any_of::read_any_of;
use super::found::Fate;
use super::json::{Kind, Mark, Reader};
use super::kept::{Kept, Place};
use super::residue::Origin;
use super::slot::{Chosen, Dictionary, List, Record, Union};
use super::trail::Fault;
use super::{Residue, Shape, Slot, SlotMut, odd};

/// Reads a value into an empty place.
pub(super) fn read(slot: &mut dyn Slot, reader: &mut Reader<'_>) -> Result<(), Fault> {
    let kind = reader.kind()?;
    read_beside(slot, kind, reader, None)
}

/// Reads a value of that type, which has the tag of its own type beside it, if it is a union.
fn read_beside(slot: &mut dyn Slot, kind: Kind, reader: &mut Reader<'_>, tag: Option<&str>) -> Result<(), Fault> {
    let odd = match (slot.slot_mut(), kind) {
        (SlotMut::Unit, _) => return reader.skip(),
        (SlotMut::Value(value), _) => {
            *value = reader.value()?;
            return Ok(());
        }
        (slot, Kind::Null) => return odd::null(slot, reader),
        (SlotMut::Maybe(maybe), _) => {
            let start = reader.offset();
            read_beside(maybe.grow(), kind, reader, tag)?;
            if reader.lost_at == start {
                maybe.clear();
                reader.unkept = true;
            }
            return Ok(());
        }
        (SlotMut::Text(text), Kind::Text) => {
            *text = reader.string()?.into_owned();
            return Ok(());
        }
        (SlotMut::Enum(text), Kind::Text) => {
            text.set(&reader.string()?);
            return Ok(());
        }
        (SlotMut::Bool(flag), Kind::Bool) => {
            *flag = reader.bool()?;
            return Ok(());
        }
        (SlotMut::Long(number), Kind::Number) => match reader.long()? {
            Some(long) => {
                *number = long;
                return Ok(());
            }
            None => SlotMut::Long(number),
        },
        (SlotMut::Int(number), Kind::Number) => match reader.int()? {
            Some(int) => {
                *number = int;
                return Ok(());
            }
            None => SlotMut::Int(number),
        },
        (SlotMut::Double(number), Kind::Number) => match reader.double()? {
            Some(double) => {
                *number = double;
                return Ok(());
            }
            None => SlotMut::Double(number),
        },
        (SlotMut::Single(number), Kind::Number) => match reader.single()? {
            Some(single) => {
                *number = single;
                return Ok(());
            }
            None => SlotMut::Single(number),
        },
        (SlotMut::Object(object), Kind::Object) => {
            *object = reader.any_object()?;
            return Ok(());
        }
        (SlotMut::List(list), Kind::List) => return read_list(list, reader),
        (SlotMut::List(list), _) => return read_single(list, kind, reader),
        (SlotMut::Map(map), Kind::Object) => return read_map(map, reader),
        (SlotMut::Model(model), Kind::Object) => return read_model(model, reader),
        (SlotMut::Union(union), _) => {
            if !reader.within_union(|reader| read_union(union, reader, tag))? {
                union.set_unknown(reader.value()?);
            }
            return Ok(());
        }
        (SlotMut::AnyOf(any), _) => {
            if !reader.within_union(|reader| read_any_of(any, reader, read))? {
                any.set_unknown(reader.value()?);
            }
            return Ok(());
        }
        (slot, _) => slot,
    };
    odd::misfit(odd, kind, reader)
}

fn read_list(list: &mut dyn List, reader: &mut Reader<'_>) -> Result<(), Fault> {
    list.clear();
    reader.list(|reader, _| read(list.grow(), reader))
}

/// Reads a value as a list of one, if it can be an item.
fn read_single(list: &mut dyn List, kind: Kind, reader: &mut Reader<'_>) -> Result<(), Fault> {
    let start = reader.mark();
    let at = reader.offset();
    list.clear();
    reader.misfit(at, Kind::List.name(), kind.name(), Fate::Converted);
    let below = reader.mark();
    read(list.grow(), reader)?;
    let is_item = reader.misfits_since(below).iter().all(|one| one.at != at || one.fate.is_typed());
    if !is_item {
        list.clear();
        reader.undo_to(start);
        reader.skip()?;
        reader.misfit(at, Kind::List.name(), kind.name(), Fate::Lost);
    }
    reader.unkept = true;
    Ok(())
}

fn read_map(map: &mut dyn Dictionary, reader: &mut Reader<'_>) -> Result<(), Fault> {
    map.clear();
    reader.object(|reader, name| {
        let value = map.grow(name.clone().into_owned());
        read(value, reader).map_err(|fault| fault.in_field(&name))
    })
}

/// Reads a union: as the type that its own tag tells, else as the one that the tag beside it tells, else as any JSON.
///
/// A union that only a tag beside it tells is never asked for one of its own: its types may have a field of that name that
/// means something else.
fn read_union(union: &mut dyn Union, reader: &mut Reader<'_>, beside: Option<&str>) -> Result<(), Fault> {
    let kind = reader.kind()?;
    let start = reader.mark();
    if kind == Kind::Object {
        let own = union.tag().and_then(|tag| reader.text_within(tag));
        for tag in own.as_deref().into_iter().chain(beside) {
            match union.choose(tag) {
                Chosen::Child(child) => {
                    read(child, reader)?;
                    if reader.lost_at != start.offset() {
                        return Ok(());
                    }
                    if !reader.undo_to(start) {
                        break;
                    }
                }
                Chosen::Nothing => return read_nothing(union, reader),
                Chosen::Unknown => {}
            }
        }
    } else {
        reader.misfit(start.offset(), Kind::Object.name(), kind.name(), Fate::Open);
    }
    union.set_unknown(reader.value()?);
    Ok(())
}

/// Reads what stands beside a tag that wants nothing: an empty object adds nothing, anything else is kept as JSON.
fn read_nothing(union: &mut dyn Union, reader: &mut Reader<'_>) -> Result<(), Fault> {
    let value = reader.value()?;
    if value.as_object().is_none_or(|object| !object.is_empty()) {
        union.set_unknown(value);
    }
    Ok(())
}

/// Tells a union that does not stand in the JSON by the tag beside it, if beside that tag nothing is to stand.
fn tell_absent(slot: &mut dyn Slot, tag: &str) {
    if !wants_nothing(slot, tag) {
        slot.slot_mut().clear();
    }
}

fn wants_nothing(slot: &mut dyn Slot, tag: &str) -> bool {
    match slot.slot_mut() {
        SlotMut::Maybe(maybe) => wants_nothing(maybe.grow(), tag),
        SlotMut::Union(union) => matches!(union.choose(tag), Chosen::Nothing),
        _ => false,
    }
}

fn read_model(model: &mut dyn Record, reader: &mut Reader<'_>) -> Result<(), Fault> {
    let shape = model.shape();
    // What lies around the model is not its to keep.
    let around = std::mem::take(&mut reader.unkept);
    let mut done = Ok(());
    model.parts_mut(&mut |slots, residue| {
        *residue = Residue::of_missing(slots.len());
        done = Fields { shape, slots, residue, late: Vec::new() }.read(reader);
    });
    reader.unkept = around;
    done
}

/// The fields of one model while they are read.
struct Fields<'m, 's> {
    shape: &'static Shape,
    slots: &'m mut [&'s mut dyn Slot],
    residue: &'m mut Residue,
    /// Unions that came before the tag beside them.
    late: Vec<(usize, Mark)>,
}

impl Fields<'_, '_> {
    fn read(mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        reader.open_object()?;
        let order = reader.order_of(self.shape);
        let mut first = true;
        // One more than the place of the field before.
        let mut after = 0;
        while reader.next_field(first)? {
            first = false;
            let due = order.map_or(after, |order| reader.orders.next(order, after));
            let index = match self.shape.wire.get(due) {
                Some(name) if reader.takes_name(name) => due,
                _ => {
                    let name = reader.name()?;
                    let Some(index) = self.shape.index(&name, after) else {
                        self.read_unknown(&name, reader).map_err(|fault| fault.in_field(&name))?;
                        continue;
                    };
                    if let Some(order) = order.filter(|_| index != due) {
                        reader.orders.set(order, after, index);
                    }
                    index
                }
            };
            after = index + 1;
            self.read_field(index, reader).map_err(|fault| fault.in_field(self.shape.wire[index]))?;
        }
        let end = reader.mark();
        for (index, place) in std::mem::take(&mut self.late) {
            reader.jump_to(place);
            self.read_tagged(index, reader).map_err(|fault| fault.in_field(self.shape.wire[index]))?;
        }
        reader.jump_to(end);
        self.tell_absent();
        Ok(())
    }

    fn read_unknown(&mut self, name: &str, reader: &mut Reader<'_>) -> Result<(), Fault> {
        reader.kind()?;
        let start = reader.offset();
        let value = reader.value()?;
        reader.strays += 1;
        if self.residue.unknown_mut().insert(name.to_owned(), value).is_some() {
            self.residue.forget(&Place::Unknown(name.to_owned()));
        }
        if reader.unkept {
            self.residue.keep(Kept::read(Place::Unknown(name.to_owned()), start, reader)?);
        }
        Ok(())
    }

    /// Tells the unions that did not stand there by the tags beside them.
    fn tell_absent(&mut self) {
        for (union, tag) in self.shape.tagged {
            let (Some(union), Some(tag)) = (self.shape.index(union, 0), self.shape.index(tag, 0)) else { continue };
            if matches!(self.residue.origin(union), Origin::Missing | Origin::Null)
                && let Ok([slot, beside]) = self.slots.get_disjoint_mut([union, tag])
                && let Some(text) = beside.slot_ref().text()
            {
                tell_absent(&mut **slot, text);
            }
        }
    }

    fn read_field(&mut self, index: usize, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let Some(slot) = self.slots.get_mut(index) else { return reader.skip() };
        if self.residue.origin(index) != Origin::Missing {
            slot.slot_mut().clear();
            self.residue.forget(&Place::Field(index));
            self.late.retain(|(late, _)| *late != index);
        }
        let kind = reader.kind()?;
        if kind == Kind::Null {
            slot.slot_mut().clear();
            self.residue.set_origin(index, Origin::Null);
            return reader.null().map(|_| ());
        }
        self.residue.set_origin(index, Origin::Present);
        if !self.shape.tagged.is_empty() {
            return self.read_tagged_or_later(index, reader);
        }
        let start = reader.offset();
        read_beside(&mut **slot, kind, reader, None)?;
        self.keep(index, start, reader)
    }

    fn read_tagged_or_later(&mut self, index: usize, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let tag = self.shape.tag_of(index);
        if tag.is_some_and(|tag| self.residue.origin(tag) == Origin::Missing) {
            self.late.push((index, reader.mark()));
            return reader.skip();
        }
        self.read_tagged(index, reader)
    }

    fn read_tagged(&mut self, index: usize, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let kind = reader.kind()?;
        let start = reader.offset();
        if let Some(tag) = self.shape.tag_of(index)
            && let Ok([slot, beside]) = self.slots.get_disjoint_mut([index, tag])
        {
            read_beside(&mut **slot, kind, reader, beside.slot_ref().text())?;
        } else {
            match self.slots.get_mut(index) {
                Some(slot) => read_beside(&mut **slot, kind, reader, None)?,
                None => reader.skip()?,
            }
        }
        self.keep(index, start, reader)
    }

    /// Keeps the JSON of a field that would not be written back as it came.
    #[inline]
    fn keep(&mut self, index: usize, start: usize, reader: &mut Reader<'_>) -> Result<(), Fault> {
        if reader.unkept {
            self.residue.keep(Kept::read(Place::Field(index), start, reader)?);
        }
        Ok(())
    }
}
