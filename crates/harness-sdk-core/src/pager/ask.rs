//! From the state of a run to the call that asks for the page.

use std::borrow::Cow;

use super::cursor::{PageState, Position};
use crate::call::Call;
use crate::encode::Values;
use crate::model::Value;
use crate::operation::{Advance, Location, Paging};

/// What one page is asked for with. Two pages asked for alike are the same page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ask {
    pub(super) at: Position,
    pub(super) token: Option<String>,
    pub(super) size: Option<u32>,
}

/// Where a run begins: at the first page, or at the one that the call's own values name.
pub(super) fn begin(call: &Call, paging: &Paging, page_size: Option<u32>) -> Result<PageState, Vec<String>> {
    let mut problems = Vec::new();
    if page_size == Some(0) {
        problems.push("page_size(0): a page holds at least one item".to_owned());
    }
    if page_size.is_some() && paging.size.is_none() {
        problems.push("page_size(..): the server alone decides how many items this list has per page".to_owned());
    }
    let own_size =
        paging.size.and_then(|to| own_number(call, to, &mut problems)).and_then(|size| u32::try_from(size).ok());
    let always = paging.default_size.filter(|_| paging.always_sized);
    let size = page_size.or(own_size).or(paging.ask).or(always).map(|size| trusted(paging, size));
    let (at, before) = match paging.advance {
        Advance::Page { to, first } => {
            let page = own_number(call, to, &mut problems).unwrap_or(first);
            if page < first {
                problems.push(format!("`{to}` must be at least {first}, the number of the first page"));
            }
            let pages_before = u64::try_from(page.saturating_sub(first)).unwrap_or_default();
            let items = super::verdict::least(paging, size).unwrap_or_default();
            (Position::Page(page), pages_before.saturating_mul(items))
        }
        Advance::Offset { to } => {
            let offset =
                own_number(call, to, &mut problems).and_then(|offset| u64::try_from(offset).ok()).unwrap_or_default();
            (Position::Offset(offset), offset)
        }
        Advance::Cursor { to, .. } => (Position::Cursor(own(call, to)), 0),
        Advance::Keyset(_) => (Position::Keyset(Vec::new()), 0),
    };
    let state = PageState {
        at,
        token: None,
        size,
        number: 0,
        covered: before,
        first: None,
        seen: None,
        from_one: false,
        empty: 0,
    };
    if problems.is_empty() { Ok(state) } else { Err(problems) }
}

/// The size that can be asked for without harm. Where short pages say nothing, a server that gives fewer items than it is
/// asked for could not be told from one that filters, and items would be passed over; so no more is asked for than the
/// server is known to give.
pub(super) fn trusted(paging: &Paging, size: u32) -> u32 {
    let known = paging.default_size.or(paging.ask).filter(|_| paging.short_pages);
    paging.max.or(known).map_or(size, |limit| size.min(limit))
}

/// Whether the call makes the server answer the whole list at once.
pub(super) fn is_whole(call: &Call, paging: &Paging) -> bool {
    paging.only_without.and_then(|parameter| own(call, parameter)).is_some_and(|value| value != "false")
}

/// The call that asks for a page.
pub(super) fn call_for(call: &Call, paging: &Paging, ask: &Ask) -> Call {
    let mut call = call.clone();
    match (&ask.at, paging.advance) {
        (Position::Page(page), Advance::Page { to, .. }) => put(&mut call, to, (*page).into()),
        (Position::Offset(offset), Advance::Offset { to }) => put(&mut call, to, (*offset).into()),
        (Position::Cursor(Some(cursor)), Advance::Cursor { to, .. }) => put(&mut call, to, cursor.as_str().into()),
        (Position::Keyset(values), Advance::Keyset(carry)) => {
            for ((to, _), (_, value)) in carry.iter().zip(values) {
                put(&mut call, to, value.as_str().into());
            }
        }
        _ => {}
    }
    if let (Some(to), Some(size)) = (paging.size, ask.size) {
        put(&mut call, to, size.into());
    }
    if let (Some((_, to)), Some(token)) = (paging.token, &ask.token) {
        put(&mut call, to, token.as_str().into());
    }
    call
}

fn put(call: &mut Call, to: &'static str, value: Value) {
    if to.starts_with('/') {
        call.set_in_body(to, value);
        return;
    }
    let text = match value {
        Value::String(text) => text,
        other => other.to_string(),
    };
    call.set(Location::Query, Cow::Borrowed(to), Values::One(text));
}

/// What the caller has set there.
fn own(call: &Call, to: &str) -> Option<String> {
    if !to.starts_with('/') {
        return call.value(Location::Query, to).first().cloned();
    }
    let body: Value = serde_json::from_slice(call.json_body()?).ok()?;
    match body.pointer(to)? {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

fn own_number(call: &Call, to: &str, problems: &mut Vec<String>) -> Option<i64> {
    let text = own(call, to)?;
    let number = text.trim().parse().ok().filter(|number| *number >= 0);
    if number.is_none() {
        problems.push(format!("`{to}` must be a number that is not negative, so that paging can begin there"));
    }
    number
}
