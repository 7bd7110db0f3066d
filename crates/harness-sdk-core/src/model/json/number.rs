//! Numbers.

use serde_json::Number;

use super::Reader;
use crate::model::Value;
use crate::model::found::Fate;
use crate::model::trail::Fault;

/// From here on not every integer is a double: 2^53.
pub(in crate::model) const EXACT: f64 = 9_007_199_254_740_992.0;

/// From so many digits on, an integer may be none that double precision has exactly.
const INEXACT: usize = 16;

/// So many digits fit into 64 bits, whatever they are.
const SHORT: usize = 18;

/// From so many letters on, a number may have more than the six digits that single precision always has.
const INEXACT_SINGLE: usize = 8;

/// A number as it stands in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Digits<'a> {
    text: &'a str,
    /// Whether it has neither fraction nor exponent.
    whole: bool,
}

impl<'a> Digits<'a> {
    pub(super) fn text(self) -> &'a str {
        self.text
    }
}

impl<'a> Reader<'a> {
    /// Reads a number as it stands. It must be what is next.
    pub(super) fn number(&mut self) -> Result<Digits<'a>, Fault> {
        let start = self.at;
        self.take(b"-");
        if !self.take(b"0") && !self.digits() {
            return self.no_number(start);
        }
        let mut whole = true;
        if self.take(b".") {
            whole = false;
            if !self.digits() {
                return Err(self.fault("a number without digits after its point"));
            }
        }
        if self.take(b"eE") {
            whole = false;
            self.take(b"+-");
            if !self.digits() {
                return Err(self.fault("a number without digits in its exponent"));
            }
        }
        if self.text.as_bytes().get(self.at).is_some_and(u8::is_ascii_digit) {
            return Err(self.fault("a number that starts with a zero"));
        }
        Ok(Digits { text: &self.text[start..self.at], whole })
    }

    /// Reads the rest of `NaN`, `Infinity` or `-Infinity`.
    #[cold]
    fn no_number(&mut self, start: usize) -> Result<Digits<'a>, Fault> {
        let word = match self.text.as_bytes().get(self.at) {
            Some(b'N') if self.at == start => "NaN",
            Some(b'I') => "Infinity",
            _ => return Err(self.fault("a number without digits")),
        };
        self.word(word)?;
        Ok(Digits { text: &self.text[start..self.at], whole: false })
    }

    /// Reads one byte, if it is one of `any`.
    #[inline]
    fn take(&mut self, any: &[u8]) -> bool {
        let found = self.text.as_bytes().get(self.at).is_some_and(|byte| any.contains(byte));
        self.at += usize::from(found);
        found
    }

    /// Reads the digits that are next, and says whether there are any.
    #[inline]
    fn digits(&mut self) -> bool {
        let start = self.at;
        while self.text.as_bytes().get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        self.at > start
    }

    /// Reads an integer of 64 bits; `1.0` is one too. Stays before a number that is none.
    pub(in crate::model) fn long(&mut self) -> Result<Option<i64>, Fault> {
        if let Some(short) = self.short_integer() {
            return Ok(Some(short));
        }
        let start = self.at;
        let digits = self.number()?;
        let long = if digits.whole { digits.text.parse().ok() } else { whole(digits.text) };
        Ok(self.or_back(long, start))
    }

    /// Reads an integer of at most [`SHORT`] digits in one go. Stays before any other number.
    #[inline]
    fn short_integer(&mut self) -> Option<i64> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let (is_negative, rest) = match rest {
            [b'-', rest @ ..] => (true, rest),
            rest => (false, rest),
        };
        let mut number = 0;
        let mut length = 0;
        while let Some(digit) = rest.get(length).map(|byte| byte.wrapping_sub(b'0')).filter(|digit| *digit < 10) {
            if length == SHORT {
                return None;
            }
            number = number * 10 + i64::from(digit);
            length += 1;
        }
        let has_zero_before = length > 1 && rest[0] == b'0';
        let goes_on = matches!(rest.get(length), Some(b'.' | b'e' | b'E'));
        if length == 0 || has_zero_before || goes_on {
            return None;
        }
        self.at += length + usize::from(is_negative);
        Some(if is_negative { -number } else { number })
    }

    /// Reads an integer of 32 bits. Stays before a number that is none.
    pub(in crate::model) fn int(&mut self) -> Result<Option<i32>, Fault> {
        let start = self.at;
        let int = self.long()?.and_then(|long| i32::try_from(long).ok());
        Ok(self.or_back(int, start))
    }

    /// Reads a number of double precision. Stays before one that is larger.
    pub(in crate::model) fn double(&mut self) -> Result<Option<f64>, Fault> {
        let start = self.at;
        let digits = self.number()?;
        let double = digits.text.parse().ok().filter(|number: &f64| number.is_finite());
        if digits.whole && digits.text.len() >= INEXACT {
            self.unkept = true;
        }
        Ok(self.or_back(double, start))
    }

    /// Reads a number of single precision. Stays before one that is larger.
    pub(in crate::model) fn single(&mut self) -> Result<Option<f32>, Fault> {
        let start = self.at;
        let digits = self.number()?;
        let single = digits.text.parse().ok().filter(|number: &f32| number.is_finite());
        if digits.text.len() >= INEXACT_SINGLE {
            self.unkept = true;
        }
        Ok(self.or_back(single, start))
    }

    fn or_back<T>(&mut self, read: Option<T>, start: usize) -> Option<T> {
        if read.is_none() {
            self.at = start;
        }
        read
    }

    /// Reads a number of any width: as an integer, if it is one that 64 bits hold, else with double precision. Of those
    /// that are larger still, and of `NaN` and `Infinity`, the text is read.
    pub(super) fn any_number(&mut self) -> Result<Value, Fault> {
        let start = self.at;
        let digits = self.number()?;
        if digits.whole && digits.text != "-0" {
            if let Ok(long) = digits.text.parse::<i64>() {
                return Ok(long.into());
            }
            if let Ok(long) = digits.text.parse::<u64>() {
                return Ok(long.into());
            }
            self.unkept = true;
        }
        match digits.text.parse().ok().and_then(Number::from_f64) {
            Some(number) => Ok(Value::Number(number)),
            None => {
                self.misfit(start, "a number of double precision", "a larger number, or none", Fate::Mended);
                Ok(Value::String(digits.text.to_owned()))
            }
        }
    }

    /// Reads `NaN`, `Infinity` or `-Infinity`, if that is next.
    pub(in crate::model) fn no_finite_number(&mut self) -> Result<Option<f64>, Fault> {
        let start = self.at;
        let digits = self.number()?;
        let double = digits.text.ends_with(['N', 'y']).then(|| digits.text.parse().ok()).flatten();
        Ok(self.or_back(double, start))
    }

    /// Reads a number as the text that it is.
    pub(in crate::model) fn number_text(&mut self) -> Result<&'a str, Fault> {
        self.number().map(|digits| digits.text)
    }
}

/// The integer that a number with a fraction or an exponent is, if it is one.
#[allow(clippy::cast_possible_truncation, reason = "the bounds are checked first")]
fn whole(text: &str) -> Option<i64> {
    let number: f64 = text.parse().ok()?;
    (number.fract() == 0.0 && number.abs() <= EXACT).then_some(number as i64)
}
