//! Lists, page by page, each in the style of its operation.

use serde_json::Value;

use super::asked::Asked;
use super::place::{parent, put, put_flag, put_number};
use crate::catalogue::{Catalogue, Paging};
use crate::refusal::Refusal;
use crate::server::Reply;

/// Items on a page where neither the request nor the document says how many.
const USUAL: u64 = 20;

/// Which items of a list are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slice {
    /// Number of the page as the operation counts; 0 where it does not count pages.
    page: u64,
    pub(super) start: u64,
    pub(super) end: u64,
    size: u64,
    total: u64,
}

impl Slice {
    /// The slice of a list of `total` items that a request asks for.
    pub(super) fn of(asked: &Asked<'_>, paging: &Paging, total: u64) -> Result<Slice, Refusal> {
        let all = Slice { page: 0, start: 0, end: total, size: total.max(1), total };
        if paging.only_without.as_ref().is_some_and(|name| asked.parameter(name).is_some_and(|value| value != "false"))
        {
            return Ok(all);
        }
        let sent = paging.size.as_ref().map(|name| number(asked, name)).transpose()?.flatten();
        let size = sent.filter(|size| *size > 0).or(paging.default_size).unwrap_or(USUAL);
        let size = paging.max.map_or(size, |max| size.min(max)).max(1);
        let at = paging.to.as_ref().map(|name| number_or_text(asked, name, &paging.style)).transpose()?.flatten();
        let first = paging.first.unwrap_or_default();
        let forgets = paging.send_size && sent.is_none();
        let (page, start) = match paging.style.as_str() {
            "page" if forgets => (first, 0),
            "page" => {
                let page = at.unwrap_or(first);
                let family = Catalogue::get().family(asked.operation());
                if page < first && family.is_some_and(|family| family.strict_pages) {
                    let name = paging.to.as_deref().unwrap_or_default();
                    let what = format!("{name} must be greater or equal than {first} but got value {page}");
                    return Err(Refusal::invalid(what).about(name));
                }
                (page, page.saturating_sub(first).saturating_mul(size))
            }
            "keyset" => (0, paging.carry.iter().find_map(|(to, _)| position(&asked.value(to)?)).unwrap_or_default()),
            _ => (0, at.unwrap_or_default()),
        };
        let start = start.min(total);
        Ok(Slice { page, start, end: (start + size).min(total), size, total })
    }

    fn has_more(&self) -> bool {
        self.end < self.total
    }

    fn pages(&self) -> u64 {
        self.total.div_ceil(self.size)
    }

    /// Writes into the answer's body what it says of the page.
    pub(super) fn describe(&self, body: &mut Value, paging: &Paging, catalogue: &Catalogue) {
        for place in [Some(&paging.items), paging.total.as_ref(), paging.pages.as_ref()].into_iter().flatten() {
            self.describe_beside(body, parent(place), catalogue);
        }
        if let Some(place) = &paging.total {
            put_number(body, place, self.total);
        }
        if let Some(place) = &paging.pages {
            put_number(body, place, self.pages());
        }
        if let Some(place) = &paging.last {
            put_flag(body, place, !self.has_more());
        }
        if let Some(place) = &paging.more {
            put_flag(body, place, self.has_more());
        }
        let next = format!("after-{}", self.end);
        let texts = [paging.next.as_ref(), paging.token.as_ref().map(|(place, _)| place)];
        for place in texts.into_iter().flatten() {
            put(body, place, if self.has_more() { next.as_str().into() } else { Value::Null });
        }
        for (_, place) in &paging.carry {
            match body.pointer(place) {
                Some(Value::Number(_)) => put(body, place, self.end.into()),
                _ => put(body, place, next.as_str().into()),
            }
        }
    }

    fn describe_beside(&self, body: &mut Value, holder: &str, catalogue: &Catalogue) {
        let Some(object) = body.pointer_mut(holder).and_then(Value::as_object_mut) else { return };
        let length = self.end - self.start;
        let says = [
            ("count", Value::from(length)),
            ("empty", (length == 0).into()),
            ("first", (self.start == 0).into()),
            ("index", self.page.into()),
            ("size", self.size.into()),
        ];
        for (kind, value) in says {
            for name in catalogue.common.page.get(kind).into_iter().flatten() {
                let same = |old: &Value| old.is_number() == value.is_number() && old.is_boolean() == value.is_boolean();
                if object.get(name).is_some_and(same) {
                    object.insert(name.clone(), value.clone());
                }
            }
        }
    }

    /// Adds the headers that tell of the page.
    pub(super) fn headers(&self, mut reply: Reply, asked: &Asked<'_>, paging: &Paging) -> Reply {
        if let Some(name) = &paging.total_header {
            reply = reply.header(name, &self.total.to_string());
        }
        if let Some(name) = &paging.pages_header {
            reply = reply.header(name, &self.pages().to_string());
        }
        let next = (self.page + 1).to_string();
        if let Some(name) = &paging.next_header
            && self.has_more()
        {
            reply = reply.header(name, &next);
        }
        let counts = paging.total_header.is_some() || paging.next_header.is_some();
        if let Some(to) = paging.to.as_ref().filter(|_| counts && self.has_more()) {
            let others = asked.seen.query_text().split('&').filter(|pair| !pair.is_empty());
            let others = others.filter(|pair| pair.split('=').next() != Some(to.as_str()));
            let own = format!("{to}={next}");
            let query: Vec<&str> = others.chain([own.as_str()]).collect();
            reply = reply.header("link", &format!("<{}?{}>; rel=\"next\"", asked.seen.path(), query.join("&")));
        }
        reply
    }
}

/// The number that a parameter holds.
fn number(asked: &Asked<'_>, name: &str) -> Result<Option<u64>, Refusal> {
    let Some(text) = asked.value(name) else { return Ok(None) };
    let refused = || Refusal::invalid(format!("{name} must be a number that is not negative")).about(name);
    text.trim().parse().map(Some).map_err(|_| refused())
}

fn number_or_text(asked: &Asked<'_>, name: &str, style: &str) -> Result<Option<u64>, Refusal> {
    if style != "cursor" {
        return number(asked, name);
    }
    let Some(text) = asked.value(name) else { return Ok(None) };
    position(&text).map(Some).ok_or_else(|| Refusal::invalid(format!("{name} is no cursor of this list")).about(name))
}

/// The position that a cursor of this server tells.
fn position(text: &str) -> Option<u64> {
    text.strip_prefix("after-").unwrap_or(text).parse().ok()
}
