//! What one module crate holds, in the generator's own words: the input of every emitter.

use std::collections::{BTreeMap, BTreeSet};

use crate::data::git::GitPart;

mod paging;
mod rust_type;
mod supplement;

pub use paging::{Advance, Paging};
pub use rust_type::Type;
pub use supplement::{Supplement, Trust};

/// One client crate.
#[derive(Debug, Clone)]
pub struct Module {
    /// Key in `modules.toml`, the crate's suffix.
    pub name: String,
    /// Product name for people.
    pub title: String,
    /// One sentence for the crate's documentation.
    pub description: String,
    /// `operationId` of the call that the crate's documentation shows, when the data names one.
    pub example: Option<String>,
    /// Whether the guide, the examples and the tests of the facade use it.
    pub tested: bool,
    /// Features of the facade that its workflows over this module need.
    pub workflows: Vec<String>,
    /// Operations, by tag and then by method name.
    pub operations: Vec<Operation>,
    /// Types the operations reach, by Rust name.
    pub types: Vec<TypeDef>,
    /// What the glossary says of tags.
    pub tags: BTreeMap<String, String>,
}

/// One operation of the document.
#[derive(Debug, Clone)]
pub struct Operation {
    /// `operationId` of the document.
    pub id: String,
    /// Tag the document files it under.
    pub tag: String,
    /// HTTP method, upper case.
    pub method: String,
    /// Path template, as the document has it.
    pub path: String,
    /// The family it belongs to, when that lives elsewhere or takes a key of its own.
    pub base: Option<Base>,
    /// Name of the client's method.
    pub name: String,
    /// What the method would be called without `verbs.toml`: people may look for that name.
    pub former: Option<String>,
    /// Name of the builder type.
    pub builder: String,
    /// One line.
    pub summary: String,
    /// Longer text, possibly empty.
    pub description: String,
    /// Link to the published documentation.
    pub docs_url: Option<String>,
    /// Whether the document marks it deprecated.
    pub deprecated: bool,
    /// The method that does the same today, of an operation that the official document no longer has.
    pub successor: Option<String>,
    /// Which of its versions to call.
    pub advice: Option<Advice>,
    /// How it is known, when the document lacks it.
    pub supplement: Option<Supplement>,
    /// Parameters, and the parts of a multipart form.
    pub parameters: Vec<Parameter>,
    /// Request body.
    pub body: Option<Body>,
    /// Successful answer.
    pub answer: Answer,
    /// Whether the answer is a redirect that leads to another host.
    pub redirects: bool,
    /// Whether the document leaves the answer's type open.
    pub untyped: bool,
    /// Why it does, as far as the document tells.
    pub untyped_reason: &'static str,
    /// How a success says that it is none.
    pub failures: Vec<Failure>,
    /// Value of the `Accept` header.
    pub accept: String,
    /// Whether it may be repeated.
    pub retry: Retry,
    /// The request limit that it has for itself.
    pub limit: Option<RequestLimit>,
    /// How it pages.
    pub paging: Option<Paging>,
    /// Why it does not page though it looks as if it did.
    pub unpaged: Option<String>,
    /// Body properties that carry the scope, as JSON pointers.
    pub body_scope: Vec<(String, Role)>,
    /// The Git options it can carry.
    pub git: Vec<GitCarrier>,
    /// Names of the rules that changed it.
    pub fixups: BTreeSet<String>,
}

impl Operation {
    /// The path template below the host, as it is sent.
    pub fn sent_path(&self) -> String {
        let prefix = self.base.as_ref().map_or("", |base| base.prefix.as_str());
        format!("{prefix}{}", self.path)
    }
}

/// A family of operations that lives elsewhere, or takes a key of its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Base {
    /// What callers name it by.
    pub name: String,
    /// What it is, for people.
    pub title: String,
    /// The host it has for itself.
    pub host: Option<String>,
    /// What stands before the document's paths.
    pub prefix: String,
    /// How calls prove who makes them.
    pub login: Login,
    /// Its older address.
    pub legacy: Option<Legacy>,
}

/// The older address of a family.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Legacy {
    /// The host.
    pub host: String,
    /// What the document's paths begin with and the older ones lack.
    pub cut: String,
    /// How calls prove who makes them.
    pub login: Login,
}

/// With what a call proves who makes it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Login {
    /// The client's credentials.
    Platform,
    /// A key of the family's own, with this word before it.
    Own(String),
}

/// A limit on the requests of some operations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestLimit {
    /// What is limited; operations with the same name share the limit.
    pub name: String,
    /// Requests in each window.
    pub requests: u32,
    /// The length of the window.
    pub seconds: u32,
}

/// A Git option that an operation can carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GitCarrier {
    /// The option.
    pub part: GitPart,
    /// Where it travels.
    pub place: GitPlace,
}

/// Where a Git option travels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GitPlace {
    /// The query parameter of that name.
    Query(String),
    /// The member of the JSON body at that pointer.
    Body(String),
}

/// A parameter or form part.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Name on the wire.
    pub wire: String,
    /// Where it travels.
    pub location: Location,
    /// Name of the setter.
    pub setter: String,
    /// Rust type of its value.
    pub ty: Type,
    /// Whether the document requires it.
    pub required: bool,
    /// What of the scope it carries.
    pub role: Role,
    /// How several values are written.
    pub style: Style,
    /// Which characters of a path value stay.
    pub encoding: Encoding,
    /// Whether the client fills it itself and no setter exists.
    pub client: bool,
    /// Whether its value is a secret.
    pub sensitive: bool,
    /// What it is: the document's description, else the glossary's.
    pub about: Vec<String>,
    /// Default, allowed values and limits, one line each.
    pub docs: Vec<String>,
}

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// As a header.
    Header,
    /// As a part of a form.
    Form,
}

/// What of the scope a parameter carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Nothing.
    None,
    /// The account.
    Account,
    /// The organization.
    Org,
    /// The project.
    Project,
    /// All three, as `account.org.project`.
    ScopeRef,
    /// All three, as `ACCOUNT/org/project`.
    Space,
    /// A thing in the scope, by its name alone or after all three.
    InSpace,
}

impl Role {
    /// Whether the scope gives the value, so that a caller need not.
    pub fn is_filled(self) -> bool {
        !matches!(self, Self::None | Self::InSpace)
    }
}

/// How several values of one parameter are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// One pair a value.
    Multi,
    /// Joined by commas.
    Csv,
    /// Joined by spaces.
    Ssv,
    /// Joined by bars.
    Pipes,
    /// As JSON text.
    Json,
    /// One pair `name[member]=value` for each member of an object.
    Deep,
}

/// Which characters of a path value stay as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Only unreserved ones.
    Segment,
    /// Slashes too.
    Slashes,
    /// Slashes too; a value with one ends in `/+`.
    Reference,
    /// Slashes too; every value ends in `/+`.
    Terminated,
}

/// A request body.
#[derive(Debug, Clone)]
pub struct Body {
    /// How it is written.
    pub kind: BodyKind,
    /// Whether the document requires it.
    pub required: bool,
    /// Rust type of a JSON body.
    pub ty: Type,
    /// Media type that is sent, but for forms.
    pub media_type: String,
    /// Whether a form can be sent in place of JSON; its parts are parameters.
    pub form: bool,
}

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyKind {
    /// JSON.
    Json,
    /// YAML text.
    Yaml,
    /// JSON, or YAML text.
    JsonOrYaml,
    /// Plain text.
    Text,
    /// Bytes.
    Bytes,
    /// `multipart/form-data`.
    Multipart,
    /// `application/x-www-form-urlencoded`.
    UrlEncoded,
}

/// A successful answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// JSON of a type.
    Json(Type),
    /// Text.
    Text,
    /// Bytes.
    Bytes,
    /// One JSON value a line.
    JsonLines(Type),
    /// Server-sent events.
    Events,
    /// No content, or none that matters.
    None,
}

/// Whether an operation may be repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// As its method says.
    ByMethod,
    /// Safe to repeat though its method is not.
    Safe,
    /// Only when nothing was done.
    Unsafe,
}

/// A sign in a success that the operation failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The text at the place is one of these.
    OneOf(String, Vec<String>),
    /// The boolean at the place is this.
    Is(String, bool),
}

/// A named type.
#[derive(Debug, Clone)]
pub struct TypeDef {
    /// Rust name.
    pub name: String,
    /// Name of the schema.
    pub schema: String,
    /// Whether that name tells nobody anything: an enum that stood inside other schemas.
    pub inline: bool,
    /// Description, one line each.
    pub docs: Vec<String>,
    /// What it is.
    pub kind: TypeKind,
    /// Whether a request reaches it.
    pub in_request: bool,
    /// Tags of the operations that reach it.
    pub tags: BTreeSet<String>,
}

/// What a named type is.
#[derive(Debug, Clone)]
pub enum TypeKind {
    /// A struct.
    Struct(Vec<Field>),
    /// A string with known values: variant name and value.
    Enum(Vec<(String, String)>),
    /// Told apart by a property.
    Union {
        /// The property; none if it stands only beside the object.
        tag: Option<String>,
        /// The variants.
        variants: Vec<Variant>,
        /// Values beside which nothing stands: variant name and value.
        nothing: Vec<(String, String)>,
    },
    /// Told apart by trying: variant name and type.
    AnyOf(Vec<(String, Type)>),
    /// Another name for a type.
    Alias(Type),
}

/// Which of several versions of an operation to call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// The method to call.
    pub method: String,
    /// The official clients that call it.
    pub callers: Vec<String>,
}

/// A variant of a union that a property tells apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// The tag's values.
    pub values: Vec<String>,
    /// Whether the type leaves open which of the values is sent.
    pub is_open: bool,
    /// The variant's name.
    pub name: String,
    /// The type.
    pub ty: String,
}

/// A field of a struct.
#[derive(Debug, Clone)]
pub struct Field {
    /// Name on the wire.
    pub wire: String,
    /// Rust name.
    pub name: String,
    /// Rust type.
    pub ty: Type,
    /// Property of the same object that tells the variant of a union.
    pub tagged_by: Option<String>,
    /// Whether a request must give it.
    pub required: bool,
    /// What it is: the document's description, else the glossary's.
    pub about: Vec<String>,
    /// Default, allowed values and limits, one line each.
    pub docs: Vec<String>,
}
