//! Numbers.

use serde_json::Number;

use super::{Kind, Reader};
use crate::model::trail::Fault;

/// From here on not every integer is a double: 2^53.
pub(in crate::model) const EXACT: f64 = 9_007_199_254_740_992.0;

/// A number as it stands in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Digits<'a> {
    text: &'a str,
    /// Whether it has neither fraction nor exponent.
    whole: bool,
}

impl<'a> Reader<'a> {
    /// Reads a number as it stands.
    pub(super) fn number(&mut self) -> Result<Digits<'a>, Fault> {
        if self.kind()? != Kind::Number {
            return Err(self.mismatch("a number"));
        }
        let start = self.at;
        self.take(b"-");
        if !self.take(b"0") && !self.digits() {
            return Err(self.fault("a number without digits"));
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

    /// Reads an integer of 64 bits; `1.0` is one too.
    pub(in crate::model) fn long(&mut self) -> Result<i64, Fault> {
        let start = self.mark();
        let digits = self.number()?;
        let long = if digits.whole { digits.text.parse().ok() } else { whole(digits.text) };
        long.ok_or_else(|| {
            self.go_to(start);
            self.fault("expected an integer of at most 64 bits, found another number")
        })
    }

    /// Reads an integer of 32 bits.
    pub(in crate::model) fn int(&mut self) -> Result<i32, Fault> {
        let start = self.mark();
        let long = self.long()?;
        i32::try_from(long).map_err(|_| {
            self.go_to(start);
            self.fault("expected an integer of at most 32 bits, found a larger one")
        })
    }

    /// Reads a number of double precision.
    pub(in crate::model) fn double(&mut self) -> Result<f64, Fault> {
        let start = self.mark();
        let digits = self.number()?;
        digits.text.parse().ok().filter(|number: &f64| number.is_finite()).ok_or_else(|| {
            self.go_to(start);
            self.fault("a number too large for double precision")
        })
    }

    /// Reads a number of any width: as an integer, if it is one that 64 bits hold, else with double precision.
    pub(super) fn any_number(&mut self) -> Result<Number, Fault> {
        let start = self.mark();
        let digits = self.number()?;
        if digits.whole && digits.text != "-0" {
            if let Ok(long) = digits.text.parse::<i64>() {
                return Ok(long.into());
            }
            if let Ok(long) = digits.text.parse::<u64>() {
                return Ok(long.into());
            }
        }
        self.go_to(start);
        let double = self.double()?;
        Number::from_f64(double).ok_or_else(|| self.fault("a number too large for double precision"))
    }

    /// Reads a number of single precision.
    pub(in crate::model) fn single(&mut self) -> Result<f32, Fault> {
        let start = self.mark();
        let digits = self.number()?;
        digits.text.parse().ok().filter(|number: &f32| number.is_finite()).ok_or_else(|| {
            self.go_to(start);
            self.fault("a number too large for single precision")
        })
    }
}

/// The integer that a number with a fraction or an exponent is, if it is one.
#[allow(clippy::cast_possible_truncation, reason = "the bounds are checked first")]
fn whole(text: &str) -> Option<i64> {
    let number: f64 = text.parse().ok()?;
    (number.fract() == 0.0 && number.abs() <= EXACT).then_some(number as i64)
}
