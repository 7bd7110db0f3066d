//! The structure of JSON: objects, lists, words, and the way over values that nobody wants.

use std::borrow::Cow;

use crate::model::Shape;
use crate::model::found::{Fate, Found};
use crate::model::orders::{Known, Orders};
use crate::model::trail::Fault;

/// How deep lists and objects may lie in one another, as in `serde_json`: deeper input is refused, not followed until the
/// stack ends.
const DEEPEST: u8 = 127;

/// How many unions may begin at one place, each the child of the one around it: one that is its own child would never end.
const MOST_UNIONS: u8 = 16;

/// The type of a JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum Kind {
    Null,
    Bool,
    Number,
    Text,
    List,
    Object,
}

impl Kind {
    /// The type as an error names it.
    pub(in crate::model) fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool => "a boolean",
            Self::Number => "a number",
            Self::Text => "a string",
            Self::List => "a list",
            Self::Object => "an object",
        }
    }
}

/// A place to come back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) struct Mark {
    at: usize,
    depth: u8,
    strays: usize,
    misfits: usize,
    unkept: bool,
}

impl Mark {
    /// How many bytes lie before the place.
    pub(in crate::model) fn offset(self) -> usize {
        self.at
    }
}

/// A place to go on from.
#[derive(Debug)]
pub(in crate::model) struct Checkpoint {
    mark: Mark,
    misfits: Vec<Found>,
}

/// A position in JSON text.
#[derive(Debug)]
pub(in crate::model) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    depth: u8,
    /// How many unknown fields were met so far.
    pub(in crate::model) strays: usize,
    /// The values so far that are not of the type asked for.
    pub(in crate::model) misfits: Vec<Found>,
    /// Whether a value was read that is not written back as it came unless its JSON is kept.
    pub(in crate::model) unkept: bool,
    /// Where the last value starts that its place cannot hold.
    pub(in crate::model) lost_at: usize,
    /// How many more bytes may be read again.
    patience: usize,
    /// Whether this place is inside of a list.
    in_list: bool,
    /// Where the innermost union begins, and how many begin there.
    unions: (usize, u8),
    /// The orders in which fields came.
    pub(in crate::model) orders: Orders,
}

impl<'a> Reader<'a> {
    /// Stands at the start of `text`.
    pub(in crate::model) fn new(text: &'a str) -> Self {
        let patience = text.len().saturating_mul(16).saturating_add(4096);
        // RFC 8259, section 8.1: a parser may ignore a byte order mark.
        let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Self {
            text,
            at,
            depth: 0,
            strays: 0,
            misfits: Vec::new(),
            unkept: false,
            lost_at: usize::MAX,
            patience,
            in_list: false,
            unions: (usize::MAX, 0),
            orders: Orders::default(),
        }
    }

    /// This place, to come back to.
    pub(in crate::model) fn mark(&self) -> Mark {
        Mark { at: self.at, depth: self.depth, strays: self.strays, misfits: self.misfits.len(), unkept: self.unkept }
    }

    /// Goes back to a place as if nothing had been read from there on. Says `false` if so much was read again already
    /// that alternatives should no longer be tried: nested ones could take time without end.
    pub(in crate::model) fn undo_to(&mut self, mark: Mark) -> bool {
        // One at least between unions in each other, whose alternatives may have read nothing.
        let again = self.at.saturating_sub(mark.at).max(usize::from(self.unions.1 > 1));
        let patient = self.patience >= again;
        self.patience = self.patience.saturating_sub(again);
        self.jump_to(mark);
        self.strays = mark.strays;
        self.misfits.truncate(mark.misfits);
        self.unkept = mark.unkept;
        self.lost_at = usize::MAX;
        patient
    }

    /// Where reading stands, with the misfits since `start`, to go on from there when other things were tried.
    pub(in crate::model) fn checkpoint(&self, start: Mark) -> Checkpoint {
        Checkpoint { mark: self.mark(), misfits: self.misfits_since(start).to_vec() }
    }

    /// Goes on from where reading stood, after what came before `start`.
    pub(in crate::model) fn go_on_from(&mut self, start: Mark, checkpoint: Checkpoint) {
        self.jump_to(checkpoint.mark);
        self.strays = checkpoint.mark.strays;
        self.misfits.truncate(start.misfits);
        self.misfits.extend(checkpoint.misfits);
        self.unkept = checkpoint.mark.unkept;
        self.lost_at = usize::MAX;
    }

    /// Goes to a place. What was met on the way still counts.
    pub(in crate::model) fn jump_to(&mut self, mark: Mark) {
        self.at = mark.at;
        self.depth = mark.depth;
    }

    /// Whether no unknown field was met since.
    pub(in crate::model) fn fits_since(&self, mark: Mark) -> bool {
        self.strays == mark.strays
    }

    /// The misfits that were met since.
    pub(in crate::model) fn misfits_since(&self, mark: Mark) -> &[Found] {
        self.misfits.get(mark.misfits..).unwrap_or_default()
    }

    /// Remembers that the value that starts at `at` is not of the type asked for.
    #[cold]
    pub(in crate::model) fn misfit(&mut self, at: usize, expected: &'static str, found: &'static str, fate: Fate) {
        self.misfits.push(Found { at, expected, found, fate });
        match fate {
            Fate::Mended | Fate::Converted => self.unkept = true,
            Fate::Lost => self.lost_at = at,
            Fate::Open => {}
        }
    }

    /// The order of a shape's fields, where it may come again: inside of a list.
    #[inline]
    pub(in crate::model) fn order_of(&mut self, shape: &'static Shape) -> Option<Known> {
        self.in_list.then(|| self.orders.of(shape))
    }

    /// Reads a union by `read`, unless too many begin here; says whether it did.
    pub(in crate::model) fn within_union(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<(), Fault>,
    ) -> Result<bool, Fault> {
        let around = self.unions;
        let count = if around.0 == self.at { around.1 + 1 } else { 1 };
        if count > MOST_UNIONS {
            return Ok(false);
        }
        self.unions = (self.at, count);
        let done = read(self);
        self.unions = around;
        done.map(|()| true)
    }

    /// How many bytes lie before this place.
    pub(in crate::model) fn offset(&self) -> usize {
        self.at
    }

    /// A failure at this place.
    #[cold]
    pub(in crate::model) fn fault(&self, message: impl Into<String>) -> Fault {
        Fault::new(self.at, message)
    }

    /// A failure at this place: another type of value was due.
    #[cold]
    pub(in crate::model) fn mismatch(&mut self, expected: &str) -> Fault {
        match self.kind() {
            Ok(found) => self.fault(format!("expected {expected}, found {}", found.name())),
            Err(fault) => fault,
        }
    }

    /// The next byte that is not white space, which it stays before.
    #[inline]
    pub(super) fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            match byte {
                b' ' | b'\n' | b'\t' | b'\r' => self.at += 1,
                other => return Some(*other),
            }
        }
        None
    }

    /// The type of the next value, which it stays before.
    #[inline]
    pub(in crate::model) fn kind(&mut self) -> Result<Kind, Fault> {
        match self.peek() {
            Some(b'"') => Ok(Kind::Text),
            Some(b'{') => Ok(Kind::Object),
            Some(b'[') => Ok(Kind::List),
            // `NaN` and `Infinity` are no JSON, and yet what some servers write for such numbers.
            Some(b'-' | b'0'..=b'9' | b'N' | b'I') => Ok(Kind::Number),
            Some(b't' | b'f') => Ok(Kind::Bool),
            Some(b'n') => Ok(Kind::Null),
            Some(_) => Err(self.fault("expected a JSON value")),
            None => Err(self.fault("the document ends where a value was due")),
        }
    }

    /// Reads `null`, if that is next.
    #[inline]
    pub(in crate::model) fn null(&mut self) -> Result<bool, Fault> {
        if self.peek() != Some(b'n') {
            return Ok(false);
        }
        self.word("null")?;
        Ok(true)
    }

    /// Reads `true` or `false`.
    pub(in crate::model) fn bool(&mut self) -> Result<bool, Fault> {
        match self.peek() {
            Some(b't') => self.word("true").map(|()| true),
            Some(b'f') => self.word("false").map(|()| false),
            _ => Err(self.mismatch("a boolean")),
        }
    }

    pub(super) fn word(&mut self, word: &str) -> Result<(), Fault> {
        if !self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            return Err(self.fault("expected a JSON value"));
        }
        self.at += word.len();
        Ok(())
    }

    /// Reads an object, handing the reader to `entry` before each value.
    pub(in crate::model) fn object(
        &mut self,
        mut entry: impl FnMut(&mut Self, Cow<'a, str>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        self.open_object()?;
        let mut first = true;
        while self.next_field(first)? {
            let name = self.name()?;
            entry(self, name)?;
            first = false;
        }
        Ok(())
    }

    /// Reads the brace before an object's first field.
    pub(in crate::model) fn open_object(&mut self) -> Result<(), Fault> {
        self.enter(b'{', "an object")
    }

    /// Goes to the next field's name, or past the end of the object, and says which.
    #[inline]
    pub(in crate::model) fn next_field(&mut self, first: bool) -> Result<bool, Fault> {
        // Most JSON has no white space.
        if !first && self.text.as_bytes().get(self.at..).is_some_and(|rest| rest.starts_with(b",\"")) {
            self.at += 1;
            return Ok(true);
        }
        if !self.more(b'}', first, "expected a comma or the end of the object")? {
            return Ok(false);
        }
        match self.peek() {
            Some(b'"') => Ok(true),
            _ => Err(self.fault("expected a field name in quotes")),
        }
    }

    /// Reads a field's name and its colon.
    #[inline]
    pub(in crate::model) fn name(&mut self) -> Result<Cow<'a, str>, Fault> {
        let name = self.string()?;
        if self.peek() != Some(b':') {
            return Err(self.fault("expected a colon after the field name").in_field(&name));
        }
        self.at += 1;
        Ok(name)
    }

    /// Reads a field's name and its colon if they are `name`, as it needs no escapes; says whether.
    #[inline]
    pub(in crate::model) fn takes_name(&mut self, name: &str) -> bool {
        let rest = self.text.as_bytes().get(self.at + 1..).and_then(|rest| rest.strip_prefix(name.as_bytes()));
        let taken = rest.is_some_and(|rest| rest.starts_with(b"\":"));
        if taken {
            self.at += name.len() + 3;
        }
        taken
    }

    /// Reads a list, handing the reader to `item` before each value.
    pub(in crate::model) fn list(
        &mut self,
        mut item: impl FnMut(&mut Self, usize) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        self.enter(b'[', "a list")?;
        let outer = std::mem::replace(&mut self.in_list, true);
        let mut index = 0;
        while self.more(b']', index == 0, "expected a comma or the end of the list")? {
            item(self, index).map_err(|fault| fault.in_item(index))?;
            index += 1;
        }
        self.in_list = outer;
        Ok(())
    }

    fn enter(&mut self, open: u8, expected: &str) -> Result<(), Fault> {
        if self.peek() != Some(open) {
            return Err(self.mismatch(expected));
        }
        if self.depth >= DEEPEST {
            return Err(self.fault(format!("more than {DEEPEST} lists and objects within one another")));
        }
        self.depth += 1;
        self.at += 1;
        Ok(())
    }

    /// Reads the comma before the next entry, or the end, and says whether there is a next entry.
    #[inline]
    fn more(&mut self, end: u8, first: bool, expected: &str) -> Result<bool, Fault> {
        match self.peek() {
            Some(byte) if byte == end => {
                self.depth -= 1;
                self.at += 1;
                Ok(false)
            }
            Some(_) if first => Ok(true),
            Some(b',') => {
                self.at += 1;
                if self.peek() == Some(end) {
                    return Err(self.fault("a comma with nothing after it"));
                }
                Ok(true)
            }
            _ => Err(self.fault(expected)),
        }
    }

    /// Reads a value and drops it, whatever is odd about it.
    pub(in crate::model) fn skip(&mut self) -> Result<(), Fault> {
        let (misfits, unkept) = (self.misfits.len(), self.unkept);
        let done = self.skip_value();
        self.misfits.truncate(misfits);
        self.unkept = unkept;
        done
    }

    fn skip_value(&mut self) -> Result<(), Fault> {
        match self.kind()? {
            Kind::Text => self.skip_string(),
            Kind::Number => self.number().map(|_| ()),
            Kind::Bool => self.bool().map(|_| ()),
            Kind::Null => self.null().map(|_| ()),
            Kind::List => self.list(|reader, _| reader.skip_value()),
            Kind::Object => self.object(|reader, name| reader.skip_value().map_err(|fault| fault.in_field(&name))),
        }
    }

    /// The text of the field `name` of the object that is next, which it stays before. Gives nothing if there is no
    /// object, or no such field with a text.
    pub(in crate::model) fn text_within(&mut self, name: &str) -> Option<Cow<'a, str>> {
        if self.peek() != Some(b'{') {
            return None;
        }
        let start = self.mark();
        let found = self.find_text(name);
        self.jump_to(start);
        self.misfits.truncate(start.misfits);
        self.unkept = start.unkept;
        found.ok().flatten()
    }

    fn find_text(&mut self, name: &str) -> Result<Option<Cow<'a, str>>, Fault> {
        self.open_object()?;
        let mut first = true;
        while self.next_field(first)? {
            let field = self.name()?;
            if field == name && self.peek() == Some(b'"') {
                return self.string().map(Some);
            }
            self.skip()?;
            first = false;
        }
        Ok(None)
    }

    /// Makes sure that nothing but white space is left.
    pub(in crate::model) fn end(&mut self) -> Result<(), Fault> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.fault("something follows the document's end")),
        }
    }
}
