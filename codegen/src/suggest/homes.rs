//! The module in which a tag is at home that no module claims.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use crate::closure::References;
use crate::defect::Defect;
use crate::document::{Document, Object};
use crate::partition::{Cut, Located};

/// How much each sign counts. Paths say most: products have their own; schemas confirm; words of tags are a hint.
const WEIGHTS: [f64; 3] = [0.55, 0.3, 0.15];

/// How many modules are named for a tag.
const SHOWN: usize = 3;

/// From this share of its operations on, a module takes a tag whole.
const MOST: f64 = 0.75;

/// A tag that no module claims, and where it could belong.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Home {
    /// The tag.
    pub tag: String,
    /// Its operations: method in upper case and path.
    pub operations: Vec<String>,
    /// The modules it fits best, with a score from 0 to 1, best first.
    pub scores: Vec<(String, f64)>,
    /// Modules by path prefix, where one tag seems to serve several.
    pub splits: Vec<(String, String)>,
}

impl Home {
    /// The module that an operation of the tag would belong to.
    pub fn module_of(&self, path: &str, method: &str) -> Option<&str> {
        let operation = format!("{} {path}", method.to_uppercase());
        if !self.operations.contains(&operation) {
            return None;
        }
        let split = self.splits.iter().filter(|(_, prefix)| path.starts_with(prefix.as_str()));
        let split = split.max_by_key(|(_, prefix)| prefix.len()).map(|(module, _)| module);
        split.or_else(|| self.scores.first().map(|(module, _)| module)).map(String::as_str)
    }

    /// The lines to paste into `modules.toml`.
    pub fn lines(&self) -> String {
        let tag = &self.tag;
        let first = self.operations.first().map_or("", String::as_str);
        let count = self.operations.len();
        if !self.splits.is_empty() {
            let blocks = self
                .splits
                .iter()
                .map(|(module, prefix)| format!("[[{module}.split]]  # guess\ntag = {tag:?}\nprefix = {prefix:?}\n"));
            return blocks.collect::<Vec<_>>().join("\n");
        }
        format!("    {tag:?},  # {count} operations, such as {first}\n")
    }

    /// The modules with their scores, for people.
    pub fn ranking(&self) -> String {
        let shown: Vec<String> = self.scores.iter().map(|(module, score)| format!("[{module}] {score:.2}")).collect();
        shown.join(", ")
    }

    /// The missing claim as a defect.
    pub fn defect(&self) -> Defect {
        let lines: String = self.lines().lines().map(|line| format!("\n        {}", line.trim_start())).collect();
        let message = format!("modules.toml: no module claims tag {:?}", self.tag);
        let help = match (self.scores.first(), self.splits.is_empty()) {
            (Some((module, _)), true) => {
                format!("add it to the `tags` of a module; guess: [{module}] (scores: {}){lines}", self.ranking())
            }
            (Some(_), false) => format!("split it by path; guess (scores: {}){lines}", self.ranking()),
            (None, _) => format!("add it to the `tags` of a module{lines}"),
        };
        Defect::whole(message, help)
    }
}

/// Where the tags could belong that no module claims: by path prefix, then by shared schemas, then by words.
pub fn of(document: &Document, cut: &Cut<'_>) -> Vec<Home> {
    if cut.unclaimed.is_empty() {
        return Vec::new();
    }
    let empty = Object::new();
    let references = References::of(document.schemas().unwrap_or(&empty));
    let known = Known::of(cut, &references);
    cut.unclaimed.iter().map(|(tag, located)| known.home(tag, located, &references)).collect()
}

/// What is known of the modules.
struct Known<'a> {
    /// Operations of each module below each path prefix.
    prefixes: BTreeMap<String, BTreeMap<&'a str, usize>>,
    /// Modules that reach each schema.
    schemas: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// Words of the tags of each module.
    words: BTreeMap<&'a str, Vec<BTreeSet<String>>>,
}

impl<'a> Known<'a> {
    fn of(cut: &'a Cut<'a>, references: &References<'a>) -> Self {
        let mut known = Self { prefixes: BTreeMap::new(), schemas: BTreeMap::new(), words: BTreeMap::new() };
        for (module, located) in &cut.partition {
            let mut tags = BTreeSet::new();
            for one in located {
                for prefix in prefixes(&one.path) {
                    *known.prefixes.entry(prefix).or_default().entry(module).or_default() += 1;
                }
                for schema in reached(one, references) {
                    known.schemas.entry(schema).or_default().insert(module);
                }
                tags.extend(one.operation.get("tags").and_then(|tags| tags.get(0)).and_then(Value::as_str));
            }
            known.words.insert(module, tags.into_iter().map(words).collect());
        }
        known
    }

    fn home(&self, tag: &str, located: &[Located<'a>], references: &References<'a>) -> Home {
        let mut scores: BTreeMap<&str, f64> = BTreeMap::new();
        let mut groups: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for one in located {
            let by_path = self.by_path(&one.path);
            if let Some((module, _)) = best(&by_path) {
                groups.entry(module).or_default().push(&one.path);
            }
            add(&mut scores, by_path, WEIGHTS[0] / count(located.len()));
        }
        let schemas: BTreeSet<&str> = located.iter().flat_map(|one| reached(one, references)).collect();
        add(&mut scores, self.by_schemas(&schemas), WEIGHTS[1]);
        add(&mut scores, self.by_words(tag), WEIGHTS[2]);
        let mut ranked: Vec<(String, f64)> = scores
            .into_iter()
            .map(|(module, score)| (module.to_owned(), (score * 100.0).round() / 100.0))
            .filter(|(_, score)| *score > 0.0)
            .collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        ranked.truncate(SHOWN);
        let operation = |one: &Located<'_>| format!("{} {}", one.method.to_uppercase(), one.path);
        Home {
            tag: tag.to_owned(),
            operations: located.iter().map(operation).collect(),
            scores: ranked,
            splits: splits(&groups, located.len()),
        }
    }

    /// The modules below the longest prefix of the path that any module knows, the longer the better.
    fn by_path(&self, path: &str) -> BTreeMap<&'a str, f64> {
        let own = prefixes(path);
        let depth = count(own.len());
        for (index, prefix) in own.iter().enumerate().rev() {
            if let Some(modules) = self.prefixes.get(prefix) {
                let all = count(modules.values().sum());
                let reach = count(index + 1) / depth;
                return modules.iter().map(|(module, own)| (*module, reach * count(*own) / all)).collect();
            }
        }
        BTreeMap::new()
    }

    /// The share of the schemas that a module reaches; what many modules reach says little.
    fn by_schemas(&self, schemas: &BTreeSet<&str>) -> BTreeMap<&'a str, f64> {
        let mut scores = BTreeMap::new();
        for modules in schemas.iter().filter_map(|schema| self.schemas.get(schema)) {
            for module in modules {
                *scores.entry(*module).or_insert(0.0) += 1.0 / count(modules.len()) / count(schemas.len());
            }
        }
        scores
    }

    /// The share of words that the tag has in common with the tag of a module that is most like it.
    fn by_words(&self, tag: &str) -> BTreeMap<&'a str, f64> {
        let own = words(tag);
        let likeness = |other: &BTreeSet<String>| {
            let all = own.union(other).count();
            if all == 0 { 0.0 } else { count(own.intersection(other).count()) / count(all) }
        };
        let most = |tags: &[BTreeSet<String>]| tags.iter().map(likeness).fold(0.0, f64::max);
        self.words.iter().map(|(module, tags)| (*module, most(tags))).collect()
    }
}

/// Modules with the prefix their share of a tag goes by, where no module has nearly all of it.
fn splits(groups: &BTreeMap<&str, Vec<&str>>, all: usize) -> Vec<(String, String)> {
    let largest = groups.values().map(Vec::len).max().unwrap_or_default();
    if count(largest) >= MOST * count(all) || groups.values().map(Vec::len).sum::<usize>() < all {
        return Vec::new();
    }
    let splits: Vec<(String, String)> =
        groups.iter().map(|(module, paths)| ((*module).to_owned(), common(paths))).collect();
    let prefixes: BTreeSet<&String> = splits.iter().map(|(_, prefix)| prefix).collect();
    // Where the prefixes do not tell the modules apart, a split would be no help.
    if prefixes.len() < splits.len() { Vec::new() } else { splits }
}

/// The literal beginnings of a path, from short to long.
fn prefixes(path: &str) -> Vec<String> {
    let mut prefix = String::new();
    path.split('/')
        .skip(1)
        .map(|segment| {
            prefix.push('/');
            prefix.push_str(if segment.starts_with('{') { "{}" } else { segment });
            prefix.clone()
        })
        .collect()
}

/// The longest beginning that all paths have in common, up to the first parameter.
fn common(paths: &[&str]) -> String {
    let mut shared: Vec<&str> = paths.first().map(|path| path.split('/').collect()).unwrap_or_default();
    for path in paths {
        let same = shared.iter().zip(path.split('/')).take_while(|(a, b)| *a == b).count();
        shared.truncate(same);
    }
    let literal = shared.iter().take_while(|segment| !segment.starts_with('{')).copied().collect::<Vec<_>>();
    literal.join("/")
}

fn reached<'a>(one: &Located<'a>, references: &References<'a>) -> BTreeSet<&'a str> {
    let parts = ["parameters", "requestBody", "responses"].into_iter().filter_map(|key| one.operation.get(key));
    references.reached_from(parts).into_iter().collect()
}

fn words(text: &str) -> BTreeSet<String> {
    let words = crate::rust_name::snake(text);
    words.split('_').filter(|word| !word.is_empty()).map(|word| word.trim_end_matches('s').to_owned()).collect()
}

fn best<'a>(scores: &BTreeMap<&'a str, f64>) -> Option<(&'a str, f64)> {
    let best = scores.iter().max_by(|a, b| a.1.total_cmp(b.1).then_with(|| b.0.cmp(a.0)));
    best.map(|(module, score)| (*module, *score))
}

fn add<'a>(scores: &mut BTreeMap<&'a str, f64>, more: BTreeMap<&'a str, f64>, weight: f64) {
    for (module, score) in more {
        *scores.entry(module).or_default() += weight * score;
    }
}

#[allow(clippy::cast_precision_loss, reason = "counts of operations and schemas are small")]
fn count(number: usize) -> f64 {
    number as f64
}
