//! A call while it is checked and written out.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderName, HeaderValue};

use super::scope_fill::Filler;
use super::{Headers, Parts};
use crate::encode::query;
use crate::operation::{Location, Style};
use crate::service::Way;

/// The parts of a call while it is checked.
pub(super) struct Draft<'a> {
    pub(super) parts: &'a Parts,
    pub(super) filler: Filler<'a>,
    pub(super) problems: Vec<String>,
    pub(super) way: Option<Arc<Way>>,
}

impl Draft<'_> {
    /// Query parameters that the operation does not declare.
    pub(super) fn push_extra_query(&self, query: &mut String) {
        let known = |name: &str| self.parts.operation.parameter(Location::Query, name).is_some();
        for field in self.parts.values.iter().filter(|field| field.location == Location::Query && !known(&field.name)) {
            query::push(query, &field.name, field.values.as_slice(), Style::Multi);
        }
    }

    /// A header that this crate knows, without a copy of its value.
    pub(super) fn insert_fixed(&mut self, headers: &mut Headers, name: HeaderName, value: &'static str) {
        match HeaderValue::from_maybe_shared(Bytes::from_static(value.as_bytes())) {
            Ok(value) => headers.insert(name, value),
            Err(_) => self.insert(headers, name.as_str(), value, false),
        }
    }

    pub(super) fn insert(&mut self, headers: &mut Headers, name: &str, value: &str, sensitive: bool) {
        let Ok(header) = HeaderName::from_bytes(name.as_bytes()) else {
            self.problems.push(format!("`{}` cannot be the name of a header", name.escape_debug()));
            return;
        };
        match HeaderValue::from_str(value) {
            Ok(mut value) => {
                value.set_sensitive(sensitive);
                headers.insert(header, value);
            }
            Err(_) => {
                self.problems.push(format!("the value of the header `{name}` holds characters that no header may"))
            }
        }
    }
}
