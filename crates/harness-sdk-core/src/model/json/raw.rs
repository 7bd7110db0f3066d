//! JSON copied as it stands.

use super::{Kind, Reader};
use crate::model::trail::Fault;

/// The copy of a value: without white space, and else letter for letter.
#[derive(Debug, Default)]
pub(in crate::model) struct Copy {
    pub(in crate::model) text: Vec<u8>,
    /// Where in the copy the values start that were asked for.
    pub(in crate::model) places: Vec<usize>,
}

impl<'a> Reader<'a> {
    /// Copies a value. `asked` are places in the document whose places in the copy are told.
    pub(in crate::model) fn copy(&mut self, asked: &[usize]) -> Result<Copy, Fault> {
        let mut copy = Copy::default();
        self.copy_value(asked, &mut copy)?;
        Ok(copy)
    }

    fn copy_value(&mut self, asked: &[usize], copy: &mut Copy) -> Result<(), Fault> {
        let kind = self.kind()?;
        if asked.binary_search(&self.at).is_ok() {
            copy.places.push(copy.text.len());
        }
        match kind {
            Kind::Text => copy.text.extend_from_slice(self.quoted()?.as_bytes()),
            Kind::Number => copy_number(self.number()?.text(), copy),
            Kind::Null | Kind::Bool => {
                let start = self.at;
                self.skip()?;
                copy.text.extend_from_slice(&self.text.as_bytes()[start..self.at]);
            }
            Kind::List => {
                copy.text.push(b'[');
                self.list(|reader, index| {
                    copy.comma(index == 0);
                    reader.copy_value(asked, copy)
                })?;
                copy.text.push(b']');
            }
            Kind::Object => self.copy_object(asked, copy)?,
        }
        Ok(())
    }

    fn copy_object(&mut self, asked: &[usize], copy: &mut Copy) -> Result<(), Fault> {
        copy.text.push(b'{');
        let mut first = true;
        self.named(|reader, name| {
            copy.comma(std::mem::take(&mut first));
            copy.text.extend_from_slice(name.as_bytes());
            copy.text.push(b':');
            reader.copy_value(asked, copy)
        })?;
        copy.text.push(b'}');
        Ok(())
    }

    /// Reads the name of a field that stands alone, and its colon.
    pub(in crate::model) fn field_name(&mut self) -> Result<(), Fault> {
        self.string()?;
        if self.peek() != Some(b':') {
            return Err(self.fault("expected a colon after the field name"));
        }
        self.at += 1;
        Ok(())
    }

    /// A reader of the same document that stands at `at`.
    pub(in crate::model) fn again(&self, at: usize) -> Self {
        let mut reader = Self::new(self.text);
        reader.at = at;
        reader
    }

    /// The name, in quotes, of the field whose value starts at `start`; `name` is what was read of it.
    pub(in crate::model) fn name_before(&self, start: usize, name: &str) -> String {
        // A name that was read as it stands can be written anew; of another one there is a misfit.
        let odd = self.misfits.iter().rev().map(|one| one.at).find(|at| *at < start);
        let as_is = odd.and_then(|at| {
            let mut reader = self.again(at);
            let quoted = reader.again(at).quoted().ok()?;
            reader.field_name().ok()?;
            reader.peek();
            (reader.at == start).then_some(quoted)
        });
        as_is.map_or_else(
            || {
                let mut text = Vec::new();
                super::quote(name, &mut text);
                String::from_utf8_lossy(&text).into_owned()
            },
            str::to_owned,
        )
    }

    /// Reads an object, handing each name over as it stands, quotes and escapes included.
    pub(in crate::model) fn named(
        &mut self,
        mut entry: impl FnMut(&mut Self, &str) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let text = self.text;
        let mut at = self.at;
        self.object(|reader, _| {
            // From the brace or comma on, white space and the name; then, up to here, white space and the colon.
            let name = text[at..reader.at].trim_start_matches(['{', ',', ' ', '\n', '\t', '\r']);
            entry(reader, name.trim_end_matches([':', ' ', '\n', '\t', '\r']))?;
            reader.peek();
            at = reader.at;
            Ok(())
        })
    }
}

impl Copy {
    fn comma(&mut self, first: bool) {
        if !first {
            self.text.push(b',');
        }
    }
}

/// What JSON has no number for is written as text, as the servers do that quote it.
fn copy_number(number: &str, copy: &mut Copy) {
    if number.ends_with(['N', 'y']) {
        copy.text.push(b'"');
        copy.text.extend_from_slice(number.as_bytes());
        copy.text.push(b'"');
    } else {
        copy.text.extend_from_slice(number.as_bytes());
    }
}
