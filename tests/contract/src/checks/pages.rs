//! Lists are walked over three pages of a server of their own style.

use std::collections::BTreeSet;

use harness_sdk_mock::sample::{Draw, Extent};
use serde_json::{Value, json};

use crate::checks::answer::value_problems;
use crate::checks::{Subject, verdict};
use crate::document::{Answer, Operation, Paging, Style};
use crate::expect::plan::{Form, Plan, Setting, plan, seed};
use crate::expect::request::{Expected, ExpectedBody};
use crate::sending::{Content, Received};
use crate::server::{Reply, Seen};
use crate::worker::{self, PROJECT};

/// Items a page.
const SIZE: usize = 2;
/// Items in all: three pages, the last one short.
const COUNT: usize = 5;
/// Items in all where the last page is full, so that nothing but the signal under test tells that it is the last.
const FULL: usize = 6;
/// A client that asks more often does not end by itself.
const MOST: usize = 6;

/// What the pages tell beside their items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Signals {
    /// All that the operation has.
    All,
    /// Only those without which nobody could go on.
    Needed,
    /// Beside those one alone, and the last page is full.
    Only(Signal),
}

/// What can tell that a page is the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Signal {
    Total,
    Pages,
    Last,
    More,
    TotalHeader,
    PagesHeader,
}

impl Signal {
    const ALL: [Self; 6] = [Self::Total, Self::Pages, Self::Last, Self::More, Self::TotalHeader, Self::PagesHeader];

    /// Where the operation has it.
    fn place(self, paging: &Paging) -> Option<&String> {
        let place = match self {
            Self::Total => &paging.total,
            Self::Pages => &paging.pages,
            Self::Last => &paging.last,
            Self::More => &paging.more,
            Self::TotalHeader => &paging.total_header,
            Self::PagesHeader => &paging.pages_header,
        };
        place.as_ref()
    }
}

impl Signals {
    fn has(self, signal: Signal) -> bool {
        self == Self::All || self == Self::Only(signal)
    }

    fn count(self) -> usize {
        if matches!(self, Self::Only(_)) { FULL } else { COUNT }
    }
}

/// Walks the list: with all signals, with those that are needed, and with each that tells the end alone.
pub(crate) fn walk(subject: Subject) -> Result<(), String> {
    let Some(paging) = &subject.operation.paging else {
        return Err(format!("{}: the data says that it does not page", subject.operation.title()));
    };
    // A cursor and a keyset say themselves whether more follows.
    let tells_itself = matches!(paging.style, Style::Cursor { .. } | Style::Keyset(_));
    let alone = Signal::ALL.into_iter().filter(|one| !tells_itself && one.place(paging).is_some()).map(Signals::Only);
    for signals in [Signals::All, Signals::Needed].into_iter().chain(alone) {
        let problems = walk_with(subject, paging, signals)?;
        verdict(&subject.operation.title(), &format!("pages with signals: {signals:?}"), &problems)?;
    }
    Ok(())
}

fn walk_with(subject: Subject, paging: &'static Paging, signals: Signals) -> Result<Vec<String>, String> {
    let list = List::of(subject, paging, signals);
    let Plan { mut arguments, mut expected } =
        plan(subject.facts, subject.operation, PROJECT, Setting::All, Form::Main);
    let own = own_parameters(paging);
    for name in own.iter().filter(|name| !name.starts_with('/')) {
        arguments.remove("query", name);
        expected.query.retain(|pair| pair.split('=').next() != Some(name.as_str()));
    }
    for place in own.iter().filter(|name| name.starts_with('/')) {
        arguments.change_body(|body| put(body, place, None));
        if let ExpectedBody::Json(_, body) = &mut expected.body {
            put(body, place, None);
        }
    }
    let items = list.items.clone();
    let Some(call) = subject.case.items else { return Ok(vec!["it has no items()".to_owned()]) };
    worker::with(|worker| {
        let mut asked = 0;
        worker.server.answer_by(move |seen| {
            asked += 1;
            if asked > MOST { Reply::empty(508) } else { list.reply(seen) }
        });
        let context = worker.context(PROJECT);
        let outcome = worker.wait(call(&context, &mut arguments, paging.size.as_ref().map(|_| SIZE as u32)));
        let mut problems = arguments.faults();
        match outcome {
            Ok(Received { content: Content::Values(got), .. }) => problems.extend(item_problems(&items, &got)),
            Ok(other) => problems.push(format!("expected items, got {other:?}")),
            Err(error) => problems.push(format!("the walk failed: {error}")),
        }
        let seen = worker.server.seen();
        let wanted = if ends_by_itself(paging, signals) { 3 } else { 4 };
        if seen.len() != wanted {
            problems.push(format!("expected {wanted} requests, got {}", seen.len()));
        }
        for (index, one) in seen.iter().enumerate() {
            let found = filter_problems(&expected, paging, &own, one);
            problems.extend(found.into_iter().map(|problem| format!("request {}: {problem}", index + 1)));
        }
        Ok(problems)
    })
}

/// Whether the third page shows that it is the last one; else a page without items does.
fn ends_by_itself(paging: &Paging, signals: Signals) -> bool {
    let places = [&paging.total, &paging.pages, &paging.last, &paging.more, &paging.total_header, &paging.pages_header];
    let is_told = signals != Signals::Needed && places.iter().any(|place| place.is_some());
    paging.short || is_told || matches!(paging.style, Style::Cursor { .. } | Style::Keyset(_))
}

fn item_problems(expected: &[Value], got: &[Box<dyn harness_sdk_core::model::Slot>]) -> Vec<String> {
    let mut found = Vec::new();
    if expected.len() != got.len() {
        found.push(format!("expected {} items, got {}", expected.len(), got.len()));
    }
    for (index, (value, item)) in expected.iter().zip(got).enumerate() {
        found.extend(value_problems(value, item.as_ref(), &[]).into_iter().map(|one| format!("item {index} {one}")));
    }
    found
}

/// What the pager itself sets: query parameters, and places in the body.
fn own_parameters(paging: &Paging) -> BTreeSet<String> {
    let mut own: BTreeSet<String> = paging.size.iter().cloned().collect();
    match &paging.style {
        Style::Page { to, .. } | Style::Offset { to } | Style::Cursor { to, .. } => drop(own.insert(to.clone())),
        Style::Keyset(carry) => own.extend(carry.iter().map(|(to, _)| to.clone())),
    }
    own.extend(paging.token.iter().map(|(_, to)| to.clone()));
    own.extend(paging.only_without.clone());
    own
}

/// Everything but the pager's own must be on every request.
fn filter_problems(expected: &Expected, paging: &Paging, own: &BTreeSet<String>, seen: &Seen) -> Vec<String> {
    let mut expected = expected.clone();
    let is_own = |pair: &&str| own.contains(pair.split('=').next().unwrap_or_default());
    expected.query.extend(seen.query().iter().filter(|pair| is_own(pair)).map(|pair| (*pair).to_owned()));
    if let ExpectedBody::Json(_, body) = &mut expected.body {
        let got: Value = serde_json::from_slice(&seen.body).unwrap_or_default();
        for place in own.iter().filter(|name| name.starts_with('/')) {
            put(body, place, got.pointer(place).cloned());
        }
    }
    let mut found = expected.problems(seen);
    if let Some(size) = &paging.size
        && asked(seen, size).as_deref() != Some(SIZE.to_string().as_str())
    {
        found.push(format!("{size}: expected {SIZE}, got {:?}", asked(seen, size)));
    }
    if let Some(name) = &paging.only_without
        && seen.parameter(name).is_some()
    {
        found.push(format!("{name}: it makes the server answer the whole list"));
    }
    found
}

/// What a request has for a query parameter or a place of the body.
fn asked(seen: &Seen, name: &str) -> Option<String> {
    if !name.starts_with('/') {
        return seen.parameter(name);
    }
    let body: Value = serde_json::from_slice(&seen.body).ok()?;
    match body.pointer(name)? {
        Value::String(text) => Some(text.clone()),
        Value::Null => None,
        other => Some(other.to_string()),
    }
}

/// The list that the server holds.
struct List {
    operation: &'static Operation,
    paging: &'static Paging,
    signals: Signals,
    items: Vec<Value>,
    /// An answer without items.
    frame: Value,
}

impl List {
    fn of(subject: Subject, paging: &'static Paging, signals: Signals) -> Self {
        let sampler = &subject.facts.sampler;
        let schema = match subject.operation.answer {
            Answer::Json(schema) => {
                crate::document::property_at(sampler, schema, &paging.items).unwrap_or(&Value::Null)
            }
            _ => &Value::Null,
        };
        let item = sampler.resolve(schema).and_then(|schema| schema.get("items")).unwrap_or(&Value::Null);
        let mut draw = Draw::new(seed(subject.operation.id)).items(1);
        let items = (0..signals.count()).map(|_| sampler.value(item, &mut draw)).collect();
        let frame = subject.sample(Extent::Full).unwrap_or_default();
        Self { operation: subject.operation, paging, signals, items, frame }
    }

    /// The page that a request asks for.
    fn reply(&self, seen: &Seen) -> Reply {
        let number = |text: Option<String>| text.map(|text| text.parse::<i64>());
        let page = match &self.paging.style {
            Style::Page { to, first } => number(asked(seen, to)).unwrap_or(Ok(*first)).map(|page| page - first),
            Style::Offset { to } => number(asked(seen, to)).unwrap_or(Ok(0)).map(|offset| offset / SIZE as i64),
            Style::Cursor { to, .. } => {
                asked(seen, to).map_or(Ok(0), |text| text.trim_start_matches("cursor-").parse())
            }
            Style::Keyset(carry) => self.keyset_page(seen, carry),
        };
        match page.ok().and_then(|page| usize::try_from(page).ok()) {
            Some(page) => self.page(page),
            None => Reply::new(
                400,
                "application/json",
                json!({"message": format!("no such page: {}", seen.target)}).to_string(),
            ),
        }
    }

    fn keyset_page(&self, seen: &Seen, carry: &[(String, String)]) -> Result<i64, std::num::ParseIntError> {
        let values: Vec<Option<String>> = carry.iter().map(|(to, _)| seen.parameter(to)).collect();
        match values.iter().flatten().next() {
            None => Ok(0),
            Some(first) if values.iter().all(|value| value.as_deref() == Some(first)) => first.parse(),
            Some(_) => "the values of one page".parse(),
        }
    }

    fn page(&self, page: usize) -> Reply {
        let items: Vec<Value> = self.items.iter().skip(page * SIZE).take(SIZE).cloned().collect();
        let count = self.items.len();
        let is_last = (page + 1) * SIZE >= count;
        let pages = count.div_ceil(SIZE);
        let mut body = self.frame.clone();
        put(&mut body, &self.paging.items, Some(json!(items)));
        let has = |signal| self.signals.has(signal);
        self.signal(&mut body, &self.paging.total, has(Signal::Total).then(|| json!(count)));
        self.signal(&mut body, &self.paging.pages, has(Signal::Pages).then(|| json!(pages)));
        self.signal(&mut body, &self.paging.last, has(Signal::Last).then(|| json!(is_last)));
        let is_keyset = matches!(self.paging.style, Style::Keyset(_));
        self.signal(&mut body, &self.paging.more, (has(Signal::More) || is_keyset).then(|| json!(!is_last)));
        if let Style::Cursor { next, .. } = &self.paging.style {
            put(&mut body, next, (!is_last).then(|| json!(format!("cursor-{}", page + 1))));
        }
        if let Style::Keyset(carry) = &self.paging.style {
            carry.iter().for_each(|(_, place)| put(&mut body, place, Some(self.typed(place, page + 1))));
        }
        if let Some((place, _)) = &self.paging.token {
            put(&mut body, place, Some(json!(format!("token-{page}"))));
        }
        let mut reply = Reply::new(self.operation.status, "application/json", body.to_string());
        let headers = [
            (&self.paging.total_header, has(Signal::TotalHeader).then_some(count)),
            (&self.paging.pages_header, has(Signal::PagesHeader).then_some(pages)),
            (&self.paging.next_header, (self.signals == Signals::All && !is_last).then_some(page + 2)),
        ];
        for (name, value) in headers {
            if let (Some(name), Some(value)) = (name, value) {
                reply = reply.header(name, value.to_string());
            }
        }
        reply
    }

    fn signal(&self, body: &mut Value, place: &Option<String>, value: Option<Value>) {
        if let Some(place) = place {
            put(body, place, value);
        }
    }

    /// A number as a place of the answer has it: as a number or as text.
    fn typed(&self, place: &str, number: usize) -> Value {
        match self.frame.pointer(place) {
            Some(Value::String(_)) => json!(number.to_string()),
            _ => json!(number),
        }
    }
}

/// Puts a value at a place that is there; without a value the place is emptied.
fn put(body: &mut Value, place: &str, value: Option<Value>) {
    if place.is_empty() {
        *body = value.unwrap_or_default();
        return;
    }
    let Some((parent, name)) = place.rsplit_once('/') else { return };
    let name = name.replace("~1", "/").replace("~0", "~");
    if let Some(object) = body.pointer_mut(parent).and_then(Value::as_object_mut) {
        match value {
            Some(value) => drop(object.insert(name, value)),
            None => drop(object.remove(&name)),
        }
    }
}
