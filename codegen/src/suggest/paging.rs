//! How a new operation could page that no family claims.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::data::pagination::{Family, PaginationData, Style};
use crate::ir::{Location, Module, Operation, Type};
use crate::suggest::shape::{Place, places};

/// Common names of parameters and members, letters and digits only.
const PAGE: [&str; 6] = ["page", "pageindex", "pagenumber", "pagenum", "pageno", "currentpage"];
const OFFSET: [&str; 5] = ["offset", "skip", "start", "startindex", "from"];
const CURSOR: [&str; 6] = ["cursor", "after", "pagetoken", "nexttoken", "continuationtoken", "continue"];
const SIZE: [&str; 8] = ["size", "limit", "pagesize", "perpage", "pagelimit", "maxresults", "maxitems", "count"];
const TOTAL: [&str; 6] = ["totalitems", "totalelements", "total", "totalcount", "itemcount", "totalresults"];
const NEXT: [&str; 6] = ["next", "nextcursor", "nexttoken", "nextpagetoken", "cursor", "continuationtoken"];

/// How an operation could page: a guess by names and shapes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PagingGuess {
    /// The operation.
    pub operation: String,
    /// Its method and path.
    pub endpoint: String,
    /// The family it could join.
    pub family: Option<String>,
    /// What the guess goes by.
    pub because: String,
    /// Lines to paste into `pagination.toml`.
    pub lines: String,
}

/// Guesses for those operations that `is_new` names and that look like lists in pages.
pub fn guesses(modules: &[Module], data: &PaginationData, is_new: &dyn Fn(&Operation) -> bool) -> Vec<PagingGuess> {
    let all = modules.iter().flat_map(|module| module.operations.iter().map(move |operation| (module, operation)));
    let plain = all.filter(|(_, operation)| operation.paging.is_none() && operation.unpaged.is_none());
    plain
        .filter(|(_, operation)| is_new(operation))
        .filter_map(|(module, operation)| Shape::of(module, operation, data)?.guess(operation, data))
        .collect()
}

/// What of an operation looks like paging.
struct Shape {
    style: Style,
    by: String,
    size: Option<String>,
    items: Place,
    total: Option<String>,
    next: Option<String>,
    query: BTreeSet<String>,
}

impl Shape {
    fn of(module: &Module, operation: &Operation, data: &PaginationData) -> Option<Self> {
        let query = || operation.parameters.iter().filter(|parameter| parameter.location == Location::Query);
        let named = |names: &[&str], known: &dyn Fn(&Family) -> Option<&String>| {
            let mut parameters = query();
            let known: BTreeSet<&String> = data.family.iter().filter_map(known).collect();
            let found = parameters.find(|one| known.contains(&one.wire) || names.contains(&folded(&one.wire).as_str()));
            found.map(|parameter| parameter.wire.clone())
        };
        let places = places(module, operation);
        let items = places.iter().find(|place| matches!(place.ty, Type::List(_)))?.clone();
        let scalar = |names: &[&str], fits: &dyn Fn(&Type) -> bool| {
            let found = places.iter().find(|place| fits(&place.ty) && names.contains(&folded(place.name()).as_str()));
            found.map(|place| place.pointer.clone())
        };
        let next = scalar(&NEXT, &|ty| *ty == Type::String);
        let page = named(&PAGE, &|family| family.page.as_ref()).map(|by| (Style::Page, by));
        let offset = named(&OFFSET, &|family| family.offset.as_ref()).map(|by| (Style::Offset, by));
        let cursor = named(&CURSOR, &|family| family.cursor.as_ref()).map(|by| (Style::Cursor, by));
        let size = named(&SIZE, &|family| family.size.as_ref());
        // A start or a token alone means many things: pages are cut by size, or the answer says where the next begins.
        let (style, by) = page.or(offset.filter(|_| size.is_some())).or(cursor.filter(|_| next.is_some()))?;
        Some(Self {
            style,
            by,
            size,
            items,
            total: scalar(&TOTAL, &|ty| matches!(ty, Type::I32 | Type::I64 | Type::F64)),
            next,
            query: query().map(|parameter| parameter.wire.clone()).collect(),
        })
    }

    fn guess(&self, operation: &Operation, data: &PaginationData) -> Option<PagingGuess> {
        let family = self.family(operation, data);
        let size = self.size.as_ref().map_or(String::new(), |size| format!(" and {size:?}"));
        Some(PagingGuess {
            operation: operation.id.clone(),
            endpoint: format!("{} {}", operation.method, operation.path),
            because: format!("takes {:?}{size}, answers a list at {:?}", self.by, self.items.pointer),
            lines: match family {
                Some(family) => self.joining(operation, family),
                None => self.founding(operation),
            },
            family: family.map(|family| family.name.clone()),
        })
    }

    /// The family that asks for pages the same way and knows the place of the list; near paths first.
    fn family<'d>(&self, operation: &Operation, data: &'d PaginationData) -> Option<&'d Family> {
        let by = |family: &Family| match family.style {
            Style::Page => family.page.clone(),
            Style::Offset => family.offset.clone(),
            Style::Cursor => family.cursor.clone(),
            Style::Keyset => None,
        };
        let fits = data.family.iter().filter(|family| {
            family.style == self.style
                && by(family).as_deref() == Some(self.by.as_str())
                && family.body.is_empty()
                && family.query.iter().all(|name| self.query.contains(name))
                && family.items.iter().any(|place| self.is_at(place))
        });
        let nearness = |family: &Family| {
            let shared = |prefix: &String| {
                let (own, other) = (operation.path.split('/').skip(1), prefix.split('/').skip(1));
                own.zip(other).take_while(|(a, b)| a == b).count()
            };
            family.paths.iter().map(shared).max().unwrap_or_default()
        };
        // Servers differ in how they count, so only a family of the same server counts; of several, the first nearest.
        let near = fits.filter(|family| nearness(family) > 0);
        near.reduce(|best, family| if nearness(family) > nearness(best) { family } else { best })
    }

    fn is_at(&self, place: &str) -> bool {
        let pointer = self.items.pointer.as_str();
        place == pointer
            || place
                .strip_suffix("/*")
                .is_some_and(|base| pointer.rsplit_once('/').is_some_and(|(above, _)| above == base))
    }

    fn joining(&self, operation: &Operation, family: &Family) -> String {
        let (key, value) = match family.operations.is_empty() {
            true => ("paths", &operation.path),
            false => ("operations", &operation.id),
        };
        format!("# guess: add to `{key}` of [[family]] name = {:?}\n    {value:?},\n", family.name)
    }

    fn founding(&self, operation: &Operation) -> String {
        let mut lines =
            format!("# guess\n[[family]]\nname = {:?}\noperations = [{:?}]\n", operation.name, operation.id);
        let query: Vec<String> =
            [Some(&self.by), self.size.as_ref()].into_iter().flatten().map(|name| format!("{name:?}")).collect();
        lines.push_str(&format!("query = [{}]\n", query.join(", ")));
        match self.style {
            Style::Page => lines.push_str(&format!(
                "style = \"page\"\nfirst = 0  # guess: find out whether the server counts from 0 or 1\npage = {:?}\n",
                self.by
            )),
            Style::Offset => lines.push_str(&format!("style = \"offset\"\noffset = {:?}\n", self.by)),
            Style::Cursor | Style::Keyset => lines.push_str(&format!("style = \"cursor\"\ncursor = {:?}\n", self.by)),
        }
        if let Some(size) = &self.size {
            lines.push_str(&format!("size = {size:?}\n"));
        }
        lines.push_str(&format!("items = [{:?}]\n", self.items.pointer));
        if let Some(total) = &self.total {
            lines.push_str(&format!("total = [{total:?}]\n"));
        }
        if let Some(next) = self.next.as_ref().filter(|_| self.style == Style::Cursor) {
            lines.push_str(&format!("next = [{next:?}]\n"));
        }
        lines
    }
}

/// Letters and digits in lower case, behind the last dot.
fn folded(name: &str) -> String {
    let last = name.rsplit('.').next().unwrap_or(name);
    last.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}
