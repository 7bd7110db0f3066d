//! Reading JSON into the places of a value.

use super::any_of::read_any_of;
use super::json::{Kind, Mark, Reader};
use super::residue::Origin;
use super::slot::{Dictionary, List};
use super::trail::Fault;
use super::union::{read_union, tell_absent};
use super::{Model, Residue, Shape, Slot, SpotMut};

/// Reads a value into an empty place.
pub(super) fn read(slot: &mut dyn Slot, reader: &mut Reader<'_>) -> Result<(), Fault> {
    read_beside(slot, reader, None)
}

/// Reads a value that has the tag of its type beside it, if it is a union.
fn read_beside(slot: &mut dyn Slot, reader: &mut Reader<'_>, tag: Option<&str>) -> Result<(), Fault> {
    match slot.spot_mut() {
        SpotMut::Unit => return reader.skip(),
        SpotMut::Value(value) => {
            *value = reader.value()?;
            return Ok(());
        }
        spot if reader.null()? => spot.clear(),
        SpotMut::Maybe(maybe) => return read_beside(maybe.grow(), reader, tag),
        SpotMut::Text(text) => *text = reader.string()?.into_owned(),
        SpotMut::Bool(flag) => *flag = reader.bool()?,
        SpotMut::Long(number) => *number = reader.long()?,
        SpotMut::Int(number) => *number = reader.int()?,
        SpotMut::Double(number) => *number = reader.double()?,
        SpotMut::Single(number) => *number = reader.single()?,
        SpotMut::Object(object) => *object = reader.any_object()?,
        SpotMut::Enum(text) => text.set(&reader.string()?),
        SpotMut::List(list) => return read_list(list, reader),
        SpotMut::Map(map) => return read_map(map, reader),
        SpotMut::Model(model) => return read_model(model, reader),
        SpotMut::Union(union) => return read_union(union, reader, tag),
        SpotMut::AnyOf(any) => return read_any_of(any, reader),
    }
    Ok(())
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
    let mut done = Ok(());
    model.parts_mut(&mut |slots, residue| {
        *residue = Residue::of_missing(slots.len());
        done = Fields { shape, slots, residue, late: Vec::new() }.read(reader);
    });
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
                let value = reader.value().map_err(|fault| fault.in_field(&name))?;
                reader.strays += 1;
                self.residue.unknown_mut().insert(name.into_owned(), value);
                return Ok(());
            };
            next = index + 1;
            self.read_field(index, reader).map_err(|fault| fault.in_field(&name))
        })?;
        let end = reader.mark();
        for (index, place) in std::mem::take(&mut self.late) {
            reader.go_to(place);
            self.read_tagged(index, reader).map_err(|fault| fault.in_field(self.shape.wire[index]))?;
        }
        reader.go_to(end);
        self.tell_absent();
        Ok(())
    }

    /// Tells the unions that did not stand there by the tags beside them.
    fn tell_absent(&mut self) {
        for (union, tag) in self.shape.tagged {
            let (Some(union), Some(tag)) = (self.shape.index(union, 0), self.shape.index(tag, 0)) else { continue };
            if matches!(self.residue.origin(union), Origin::Missing | Origin::Null)
                && let Ok([slot, beside]) = self.slots.get_disjoint_mut([union, tag])
                && let Some(text) = beside.spot().text()
            {
                tell_absent(&mut **slot, text);
            }
        }
    }

    fn read_field(&mut self, index: usize, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let Some(slot) = self.slots.get_mut(index) else { return reader.skip() };
        if self.residue.origin(index) != Origin::Missing {
            slot.spot_mut().clear();
            self.late.retain(|(late, _)| *late != index);
        }
        let null = reader.kind()? == Kind::Null;
        self.residue.set_origin(index, if null { Origin::Null } else { Origin::Present });
        if self.shape.tagged.is_empty() {
            return read(&mut **slot, reader);
        }
        self.read_tagged_or_later(index, reader)
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
        if let Some(tag) = self.shape.tag_of(index)
            && let Ok([slot, beside]) = self.slots.get_disjoint_mut([index, tag])
        {
            return read_beside(&mut **slot, reader, beside.spot().text());
        }
        match self.slots.get_mut(index) {
            Some(slot) => read(&mut **slot, reader),
            None => reader.skip(),
        }
    }
}
