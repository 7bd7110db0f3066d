//! An operation as the document declares it.

use serde_json::Value;

use super::bases::Base;
use super::data::Sign;
use super::place::Place;
use super::scope::{BodyFill, Role};

/// An operation and what the data files say of it.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) id: &'static str,
    pub(crate) method: String,
    pub(crate) path: &'static str,
    /// The path with the base of its family in front.
    pub(crate) sent: String,
    /// Its family, when it belongs to one.
    pub(crate) base: Option<&'static Base>,
    /// Parameters a caller can set.
    pub(crate) parameters: Vec<Parameter>,
    /// What the client sends of itself beside them: place and name.
    pub(crate) undeclared: Vec<(Place, &'static str)>,
    pub(crate) body: Option<Body>,
    pub(crate) answer: Answer,
    /// Success status.
    pub(crate) status: u16,
    /// Media types that the success declares.
    pub(crate) media: Vec<&'static str>,
    pub(crate) signs: Vec<&'static Sign>,
    pub(crate) paging: Option<Paging>,
}

/// A parameter.
#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    pub(crate) place: Place,
    pub(crate) name: &'static str,
    pub(crate) required: bool,
    pub(crate) schema: &'static Value,
    pub(crate) role: Option<Role>,
    /// How a path value is written.
    pub(crate) form: PathForm,
    /// Whether it is an object whose members are pairs of their own, `name[member]=value`.
    pub(crate) deep: bool,
    /// Fields and separator of the items of a list of objects.
    pub(crate) fields: Option<(&'static [String], &'static str)>,
}

/// How a path value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PathForm {
    /// One segment.
    Segment,
    /// The rest of the path: slashes stay.
    Rest,
    /// Slashes stay, and a value with one ends in `/+`.
    Reference,
    /// Slashes stay, and every value ends in `/+`.
    Terminated,
}

/// A request body.
#[derive(Debug)]
pub(crate) enum Body {
    /// JSON of a media type; as YAML text too where `yaml` is true, as a form too where there are parts.
    Json {
        media: &'static str,
        schema: &'static Value,
        required: bool,
        yaml: bool,
        parts: Vec<Part>,
        fills: Vec<BodyFill>,
    },
    /// YAML text.
    Yaml { required: bool },
    /// Text of a media type.
    Text { required: bool, media: &'static str },
    /// Bytes of a media type.
    Bytes { required: bool, media: &'static str },
    /// The parts of a form.
    Multipart { required: bool, parts: Vec<Part> },
}

/// A part of a form.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) name: &'static str,
    pub(crate) required: bool,
    pub(crate) kind: PartKind,
    pub(crate) schema: &'static Value,
}

/// What a part of a form holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PartKind {
    File,
    Files,
    Text,
    Texts,
    Json,
}

/// What a success holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Json(&'static Value),
    Text,
    Bytes,
    /// One JSON value a line; the schema of a line.
    Lines(&'static Value),
    /// Server-sent events.
    Events,
    /// The Location header; the stored file is what the caller gets.
    Redirect,
    Nothing,
}

/// How an operation pages. Places are pointers into the answer; what is sent goes to a query parameter, or to a place of the
/// JSON body where its name starts with `/`.
#[derive(Clone, Debug)]
pub(crate) struct Paging {
    pub(crate) style: Style,
    pub(crate) size: Option<String>,
    pub(crate) items: String,
    pub(crate) total: Option<String>,
    pub(crate) pages: Option<String>,
    pub(crate) last: Option<String>,
    pub(crate) more: Option<String>,
    /// Place of a token and the parameter that takes it.
    pub(crate) token: Option<(String, String)>,
    pub(crate) total_header: Option<String>,
    pub(crate) pages_header: Option<String>,
    pub(crate) next_header: Option<String>,
    pub(crate) short: bool,
    pub(crate) only_without: Option<String>,
}

/// How the next page is asked for.
#[derive(Clone, Debug)]
pub(crate) enum Style {
    Page { to: String, first: i64 },
    Offset { to: String },
    Cursor { to: String, next: String },
    Keyset(Vec<(String, String)>),
}

impl Operation {
    pub(crate) fn parameter(&self, place: Place, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|one| one.place == place && place.same_name(one.name, name))
    }

    /// The id with method and path, for messages.
    pub(crate) fn title(&self) -> String {
        format!("{} ({} {})", self.id, self.method, self.path)
    }
}
