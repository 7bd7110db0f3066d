//! The value of a declared parameter, set by the caller or filled in, and how it is written.

use std::borrow::Cow;

use crate::encode::path::{self, PathFault};
use crate::encode::{Values, query};
use crate::operation::{Parameter, Style};

/// The value of a declared parameter.
pub(super) enum Given<'a> {
    /// There is none: nothing is sent.
    Unset,
    /// The caller set it.
    Set(&'a Values),
    /// It comes from the scope or the Git options.
    Filled(Cow<'a, str>),
}

impl<'a> Given<'a> {
    /// What was filled in, if anything.
    pub(super) fn filled(text: Option<Cow<'a, str>>) -> Given<'a> {
        text.map_or(Given::Unset, Given::Filled)
    }

    pub(super) fn is_unset(&self) -> bool {
        matches!(self, Given::Unset)
    }

    pub(super) fn push_segment(&self, out: &mut String, parameter: &Parameter) -> Result<(), PathFault> {
        match self {
            Given::Unset => Err(PathFault::Empty),
            Given::Set(values) => path::push_segment(out, parameter, values.as_slice()),
            Given::Filled(text) => path::push_segment(out, parameter, &[text]),
        }
    }

    pub(super) fn push_query(&self, out: &mut String, parameter: &Parameter) {
        match self {
            Given::Unset => {}
            Given::Set(values) => query::push(out, parameter.name, values.as_slice(), parameter.style),
            Given::Filled(text) => query::push(out, parameter.name, &[text], parameter.style),
        }
    }

    pub(super) fn header_text(&self, style: Style) -> Option<Cow<'_, str>> {
        match self {
            Given::Unset => None,
            Given::Set(values) => header_text(values.as_slice(), style),
            Given::Filled(text) => Some(Cow::Borrowed(text)),
        }
    }
}

/// The value of a header, of one or many texts.
pub(super) fn header_text(values: &[String], style: Style) -> Option<Cow<'_, str>> {
    match (values, style) {
        ([], _) => None,
        (values, Style::Json | Style::Deep) => Some(query::json(values)),
        ([one], _) => Some(Cow::Borrowed(one)),
        (many, _) => Some(Cow::Owned(many.join(","))),
    }
}
