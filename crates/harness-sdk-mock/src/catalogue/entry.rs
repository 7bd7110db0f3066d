//! An operation as it stands in a catalogue.

use std::collections::BTreeMap;

use http::Method;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::pattern::{Encoding, Pattern};

/// What answering needs to know of an operation.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) pattern: Pattern,
    pub(crate) parameters: Vec<Declared>,
    /// The family it belongs to, when that takes a key of its own or lives elsewhere.
    pub(crate) base: Option<Base>,
    pub(crate) body: Option<Body>,
    pub(crate) answer: Answer,
    /// Which of the families words its errors.
    pub(crate) family: usize,
    /// Places in the body that carry the scope.
    pub(crate) scope: Vec<InBody>,
    pub(crate) paging: Option<Paging>,
    pub(crate) failures: Vec<Failure>,
    pub(crate) part: Option<Part>,
}

/// An operation as it is written.
#[derive(Deserialize)]
struct Line {
    id: String,
    method: String,
    path: String,
    parameters: Vec<Declared>,
    base: Option<Base>,
    body: Option<Body>,
    answer: Answer,
    family: usize,
    #[serde(default)]
    scope: Vec<InBody>,
    paging: Option<Paging>,
    #[serde(default)]
    failures: Vec<Failure>,
    part: Option<Part>,
}

impl<'de> Deserialize<'de> for Operation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let line = Line::deserialize(deserializer)?;
        let encoding = |name: &str| {
            let in_path = line.parameters.iter().find(|one| one.place == "path" && one.name == name);
            in_path.map_or(Encoding::Segment, |one| one.encoding)
        };
        let pattern = Pattern::new(&line.path, encoding);
        Ok(Operation {
            id: line.id,
            method: Method::from_bytes(line.method.as_bytes()).map_err(serde::de::Error::custom)?,
            path: line.path,
            pattern,
            parameters: line.parameters,
            base: line.base,
            body: line.body,
            answer: line.answer,
            family: line.family,
            scope: line.scope,
            paging: line.paging,
            failures: line.failures,
            part: line.part,
        })
    }
}

/// A family of operations.
#[derive(Debug, Deserialize)]
pub(crate) struct Base {
    pub(crate) name: String,
    /// The word before a key of its own in `Authorization`; nothing when it takes the platform's.
    pub(crate) scheme: Option<String>,
}

impl Base {
    /// The key of its own that the mock takes for a good one.
    pub(crate) fn key(&self) -> Option<String> {
        self.scheme.as_ref().map(|_| format!("mock-key-of-{}", self.name))
    }
}

/// A parameter that decides something.
#[derive(Debug, Deserialize)]
pub(crate) struct Declared {
    #[serde(rename = "in")]
    pub(crate) place: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) required: bool,
    pub(crate) role: Option<Role>,
    #[serde(default)]
    pub(crate) encoding: Encoding,
    /// Only the client knows it.
    #[serde(default)]
    pub(crate) client: bool,
}

/// A part of the scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Role {
    Account,
    Org,
    Project,
    /// All in one value.
    Scope,
}

/// The request body.
#[derive(Debug, Deserialize)]
pub(crate) struct Body {
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) required: bool,
    /// Whether a form can stand in place of JSON.
    #[serde(default)]
    pub(crate) form: bool,
}

/// The successful answer.
#[derive(Debug, Deserialize)]
pub(crate) struct Answer {
    pub(crate) kind: String,
    pub(crate) status: u16,
    pub(crate) media: Option<String>,
    pub(crate) schema: Option<Value>,
}

/// A place in the body that carries a part of the scope.
#[derive(Debug, Deserialize)]
pub(crate) struct InBody {
    pub(crate) at: String,
    pub(crate) role: Option<Role>,
}

/// A sign in a success that the operation failed.
#[derive(Debug, Deserialize)]
pub(crate) struct Failure {
    pub(crate) at: String,
    #[serde(default)]
    pub(crate) values: Vec<String>,
    pub(crate) is: Option<bool>,
}

/// Query parameter and place in the answer.
pub(crate) type Carry = (String, String);

/// How the operation pages; see `pagination.toml` for the words.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Paging {
    pub(crate) style: String,
    pub(crate) to: Option<String>,
    pub(crate) first: Option<u64>,
    pub(crate) next: Option<String>,
    #[serde(default)]
    pub(crate) carry: Vec<Carry>,
    pub(crate) items: String,
    pub(crate) size: Option<String>,
    pub(crate) default_size: Option<u64>,
    pub(crate) max: Option<u64>,
    #[serde(default)]
    pub(crate) send_size: bool,
    pub(crate) total: Option<String>,
    pub(crate) pages: Option<String>,
    pub(crate) last: Option<String>,
    pub(crate) more: Option<String>,
    pub(crate) token: Option<(String, String)>,
    pub(crate) total_header: Option<String>,
    pub(crate) pages_header: Option<String>,
    pub(crate) next_header: Option<String>,
    pub(crate) only_without: Option<String>,
}

/// What the operation does in a story; see `mock.toml` for the words.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Part {
    pub(crate) story: usize,
    pub(crate) does: String,
    pub(crate) name: Option<String>,
    pub(crate) body: Option<String>,
    pub(crate) text: Option<String>,
    pub(crate) answer: Option<String>,
    pub(crate) answer_text: Option<String>,
    pub(crate) yes: Option<String>,
    pub(crate) item: Option<String>,
    pub(crate) search: Option<String>,
    pub(crate) of: Option<String>,
    pub(crate) execution: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) status: Option<String>,
    pub(crate) subject: Option<String>,
    pub(crate) choice: Option<String>,
    #[serde(default)]
    pub(crate) words: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) ends: BTreeMap<String, String>,
}
