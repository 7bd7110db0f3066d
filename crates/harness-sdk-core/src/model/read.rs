//! Reading JSON into the places of a value.

use super::any_of::read_any_of;
use super::json::{Kind, Mark, Reader};
use super::kept::{Kept, Place};
use super::residue::Origin;
use super::slot::{Dictionary, List};
use super::trail::Fault;
use super::union::{read_union, tell_absent};
use super::{Model, Residue, Shape, Slot, SlotMut, odd};

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
        (SlotMut::Map(map), Kind::Object) => return read_map(map, reader),
        (SlotMut::Model(model), Kind::Object) => return read_model(model, reader),
        (SlotMut::Union(union), _) => return read_union(union, reader, tag),
        (SlotMut::AnyOf(any), _) => return read_any_of(any, reader),
        (slot, _) => slot,
    };
    odd::misfit(odd, kind, reader)
}

fn read_list(list: &mut dyn List, reader: &mut Reader<'_>) -> Result<(), Fault> {
    list.clear();
    reader.list(|reader, _| read(list.grow(), reader))
}

fn read_map(map: &mut dyn Dictionary, reader: &mut Reader<'_>) -> Result<(), Fault> {
    map.clear();
    reader.object(|reader, name| {
        let value = map.grow(name.clone().into_owned());
        read(value, reader).map_err(|fault| fault.in_field(&name))
    })
}

fn read_model(model: &mut dyn Model, reader: &mut Reader<'_>) -> Result<(), Fault> {
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
        let mut next = 0;
        reader.object(|reader, name| {
            let Some(index) = self.shape.index(&name, next) else {
                return self.read_unknown(&name, reader).map_err(|fault| fault.in_field(&name));
            };
            next = index + 1;
            self.read_field(index, reader).map_err(|fault| fault.in_field(&name))
        })?;
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
