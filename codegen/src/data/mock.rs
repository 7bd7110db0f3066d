//! `mock.toml`: what the mock server must know beyond the document.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Map, Value, json};

/// `mock.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MockData {
    /// Members of answers that carry the scope or an identity.
    pub members: BTreeMap<String, Vec<String>>,
    /// Members of a page's envelope.
    pub page: BTreeMap<String, Vec<String>>,
    /// What `{code}` stands for in an error.
    pub codes: Map<String, Value>,
    /// How services word errors.
    pub family: Vec<Family>,
    /// Operations that tell one story.
    pub story: Vec<Story>,
    /// Executions.
    pub run: Vec<Run>,
    /// Members that answers have and the document lacks.
    pub adds: Vec<Add>,
}

/// Members that the platform writes into a schema's values and the document lacks.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Add {
    /// The schema.
    pub schema: String,
    /// The public source that shows them.
    pub source: String,
    /// The schema of each.
    pub members: Map<String, Value>,
}

/// How some services word an error.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// The family's name.
    pub name: String,
    /// Path prefixes of its operations.
    pub paths: Vec<String>,
    /// The error as JSON with places to fill.
    pub body: String,
    /// Codes in place of those of all families.
    pub codes: Option<Map<String, Value>>,
    /// What becomes of a page before the first one.
    #[serde(default)]
    pub pages: Pages,
}

/// What becomes of a page before the first one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pages {
    /// It is taken for the first one.
    #[default]
    Lenient,
    /// It is refused.
    Strict,
}

/// Operations that speak of the same things.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    /// What the things are called.
    pub noun: String,
    /// The part of the scope that names the thing itself.
    pub own: Option<String>,
    /// Who does what.
    pub part: Vec<Part>,
}

/// Executions and what moves them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// What an execution is called.
    pub noun: String,
    /// The story whose things are executed.
    pub subject: String,
    /// The state of one that is under way.
    pub running: String,
    /// The state of one that waits for a person.
    pub waiting: String,
    /// The state of one that went well.
    pub done: String,
    /// Who does what.
    pub part: Vec<Part>,
}

/// What some operations do in a story, and where they say it.
#[derive(Debug, Clone, Deserialize)]
pub struct Part {
    /// What they do.
    pub does: String,
    /// The operations.
    pub operations: Vec<String>,
    /// Everything else, by key; see [`PLACES`].
    #[serde(flatten)]
    pub places: BTreeMap<String, Where>,
}

/// A value of a part.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Where {
    /// A parameter or a JSON pointer.
    At(String),
    /// Words for words.
    Words(BTreeMap<String, String>),
}

/// What a value of a part points into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A path or query parameter.
    Parameter,
    /// A parameter, or a place in the body where it starts with `/`.
    Asked,
    /// A place in the body.
    Body,
    /// A place in the answer; in the item where a list is answered.
    Answer,
    /// Words.
    Words,
}

/// The keys of parts and what they point into.
pub const PLACES: [(&str, Target); 15] = [
    ("name", Target::Parameter),
    ("execution", Target::Parameter),
    ("of", Target::Asked),
    ("search", Target::Asked),
    ("choice", Target::Asked),
    ("body", Target::Body),
    ("text", Target::Body),
    ("answer", Target::Answer),
    ("answer_text", Target::Answer),
    ("item", Target::Answer),
    ("yes", Target::Answer),
    ("id", Target::Answer),
    ("status", Target::Answer),
    ("subject", Target::Answer),
    ("words", Target::Words),
];

const DONE_TO_THINGS: [&str; 6] = ["create", "get", "list", "update", "upsert", "delete"];
const DONE_TO_RUNS: [&str; 7] = ["start", "retry", "get", "list", "interrupt", "approvals", "approve"];
/// What `[codes]` must hold.
const CODES: [&str; 7] = ["unauthenticated", "forbidden", "invalid", "missing", "taken", "busy", "unavailable"];

impl MockData {
    /// What is wrong with the file in itself.
    pub fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        for family in &self.family {
            if let Err(error) = serde_json::from_str::<Value>(&family.body) {
                problems.push(format!("mock.toml: family {:?}: body is no JSON: {error}", family.name));
            }
        }
        for add in self.adds.iter().filter(|add| add.source.trim().is_empty()) {
            problems.push(format!("mock.toml: [[adds]] {:?} names no `source`", add.schema));
        }
        let codes = std::iter::once(("[codes]", &self.codes));
        let own = self.family.iter().filter_map(|family| Some((family.name.as_str(), family.codes.as_ref()?)));
        for (name, codes) in codes.chain(own) {
            if !CODES.iter().all(|code| codes.contains_key(*code)) || codes.len() != CODES.len() {
                problems.push(format!("mock.toml: {name}: codes must be exactly those for {}", CODES.join(", ")));
            }
        }
        let stories = self.story.iter().map(|story| (&story.noun, &story.part, DONE_TO_THINGS.as_slice()));
        let runs = self.run.iter().map(|run| (&run.noun, &run.part, DONE_TO_RUNS.as_slice()));
        let mut told = BTreeSet::new();
        for (noun, parts, verbs) in stories.chain(runs) {
            for part in parts {
                problems.extend(part.problems(noun, verbs));
                for id in part.operations.iter().filter(|id| !told.insert(id.as_str())) {
                    problems.push(format!("mock.toml: {id:?} plays two parts; leave it in one"));
                }
            }
        }
        for run in self.run.iter().filter(|run| self.story.iter().all(|story| story.noun != run.subject)) {
            problems.push(format!("mock.toml: {} has the subject {:?}, which is no story", run.noun, run.subject));
        }
        problems
    }

    /// The family of a path.
    pub fn family(&self, path: &str) -> Option<(usize, &str)> {
        self.family.iter().enumerate().find_map(|(index, family)| {
            family.paths.iter().find(|prefix| path.starts_with(prefix.as_str())).map(|prefix| (index, prefix.as_str()))
        })
    }

    /// The part that an operation plays, and the noun and the index of its story, counted over stories and runs.
    pub fn part(&self, id: &str) -> Option<(usize, &str, &Part)> {
        let stories = self.story.iter().map(|story| (&story.noun, &story.part));
        let all = stories.chain(self.run.iter().map(|run| (&run.noun, &run.part)));
        all.enumerate().find_map(|(index, (noun, parts))| {
            let part = parts.iter().find(|part| part.operations.iter().any(|one| one == id))?;
            Some((index, noun.as_str(), part))
        })
    }

    /// All operations that play a part.
    pub fn players(&self) -> impl Iterator<Item = &str> {
        let parts = self.story.iter().flat_map(|story| &story.part);
        parts.chain(self.run.iter().flat_map(|run| &run.part)).flat_map(|part| &part.operations).map(String::as_str)
    }

    /// What is the same for all operations, as JSON.
    pub fn common(&self) -> Value {
        let families: Vec<Value> = self
            .family
            .iter()
            .map(|family| {
                let body: Value = serde_json::from_str(&family.body).unwrap_or_default();
                json!({"paths": family.paths, "body": body, "codes": family.codes.as_ref().unwrap_or(&self.codes),
                    "strict_pages": family.pages == Pages::Strict})
            })
            .collect();
        let stories = self.story.iter().map(|story| json!({"noun": story.noun, "own": story.own}));
        let runs = self.run.iter().map(|run| {
            json!({"noun": run.noun, "subject": run.subject, "running": run.running, "waiting": run.waiting,
                "done": run.done})
        });
        json!({"members": self.members, "page": self.page, "families": families, "stories": stories.chain(runs).collect::<Vec<_>>()})
    }
}

impl Part {
    fn problems(&self, noun: &str, verbs: &[&str]) -> Vec<String> {
        let mut problems = Vec::new();
        if !verbs.contains(&self.does.as_str()) {
            problems.push(format!("mock.toml: {noun}: does = {:?}; it must be one of {}", self.does, verbs.join(", ")));
        }
        for (key, value) in &self.places {
            let fits = match (target(key), value) {
                (Some(Target::Words), Where::Words(_)) => true,
                (Some(Target::Words) | None, _) | (_, Where::Words(_)) => false,
                (Some(_), Where::At(_)) => true,
            };
            if !fits {
                problems.push(format!(
                    "mock.toml: {noun}: {}: {key} is unknown or of the wrong kind; see the file's head",
                    self.does
                ));
            }
        }
        problems
    }

    /// A place by its key.
    pub fn at(&self, key: &str) -> Option<&str> {
        match self.places.get(key)? {
            Where::At(place) => Some(place),
            Where::Words(_) => None,
        }
    }

    /// The part as JSON.
    pub fn json(&self, story: usize) -> Value {
        let mut object = Map::from_iter([("story".to_owned(), json!(story)), ("does".to_owned(), json!(self.does))]);
        for (key, value) in &self.places {
            let value = match value {
                Where::At(place) => json!(place),
                Where::Words(words) => json!(words),
            };
            object.insert(key.clone(), value);
        }
        Value::Object(object)
    }
}

/// What a key of a part points into.
pub fn target(key: &str) -> Option<Target> {
    if key == "ends" {
        return Some(Target::Words);
    }
    PLACES.iter().find(|(name, _)| *name == key).map(|(_, target)| *target)
}
