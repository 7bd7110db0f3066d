//! Strings and their escapes.

use std::borrow::Cow;

use super::Reader;
use crate::model::found::Fate;
use crate::model::trail::Fault;

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

impl<'a> Reader<'a> {
    /// Reads a string, without a copy if it has no escapes.
    #[inline]
    pub(in crate::model) fn string(&mut self) -> Result<Cow<'a, str>, Fault> {
        let start = self.open_string()?;
        self.at += plain(&self.text.as_bytes()[start..]);
        if self.text.as_bytes().get(self.at) == Some(&b'"') {
            let text = &self.text[start..self.at];
            self.at += 1;
            return Ok(Cow::Borrowed(text));
        }
        self.escaped_string(start).map(Cow::Owned)
    }

    /// Reads a string as it stands, quotes and escapes included.
    pub(super) fn quoted(&mut self) -> Result<&'a str, Fault> {
        self.kind()?;
        let start = self.at;
        self.string()?;
        Ok(&self.text[start..self.at])
    }

    /// Reads a string and drops it.
    pub(super) fn skip_string(&mut self) -> Result<(), Fault> {
        self.string().map(|_| ())
    }

    /// Reads the opening quote and gives the place after it.
    #[inline]
    fn open_string(&mut self) -> Result<usize, Fault> {
        if self.peek() != Some(b'"') {
            return Err(self.mismatch("a string"));
        }
        self.at += 1;
        Ok(self.at)
    }

    /// Reads the rest of a string that began at `start`, from its first escape on.
    #[cold]
    fn escaped_string(&mut self, start: usize) -> Result<String, Fault> {
        let mut out = String::with_capacity(self.rest_of_string() + self.at - start);
        out.push_str(&self.text[start..self.at]);
        let mut whole = true;
        loop {
            match self.text.as_bytes().get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    if !whole {
                        self.misfit(start - 1, "a string", "a string with half a character", Fate::Mended);
                    }
                    return Ok(out);
                }
                Some(b'\\') => {
                    let letter = self.escape()?;
                    whole &= letter.is_some();
                    out.push(letter.unwrap_or(char::REPLACEMENT_CHARACTER));
                }
                Some(_) => return Err(self.fault("a control character inside a string: it must be escaped")),
                None => return Err(self.fault("the document ends inside a string")),
            }
            let from = self.at;
            self.at += plain(&self.text.as_bytes()[from..]);
            out.push_str(&self.text[from..self.at]);
        }
    }

    /// How many bytes of text are left of a string, escapes as they are written.
    fn rest_of_string(&self) -> usize {
        let bytes = &self.text.as_bytes()[self.at..];
        let mut length = 0;
        loop {
            let rest = bytes.get(length..).unwrap_or_default();
            let run = plain(rest);
            if rest.get(run) != Some(&b'\\') {
                return length + run;
            }
            length += run + 2;
        }
    }

    /// Reads one escape; nothing if it is half a character, as a cut text may end in.
    fn escape(&mut self) -> Result<Option<char>, Fault> {
        let letter = self.text.as_bytes().get(self.at + 1).copied();
        let plain = match letter {
            Some(b'u') => return self.unicode_escape(),
            Some(b'"' | b'\\' | b'/') => letter.map(char::from),
            Some(b'b') => Some('\u{8}'),
            Some(b'f') => Some('\u{c}'),
            Some(b'n') => Some('\n'),
            Some(b'r') => Some('\r'),
            Some(b't') => Some('\t'),
            _ => None,
        };
        let plain = plain.ok_or_else(|| self.fault("an escape that JSON does not know"))?;
        self.at += 2;
        Ok(Some(plain))
    }

    /// Reads `\u` and its four digits, and another such escape if the two make up one character.
    fn unicode_escape(&mut self) -> Result<Option<char>, Fault> {
        let first = self.code_unit()?;
        let after = self.at;
        if (0xD800..0xDC00).contains(&first) && self.text.as_bytes()[self.at..].starts_with(b"\\u") {
            let second = self.code_unit()?;
            if let Some(Ok(letter)) = char::decode_utf16([first, second]).next() {
                return Ok(Some(letter));
            }
            // The second is no other half: it stands for itself.
            self.at = after;
        }
        Ok(char::decode_utf16([first]).next().and_then(Result::ok))
    }

    fn code_unit(&mut self) -> Result<u16, Fault> {
        let digits = self.text.as_bytes().get(self.at + 2..self.at + 6);
        let mut unit = 0;
        for digit in digits.unwrap_or_default() {
            let value = char::from(*digit).to_digit(16);
            unit = unit * 16 + value.ok_or_else(|| self.fault("an escape without four hexadecimal digits"))?;
        }
        if digits.is_none() {
            return Err(self.fault("an escape without four hexadecimal digits"));
        }
        self.at += 6;
        u16::try_from(unit).map_err(|_| self.fault("an escape without four hexadecimal digits"))
    }
}

/// The bytes that end a plain run: quotes, backslashes and control characters.
static SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        special[byte] = true;
        byte += 1;
    }
    special[b'"' as usize] = true;
    special[b'\\' as usize] = true;
    special
};

/// How many bytes pass before a quote, a backslash or a control character: eight at a time.
#[inline]
pub(super) fn plain(bytes: &[u8]) -> usize {
    let (words, rest) = bytes.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let controls = word.wrapping_sub(ONES * 0x20) & !word;
        let quotes = zeros(word ^ (ONES * u64::from(b'"')));
        let backslashes = zeros(word ^ (ONES * u64::from(b'\\')));
        // A borrow spoils only the bytes above the first hit, and the first hit is what is asked for.
        let hits = (controls | quotes | backslashes) & HIGHS;
        if hits != 0 {
            return index * 8 + (hits.trailing_zeros() / 8) as usize;
        }
    }
    let special = rest.iter().position(|byte| SPECIAL[usize::from(*byte)]);
    words.len() * 8 + special.unwrap_or(rest.len())
}

/// Marks the high bit of each byte that is zero, and perhaps of bytes above the first such.
#[inline]
fn zeros(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word
}
