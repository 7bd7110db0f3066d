//! The value of a declared parameter, set by the caller or filled in, and how it is written.

use std::borrow::Cow;

use crate::encode::path::{self, PathFault};
use crate::encode::{Values, query};
use crate::operation::{Parameter, Style};

/// The value of a declared parameter.
pub(super) enum Argument<'a> {
    /// There is none: nothing is sent.
    Unset,
    /// The caller set it.
    Set(&'a Values),
    /// It comes from the scope or the Git options.
    Filled(Cow<'a, str>),
}

impl<'a> Argument<'a> {
    /// What was filled in, if anything.
    pub(super) fn filled(text: Option<Cow<'a, str>>) -> Argument<'a> {
        text.map_or(Argument::Unset, Argument::Filled)
    }

    pub(super) fn is_unset(&self) -> bool {
        matches!(self, Argument::Unset)
    }

    pub(super) fn push_segment(&self, out: &mut String, parameter: &Parameter) -> Result<(), PathFault> {
        match self {
            Argument::Unset => Err(PathFault::Empty),
            Argument::Set(values) => path::push_segment(out, parameter, values.as_slice()),
            Argument::Filled(text) => path::push_segment(out, parameter, &[text]),
        }
    }

    pub(super) fn push_query(&self, out: &mut String, parameter: &Parameter) {
        match self {
            Argument::Unset => {}
            Argument::Set(values) => query::push(out, parameter.name, values.as_slice(), parameter.style),
            Argument::Filled(text) => query::push(out, parameter.name, &[text], parameter.style),
        }
    }

    pub(super) fn header_text(&self, style: Style) -> Option<Cow<'_, str>> {
        match self {
            Argument::Unset => None,
            Argument::Set(values) => header_text(values.as_slice(), style),
            Argument::Filled(text) => Some(Cow::Borrowed(text)),
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
