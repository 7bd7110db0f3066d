//! Reading answers as their types.

use bytes::Bytes;

use super::{Answer, Origin};
use crate::error::Error;
use crate::model::{DecodeError, Misfit, Odds, Original, Root, Slot, kind_name, read_told};
use crate::response::{Head, Reading};

impl Answer {
    /// Tells of the odd values of the body; refuses it if the client is strict.
    pub(crate) fn judge(&self, odds: Odds) -> Result<Vec<Misfit>, DecodeError> {
        self.origin.judge(odds, self.body())
    }

    /// Reads the body as the type of `value`. That the answer to a write reads badly is no failure of the write: what is no
    /// JSON, or JSON of another type than the whole body's, then leaves the value empty and is told.
    pub(crate) fn read_typed(self, value: &mut dyn Slot) -> Result<(Box<Head>, Option<Box<Reading>>), Error> {
        let forgives = self.origin.is_write && !self.origin.watch.is_strict();
        if forgives && self.is_blank_for(value) {
            let misfit = Misfit::of_root(kind_name(value), "an empty body");
            return self.forgiven(misfit);
        }
        if self.leaves_empty(value)? {
            return Ok((Box::new(self.into_head()), None));
        }
        let root = if forgives { Root::Any } else { Root::OfType };
        let mut odds = match read_told(value, self.body(), root) {
            Ok(odds) => odds,
            Err(fault) if forgives => {
                value.slot_mut().clear();
                let misfit = Misfit::of_root(kind_name(value), "a body that is not JSON");
                tracing::debug!(parent: &self.origin.span, %fault, "the answer to a write cannot be read");
                return self.forgiven(misfit);
            }
            Err(fault) => return Err(self.undecodable(fault)),
        };
        let original = std::mem::take(&mut odds.original);
        let misfits = self.judge(odds).map_err(|fault| self.undecodable(fault))?;
        if misfits.is_empty() && original.is_empty() {
            return Ok((Box::new(self.into_head()), None));
        }
        let is_unread = misfits.iter().any(|one| one.pointer().is_empty() && !one.is_converted());
        Ok(self.told(misfits, original, is_unread))
    }

    fn forgiven(self, misfit: Misfit) -> Result<(Box<Head>, Option<Box<Reading>>), Error> {
        let odds = Odds { misfits: vec![misfit], count: 1, original: Original::default() };
        let misfits = self.judge(odds).map_err(|fault| self.undecodable(fault))?;
        Ok(self.told(misfits, Original::default(), true))
    }

    fn told(self, misfits: Vec<Misfit>, original: Original, is_unread: bool) -> (Box<Head>, Option<Box<Reading>>) {
        let (body, head) = self.read_bytes();
        let unread: Option<Bytes> = is_unread.then_some(body);
        (Box::new(head), Some(Box::new(Reading { misfits, unread, original })))
    }
}

impl Origin {
    /// Tells of the odd values of a document; refuses it if the client is strict.
    pub(crate) fn judge(&self, odds: Odds, document: &[u8]) -> Result<Vec<Misfit>, DecodeError> {
        self.watch.judge(&self.facts.operation, &self.span, odds, document)
    }
}
