//! The answering mode: every operation of the document, answered with what its schema allows.

mod asked;
mod draft;
mod form;
mod page;
mod place;
mod runs;
mod scope;
mod settings;
mod store;
mod things;
mod written;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::Value;

use asked::Asked;
use draft::Drafts;
use page::Slice;
use place::put;
use runs::Runs;
use scope::Scope;
pub(crate) use settings::Settings;
use store::Store;
use things::Things;
use written::{list, typed, write};

use crate::catalogue::{Base, Catalogue, Family, Found, Operation};
use crate::fault::Fault;
use crate::refusal::Refusal;
use crate::server::{Reply, Seen};

/// Answers every operation.
#[derive(Debug)]
pub(crate) struct Answering {
    settings: Settings,
    store: Mutex<Store>,
    requests: AtomicU64,
    /// How often operations failed that fail so many times.
    failed: BTreeMap<String, AtomicU64>,
}

/// What redirects lead to.
const FILES: &str = "/mock-files/";

impl Answering {
    pub(crate) fn new(settings: Settings) -> Answering {
        let failed = settings.operations.keys().map(|id| (id.clone(), AtomicU64::new(0))).collect();
        Answering { settings, store: Mutex::default(), requests: AtomicU64::new(0), failed }
    }

    pub(crate) fn answer(&self, seen: &Seen) -> Reply {
        let count = self.requests.fetch_add(1, Ordering::Relaxed) + 1;
        let correlation = format!("mock-{count}");
        if seen.path().starts_with(FILES) {
            return Reply::new(200).typed("application/octet-stream", format!("the file {}\n", seen.path()));
        }
        let catalogue = Catalogue::get();
        let stripped = seen.path().strip_prefix("/gateway").unwrap_or_default();
        let routed = [seen.path(), stripped].into_iter().find_map(|path| catalogue.route(seen.method(), path));
        let family = match &routed {
            Some((found, _)) => catalogue.family(found.operation),
            None => catalogue.family_of_path(seen.path()),
        };
        let fault = self.fault(count, routed.as_ref().map(|(found, _)| found.operation));
        if let Some(reply) = fault.and_then(|fault| fault.reply(family, &correlation)) {
            return reply;
        }
        if let (Some(Fault::Denied), Some((found, _))) = (fault, &routed) {
            return denied(&found.operation.id, seen, &correlation);
        }
        let reply = match routed {
            Some((found, path)) => self.routed(seen, found, path),
            None => Err(unrouted(catalogue, seen)),
        };
        let reply = reply.unwrap_or_else(|refusal| refusal.reply(family, &correlation));
        match fault {
            Some(fault) => fault.spoil(reply),
            None => reply,
        }
    }

    /// How this request fails, if it does.
    fn fault(&self, count: u64, operation: Option<&Operation>) -> Option<Fault> {
        let own = operation.and_then(|operation| {
            let (fault, times) = self.settings.operations.get(&operation.id)?;
            let before = self.failed.get(&operation.id)?.fetch_add(1, Ordering::Relaxed);
            times.is_none_or(|times| before < times).then_some(*fault)
        });
        let every = self.settings.every.filter(|(every, _)| count.is_multiple_of(*every)).map(|(_, fault)| fault);
        own.or(every)
    }

    fn routed(&self, seen: &Seen, found: Found, path: Vec<(String, String)>) -> Result<Reply, Refusal> {
        self.check_key(seen, found.operation)?;
        let asked = Asked::read(seen, found, path)?;
        let mut others = Vec::new();
        let scope = Scope::of(&asked, &self.settings.account, &mut others);
        if let Some(other) = others.first() {
            return Err(Refusal::new(403, "forbidden", format!("the API key is not one of account {other}")));
        }
        let catalogue = Catalogue::get();
        let drafts = Drafts { catalogue, asked: &asked, scope: &scope, seed: self.settings.seed };
        let part = found.operation.part.as_ref().and_then(|part| Some((part, catalogue.story(part.story)?)));
        let (settings, store) = (&self.settings, &self.store);
        match part {
            Some((part, story)) if story.subject.is_some() => Runs { drafts, part, story, settings, store }.play(),
            Some((part, story)) => Things { drafts, part, story, settings, store }.play(),
            None => plain(&drafts, settings.items),
        }
    }

    fn check_key(&self, seen: &Seen, operation: &Operation) -> Result<(), Refusal> {
        if let Some((base, key)) = operation.base.as_ref().and_then(|base| Some((base, base.key()?))) {
            return check_own_key(seen, base, &key);
        }
        let bearer = seen.header("authorization").and_then(|value| value.strip_prefix("Bearer "));
        let key = seen.header("x-api-key").or(bearer);
        match key {
            Some(key) if key == self.settings.key => Ok(()),
            Some(_) => Err(Refusal::new(401, "unauthenticated", "the API key is not valid")),
            None => Err(Refusal::new(401, "unauthenticated", "an API key is required in the header x-api-key")),
        }
    }
}

/// A family's own key goes alone: the platform's must not come with it. An older address of the family may have another
/// scheme.
fn check_own_key(seen: &Seen, base: &Base, key: &str) -> Result<(), Refusal> {
    let given = seen.header("authorization").and_then(|value| value.split_once(' ')).map(|(_, given)| given);
    let scheme = base.scheme.as_deref().unwrap_or_default();
    let problem = match given {
        _ if seen.header("x-api-key").is_some() => "the platform's key is not for this service".to_owned(),
        Some(given) if given == key => return Ok(()),
        Some(_) => "the key of the service is not valid".to_owned(),
        None => format!("a key of the service's own is required as Authorization: {scheme}"),
    };
    Err(Refusal::new(401, "unauthenticated", problem))
}

/// The answer of an operation that plays no part in a story; lists have so many items.
fn plain(drafts: &Drafts<'_>, items: u64) -> Result<Reply, Refusal> {
    let operation = drafts.asked.operation();
    let noun = noun(&operation.path);
    if operation.paging.is_some() {
        return list(drafts, items, &mut |schema, index| drafts.item(schema, index, &noun));
    }
    Ok(match operation.answer.kind.as_str() {
        "json" => write(operation, &drafts.answer()),
        "lines" => {
            let lines = (0..items).map(|index| line(drafts.item(drafts.schema(), index, &noun)));
            typed(operation, lines.collect())
        }
        "events" => typed(operation, format!("data: event of {}\n\n", operation.id)),
        "text" => typed(operation, format!("text of {}\n", operation.id)),
        "bytes" => typed(operation, format!("bytes of {}\n", operation.id)),
        "redirect" => {
            let host = drafts.asked.seen.header("host").unwrap_or("127.0.0.1");
            let place = percent_encoding::utf8_percent_encode(&operation.id, percent_encoding::NON_ALPHANUMERIC);
            Reply::new(operation.answer.status).header("location", &format!("http://{host}{FILES}{place}"))
        }
        _ => Reply::new(operation.answer.status),
    })
}

/// A frame of a stream of lines: a result and no error.
fn line(mut frame: Value) -> String {
    if let Some(object) = frame.as_object_mut().filter(|object| object.contains_key("result")) {
        object.retain(|name, _| name == "result");
    }
    format!("{frame}\n")
}

/// The last word of a path that is no parameter, as a part of identifiers.
fn noun(path: &str) -> String {
    let literal = path.split('/').rev().find(|segment| !segment.is_empty() && !segment.contains('{'));
    let word = literal.unwrap_or("item");
    word.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect()
}

fn unrouted(catalogue: &'static Catalogue, seen: &Seen) -> Refusal {
    if catalogue.knows_path(seen.path()) {
        let what = format!("HTTP 405 Method Not Allowed: {} {}", seen.method(), seen.path());
        return Refusal::new(405, "invalid", what);
    }
    // The words of the router, which tell a wrong path from a thing that is not there.
    Refusal::new(404, "missing", "HTTP 404 Not Found")
}

/// How errors of an operation are worded.
pub(crate) fn family(operation: &str) -> Option<&'static Family> {
    let catalogue = Catalogue::get();
    catalogue.family(catalogue.by_id(operation)?.operation)
}

/// The page of `items` that a request asks for, in the operation's own style; status and headers are those of `like`.
pub(crate) fn serve(operation: &str, seen: &Seen, items: &[Value], like: &Reply) -> Reply {
    let catalogue = Catalogue::get();
    let Some(found) = catalogue.by_id(operation) else { return like.clone() };
    let Some(paging) = &found.operation.paging else { return like.clone() };
    let paged = Asked::unchecked(seen, found);
    let slice = match Slice::of(&paged, paging, items.len() as u64) {
        Ok(slice) => slice,
        Err(refusal) => return refusal.reply(catalogue.family(found.operation), "mock-error"),
    };
    let mut value = Value::Object(serde_json::Map::new());
    let page = (slice.start..slice.end).filter_map(|index| items.get(usize::try_from(index).ok()?).cloned());
    put(&mut value, &paging.items, page.collect());
    slice.describe(&mut value, paging, catalogue);
    let reply = like.clone().typed("application/json", value.to_string());
    slice.headers(reply, &paged, paging)
}

/// What an operation answers when it was not done though the status is a success.
pub(crate) fn denied(operation: &str, seen: &Seen, correlation: &str) -> Reply {
    let catalogue = Catalogue::get();
    let Some(found) = catalogue.by_id(operation) else { return Reply::new(403) };
    let asked = Asked::unchecked(seen, found);
    let drafts = Drafts { catalogue, asked: &asked, scope: &Scope::default(), seed: 0 };
    match drafts.denied() {
        Some(value) => write(found.operation, &value),
        None => crate::fault::forbidden(catalogue.family(found.operation), correlation),
    }
}

/// What an answering mock would answer, were nothing ever created: a success that can be read.
pub(crate) fn usual(operation: &str, seen: &Seen) -> Reply {
    const ITEMS: u64 = 3;
    let catalogue = Catalogue::get();
    let Some(found) = catalogue.by_id(operation) else { return Reply::new(200) };
    let asked = Asked::unchecked(seen, found);
    let drafts = Drafts { catalogue, asked: &asked, scope: &Scope::default(), seed: 0 };
    let reply = plain(&drafts, ITEMS);
    reply.unwrap_or_else(|refusal| refusal.reply(catalogue.family(found.operation), "mock-error"))
}
