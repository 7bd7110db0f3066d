//! What an answer says about the list besides its items.

use http::HeaderMap;

use crate::model::Value;
use crate::operation::{Advance, Paging};

/// What one answer says about the whole list and about what follows.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Signals {
    pub(super) total: Option<u64>,
    pub(super) pages: Option<u64>,
    /// Whether more follows, by a flag or by the header of the next page.
    pub(super) follows: Option<bool>,
    pub(super) token: Option<String>,
    /// The next cursor.
    pub(super) next: Option<String>,
    /// The values that the next page repeats, when all are there.
    pub(super) carry: Option<Vec<(String, String)>>,
}

/// The places of all signals, in the order in which [`Signals::read`] takes their values.
pub(super) fn places(paging: &Paging) -> Vec<&'static str> {
    let token = paging.token.map(|(place, _)| place);
    let single = [paging.total, paging.pages, paging.last, paging.more, token];
    let mut places: Vec<&'static str> = single.into_iter().flatten().collect();
    match paging.advance {
        Advance::Cursor { next, .. } => places.push(next),
        Advance::Keyset(carry) => places.extend(carry.iter().map(|(_, place)| *place)),
        Advance::Page { .. } | Advance::Offset { .. } => {}
    }
    places
}

impl Signals {
    /// Reads the values found at [`places`], and the headers.
    pub(super) fn read(paging: &Paging, values: Vec<Option<Value>>, headers: &HeaderMap) -> Signals {
        let mut values = values.into_iter();
        let mut at = |place: Option<&str>| place.and_then(|_| values.next().flatten());
        let total = at(paging.total).as_ref().and_then(number);
        let pages = at(paging.pages).as_ref().and_then(number);
        let last = at(paging.last).as_ref().and_then(flag);
        let more = at(paging.more).as_ref().and_then(flag);
        let token = at(paging.token.map(|(place, _)| place)).and_then(text);
        let (mut next, mut carry) = (None, None);
        match paging.advance {
            Advance::Cursor { next: place, .. } => next = at(Some(place)).and_then(text),
            Advance::Keyset(pairs) => {
                let each = pairs.iter().map(|(to, place)| Some(((*to).to_owned(), at(Some(place)).and_then(text)?)));
                carry = each.collect();
            }
            Advance::Page { .. } | Advance::Offset { .. } => {}
        }
        let header = |name: Option<&str>| headers.get(name?)?.to_str().ok().map(str::trim);
        let next_header = header(paging.next_header).is_some_and(|value| !value.is_empty());
        Signals {
            total: total.or_else(|| header(paging.total_header)?.parse().ok()),
            pages: pages.or_else(|| header(paging.pages_header)?.parse().ok()),
            follows: last.map(|last| !last).or(more).or(next_header.then_some(true)),
            token,
            next,
            carry,
        }
    }
}

/// A count; services that write numbers as texts are read too.
fn number(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64().or_else(|| format!("{:.0}", number.as_f64()?).parse().ok()),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// A value to send back; an empty text is none.
fn text(value: Value) -> Option<String> {
    match value {
        Value::String(text) if text.is_empty() => None,
        Value::String(text) => Some(text),
        other => Some(other.to_string()),
    }
}

/// A digest of an item's bytes, the same in every version of this crate (FNV-1a, cut to what every JSON reader keeps
/// exactly).
pub(super) fn digest(item: &[u8]) -> u64 {
    let whole = item
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3));
    whole >> 11
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_are_taken_in_the_order_of_the_places() {
        let paging = Paging::page("page", 0).total("/t").last("/l").token("/k", "k");
        assert_eq!(places(&paging), ["/t", "/l", "/k"]);
        let values = vec![Some(json!("12")), None, Some(json!(5))];
        let signals = Signals::read(&paging, values, &HeaderMap::new());
        assert_eq!(signals, Signals { total: Some(12), token: Some("5".into()), ..Signals::default() });
    }

    #[test]
    fn odd_values_say_nothing() {
        let paging = Paging::page("page", 0).total("/t").pages("/p").last("/l").more("/m");
        let values = vec![Some(json!(-1)), Some(json!(2.0)), Some(json!(0)), Some(json!("true"))];
        let signals = Signals::read(&paging, values, &HeaderMap::new());
        assert_eq!(signals, Signals { pages: Some(2), follows: Some(true), ..Signals::default() });
    }

    #[test]
    fn headers_count_where_the_body_is_silent() {
        let headers: HeaderMap = [("x-total", "7"), ("x-pages", "many"), ("x-next", "2")]
            .iter()
            .map(|(name, value)| {
                (name.parse::<http::HeaderName>().unwrap(), value.parse::<http::HeaderValue>().unwrap())
            })
            .collect();
        let paging = Paging::page("page", 1).total_header("x-total").pages_header("x-pages").next_header("x-next");
        let signals = Signals::read(&paging, Vec::new(), &headers);
        assert_eq!(signals, Signals { total: Some(7), follows: Some(true), ..Signals::default() });
    }

    #[test]
    fn a_keyset_counts_only_whole() {
        let paging = Paging::keyset(&[("a", "/a"), ("b", "/b")]);
        let read = |b| Signals::read(&paging, vec![Some(json!("x")), b], &HeaderMap::new()).carry;
        assert_eq!(read(Some(json!(1))), Some(vec![("a".into(), "x".into()), ("b".into(), "1".into())]));
        assert_eq!(read(None), None);
    }
}
