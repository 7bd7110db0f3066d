//! Writing back JSON that was kept, as far as the value that was read from it is still the same.

use super::alike::{agrees, entries, places};
use super::json::{Kind, Reader, quote};
use super::kept::Kept;
use super::slot::{Dictionary, List};
use super::trail::Fault;
use super::{Content, SlotRef};

/// Writes a value as it is.
pub(super) type Write = fn(SlotRef<'_>, &mut Vec<u8>) -> Result<(), Fault>;

/// Writes a value: what of it is as it was read from `kept`, as it came, and the rest `anew`.
pub(super) fn write_kept(slot: SlotRef<'_>, kept: &Kept, out: &mut Vec<u8>, anew: Write) -> Result<(), Fault> {
    Restored { kept, anew }.write(slot, &mut Reader::new(kept.text()), out)
}

struct Restored<'k> {
    kept: &'k Kept,
    anew: Write,
}

impl Restored<'_> {
    /// `raw` stands before what `slot` was read from, and may be left anywhere.
    fn write(&self, slot: SlotRef<'_>, raw: &mut Reader<'_>, out: &mut Vec<u8>) -> Result<(), Fault> {
        match (slot, raw.kind()?) {
            (SlotRef::Maybe(Some(slot)), _) if self.kept.is_lost(raw.offset()) => (self.anew)(slot.slot_ref(), out),
            (SlotRef::Maybe(Some(slot)), _) => self.write(slot.slot_ref(), raw, out),
            (SlotRef::List(list), Kind::List) => self.write_list(list, raw, out),
            (SlotRef::List(list), _) => match list.item(0) {
                Some(item) if list.len() == 1 => self.write(item.slot_ref(), raw, out),
                None if self.kept.is_lost(raw.offset()) => copy(raw, out),
                None if raw.kind()? == Kind::Null => copy(raw, out),
                _ => (self.anew)(SlotRef::List(list), out),
            },
            (SlotRef::Map(map), Kind::Object) => self.write_map(map, raw, out),
            (SlotRef::AnyOf(any), _) => match any.content() {
                Content::Known(_, child) if !matches!(child.slot_ref(), SlotRef::Model(_)) => {
                    self.write(child.slot_ref(), raw, out)
                }
                _ => self.write_leaf(SlotRef::AnyOf(any), raw, out),
            },
            (slot, _) => self.write_leaf(slot, raw, out),
        }
    }

    fn write_leaf(&self, slot: SlotRef<'_>, raw: &mut Reader<'_>, out: &mut Vec<u8>) -> Result<(), Fault> {
        let start = raw.mark();
        let keeps_itself = match &slot {
            SlotRef::Model(_) => true,
            SlotRef::Union(union) => union.content().unknown().is_none(),
            SlotRef::AnyOf(any) => any.content().unknown().is_none(),
            _ => false,
        };
        if keeps_itself || !agrees(self.kept, slot, raw) {
            return (self.anew)(slot, out);
        }
        raw.jump_to(start);
        copy(raw, out)
    }

    fn write_list(&self, list: &dyn List, raw: &mut Reader<'_>, out: &mut Vec<u8>) -> Result<(), Fault> {
        let came = places(raw)?;
        let same = self.alignment(list, raw, &came);
        out.push(b'[');
        for index in 0..list.len() {
            let Some(item) = list.item(index) else { break };
            if index > 0 {
                out.push(b',');
            }
            let written = match same(index) {
                Some(at) => self.write(item.slot_ref(), &mut raw.again(at), out),
                None => (self.anew)(item.slot_ref(), out),
            };
            written.map_err(|fault| fault.in_item(index))?;
        }
        out.push(b']');
        Ok(())
    }

    /// Which items are those that came: from the first and from the last on, as long as they agree.
    fn alignment<'c>(
        &self,
        list: &dyn List,
        raw: &Reader<'_>,
        came: &'c [usize],
    ) -> impl Fn(usize) -> Option<usize> + use<'c> {
        let (now, then) = (list.len(), came.len());
        let least = now.min(then);
        let agree = |index: usize, origin: usize| {
            let at = came.get(origin).copied().unwrap_or_default();
            list.item(index).is_some_and(|item| agrees(self.kept, item.slot_ref(), &mut raw.again(at)))
        };
        let head = if now == then { now } else { (0..least).take_while(|index| agree(*index, *index)).count() };
        let tail = (1..=least - head).take_while(|back| agree(now - back, then - back)).count();
        move |index| match index {
            index if index < head => came.get(index).copied(),
            index if index + tail >= now => came.get(index + then - now).copied(),
            _ => None,
        }
    }

    fn write_map(&self, map: &dyn Dictionary, raw: &mut Reader<'_>, out: &mut Vec<u8>) -> Result<(), Fault> {
        let came = entries(raw)?;
        out.push(b'{');
        let mut first = true;
        let mut done = Ok(());
        map.each(&mut |name, value| {
            if !std::mem::take(&mut first) {
                out.push(b',');
            }
            let written = match came.get(name) {
                Some((quoted, at)) => {
                    out.extend_from_slice(quoted.as_bytes());
                    out.push(b':');
                    self.write(value.slot_ref(), &mut raw.again(*at), out)
                }
                None => {
                    quote(name, out);
                    out.push(b':');
                    (self.anew)(value.slot_ref(), out)
                }
            };
            done = written.map_err(|fault| fault.in_field(name));
            done.is_ok()
        });
        out.push(b'}');
        done
    }
}

fn copy(raw: &mut Reader<'_>, out: &mut Vec<u8>) -> Result<(), Fault> {
    out.extend_from_slice(&raw.copy(&[])?.text);
    Ok(())
}
