//! Which operations page, how, and where they keep what paging needs.

mod places;
mod request;
mod subject;

use crate::classify::scope::within;
use crate::classify::used::Used;
use crate::data::entry::Entry;
use crate::data::pagination::{Exception, Family, PaginationData, Style};
use crate::ir::{Advance, Paging};

use places::Answer;
use request::Request;
pub use subject::Subject;

const FILE: &str = "pagination.toml";

/// Answers for `pagination.toml`.
#[derive(Debug, Default)]
pub struct Pagination {
    data: PaginationData,
    used: Used,
}

/// Whether and how an operation pages.
#[derive(Debug, Clone, PartialEq)]
pub enum Listing {
    /// It pages.
    Paged(Box<Paging>),
    /// It looks as if it paged and does not, for this reason.
    Unpaged(String),
    /// It does not look as if it paged.
    Plain,
}

impl Pagination {
    /// Takes the data.
    pub fn new(data: PaginationData) -> Self {
        Self { data, used: Used::default() }
    }

    /// The data.
    pub fn data(&self) -> &PaginationData {
        &self.data
    }

    /// How an operation pages. What keeps it from paging as the data says is added to `problems`.
    pub fn listing(&self, subject: &Subject<'_>, problems: &mut Vec<String>) -> Listing {
        let mut unpaged = self.data.unpaged.iter().enumerate();
        if let Some((index, entry)) = unpaged.find(|(_, entry)| entry.operations.iter().any(|id| id == subject.id)) {
            self.used.note(unpaged_entry(index, subject.id));
            return Listing::Unpaged(entry.reason.clone());
        }
        let request = Request::of(subject);
        let mut found = Vec::new();
        let listing = match self.family(subject, &request, &mut found) {
            Some(family) => self.paging(subject, &request, family, &mut found),
            None => {
                found.extend(self.look_alike(&request));
                Listing::Plain
            }
        };
        problems.extend(found.into_iter().map(|text| format!("pagination.toml: {:?} {text}", subject.id)));
        listing
    }

    fn family(&self, subject: &Subject<'_>, request: &Request<'_>, problems: &mut Vec<String>) -> Option<&Family> {
        self.data.family.iter().find(|family| {
            let is_named = family.operations.iter().any(|id| id == subject.id);
            if !is_named && (family.paths.is_empty() || !within(&family.paths, subject.path)) {
                return false;
            }
            let missing = request.missing(family.query.iter().chain(&family.body));
            if is_named && !missing.is_empty() {
                let missing = missing.join(", ");
                problems.push(format!("does not declare {missing}, which its family {:?} goes by", family.name));
            }
            missing.is_empty()
        })
    }

    fn exception(&self, id: &str) -> Option<&Exception> {
        let (index, exception) = self.data.operation.iter().enumerate().find(|(_, exception)| exception.id == id)?;
        self.used.note(exception_entry(index, id));
        Some(exception)
    }

    /// An operation that declares what a family goes by, and of which no entry says anything.
    fn look_alike(&self, request: &Request<'_>) -> Option<String> {
        let like = self.data.family.iter().find(|family| {
            let mut places = family.query.iter().chain(&family.body).peekable();
            places.peek().is_some() && request.missing(places).is_empty()
        })?;
        Some(format!(
            "declares the parameters of family {:?} and belongs to no family; add it to one, or to [[unpaged]] with a reason",
            like.name
        ))
    }

    fn paging(
        &self,
        subject: &Subject<'_>,
        request: &Request<'_>,
        family: &Family,
        problems: &mut Vec<String>,
    ) -> Listing {
        let number = self.data.family.iter().position(|other| other.name == family.name).unwrap_or_default();
        self.used.note(family_entry(number, &family.name));
        let exception = self.exception(subject.id);
        let mut own = exception.map_or_else(|| family.clone(), |exception| family.with(exception));
        own.send_size |= own.size.as_deref().is_some_and(|size| request.requires(size));
        let only_without = exception.and_then(|exception| exception.only_without.clone());
        undeclared(&own, only_without.as_ref(), request, problems);
        let Some(answer) = Answer::of(subject) else {
            problems.push(format!("belongs to family {:?} and does not answer JSON", family.name));
            return Listing::Plain;
        };
        let place = |key: &str, candidates: &[String]| {
            let (candidate, place) = answer.first(key, candidates)?;
            self.used.note(candidate_entry(number, &family.name, key, candidate));
            Some(place)
        };
        problems.extend(exception.into_iter().flat_map(|exception| vain(exception, &answer)));
        let Some((items, item)) = place("items", &own.items).and_then(|items| {
            let item = answer.item(&items)?;
            Some((items, item))
        }) else {
            problems.push(format!("answers no list at {:?}; put the right place under [[operation]]", own.items));
            return Listing::Plain;
        };
        let next = place("next", &own.next);
        let Some(advance) = advance(&own, next, &answer, problems) else {
            return Listing::Plain;
        };
        let default_size = own.size.as_deref().and_then(|size| request.default_of(size));
        // Not more than either allows: the document's bound may be one that the server cuts down to its own in silence.
        let bound = own.size.as_deref().and_then(|size| request.most_of(size));
        own.max = own.max.into_iter().chain(bound).min();
        own.ask = own.ask.map(|ask| own.max.map_or(ask, |most| ask.min(most)));
        unsized_requests(&own, default_size, problems);
        Listing::Paged(Box::new(Paging {
            family: own.name.clone(),
            advance,
            items,
            item,
            default_size,
            ask: if default_size.is_none() { own.ask } else { None },
            max: own.max,
            send_size: own.send_size,
            short: own.short,
            total: place("total", &own.total),
            pages: place("pages", &own.pages),
            last: place("last", &own.last),
            more: place("more", &own.more),
            token: place("token", &own.token).zip(own.token_to),
            size: own.size,
            total_header: own.total_header,
            pages_header: own.pages_header,
            next_header: own.next_header,
            only_without,
        }))
    }

    /// Entries that contradict themselves, and ids that stand twice.
    pub fn problems(&self) -> Vec<String> {
        let mut problems: Vec<String> = self.data.family.iter().flat_map(Family::problems).collect();
        let unpaged: Vec<String> = self.data.unpaged.iter().flat_map(|entry| entry.operations.clone()).collect();
        let exceptions: Vec<String> = self.data.operation.iter().map(|exception| exception.id.clone()).collect();
        for (list, ids) in [("[[unpaged]]", &unpaged), ("[[operation]]", &exceptions)] {
            let twice = ids.iter().enumerate().filter(|(index, id)| ids[..*index].contains(id));
            problems.extend(twice.map(|(_, id)| format!("pagination.toml: {id:?} stands twice under {list}")));
        }
        problems
    }

    /// Entries of no use.
    pub fn unused(&self) -> Vec<Entry> {
        let mut entries = Vec::new();
        for (index, entry) in self.data.unpaged.iter().enumerate() {
            entries.extend(entry.operations.iter().map(|id| unpaged_entry(index, id)));
        }
        for (index, exception) in self.data.operation.iter().enumerate() {
            entries.push(exception_entry(index, &exception.id));
        }
        for (index, family) in self.data.family.iter().enumerate() {
            entries.push(family_entry(index, &family.name));
            for (key, places) in family.candidates() {
                entries.extend(places.iter().map(|place| candidate_entry(index, &family.name, key, place)));
            }
        }
        self.used.unused(entries)
    }
}

/// How the next page is asked for; `None` when a place it needs is not in the answer.
fn advance(family: &Family, next: Option<String>, answer: &Answer<'_>, problems: &mut Vec<String>) -> Option<Advance> {
    let to = |to: &Option<String>| to.clone().unwrap_or_default();
    match family.style {
        Style::Page => Some(Advance::Page { to: to(&family.page), first: family.first.unwrap_or_default() }),
        Style::Offset => Some(Advance::Offset { to: to(&family.offset) }),
        Style::Cursor => {
            if next.is_none() {
                problems.push(format!("answers no cursor at {:?}", family.next));
            }
            Some(Advance::Cursor { to: to(&family.cursor), next: next? })
        }
        Style::Keyset => {
            let absent: Vec<_> = family.carry.values().filter(|place| !answer.has_value(place)).collect();
            if !absent.is_empty() {
                problems.push(format!("answers nothing at {absent:?}, which the next page repeats"));
                return None;
            }
            Some(Advance::Keyset(family.carry.clone().into_iter().collect()))
        }
    }
}

/// The keys of an exception that find nothing in the answer.
fn vain(exception: &Exception, answer: &Answer<'_>) -> Vec<String> {
    let lists = exception.candidates().filter(|(key, list)| !list.is_empty() && answer.first(key, list).is_none());
    lists.map(|(key, list)| format!("answers nothing at {list:?}, its own `{key}` under [[operation]]")).collect()
}

/// Sizes that the pager needs and nobody gives.
fn unsized_requests(family: &Family, default_size: Option<u32>, problems: &mut Vec<String>) {
    if default_size.is_some() || family.ask.is_some() {
        return;
    }
    if family.send_size {
        problems.push("always sends its size, and neither the document nor `ask` gives one".to_owned());
    }
    if family.style == Style::Offset && !family.short {
        problems
            .push("counts items and has `short = false`, and neither the document nor `ask` gives its size".to_owned());
    }
}

/// The parameters that the pager would set although the operation does not know them.
fn undeclared(family: &Family, only_without: Option<&String>, request: &Request<'_>, problems: &mut Vec<String>) {
    let named = [&family.page, &family.offset, &family.cursor, &family.size, &family.token_to];
    let named = named.into_iter().flatten().chain(family.carry.keys()).chain(only_without);
    let missing = request.missing(named);
    if !missing.is_empty() {
        problems.push(format!("does not declare {}, which family {:?} sets", missing.join(", "), family.name));
    }
}

fn family_entry(index: usize, name: &str) -> Entry {
    Entry::new(FILE, format!("[[family]] {name:?}")).key("family").index(index)
}

fn candidate_entry(index: usize, family: &str, key: &str, place: &str) -> Entry {
    let label = format!("[[family]] {family:?}: {key} {place:?}");
    Entry::new(FILE, label).key("family").index(index).key(key).or_all_of_it().item(place)
}

fn exception_entry(index: usize, id: &str) -> Entry {
    Entry::new(FILE, format!("[[operation]] {id:?}")).key("operation").index(index)
}

fn unpaged_entry(index: usize, id: &str) -> Entry {
    let label = format!("[[unpaged]] {id:?}");
    Entry::new(FILE, label).key("unpaged").index(index).or_all_of_it().key("operations").item(id)
}
