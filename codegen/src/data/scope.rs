//! `scope.toml`: what carries the account, the organisation and the project.

use serde::Deserialize;

/// `scope.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ScopeData {
    /// Parameters that carry the account.
    pub account: Vec<Spelling>,
    /// Parameters that carry the organisation.
    pub org: Vec<Spelling>,
    /// Parameters that carry the project.
    pub project: Vec<Spelling>,
    /// Names that look like scope and are not.
    pub never: Never,
    /// What is sent although it is not declared.
    pub always: Vec<Always>,
    /// Body members that carry the scope.
    pub body: Vec<BodyMembers>,
    /// Values that spell the whole scope.
    pub reference: Vec<Reference>,
}

/// A parameter that carries a part of the scope.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spelling {
    /// `query`, `path` or `header`.
    #[serde(rename = "in")]
    pub location: String,
    /// Name on the wire.
    pub name: String,
    /// Path prefixes the entry is limited to.
    #[serde(default)]
    pub only: Vec<String>,
    /// Operations where the name means something else.
    #[serde(default)]
    pub except: Vec<String>,
}

/// Names that look like scope and are not.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Never {
    /// Query parameters.
    pub query: Vec<String>,
    /// Path parameters.
    pub path: Vec<String>,
}

/// A part of the scope that is sent although an operation does not declare it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Always {
    /// `account`, `org` or `project`.
    pub level: String,
    /// `query` or `header`.
    #[serde(rename = "in")]
    pub location: String,
    /// Name on the wire.
    pub name: String,
    /// Only where the operation declares one of these query parameters.
    #[serde(default)]
    pub with: Vec<String>,
    /// Only on these paths.
    #[serde(default)]
    pub prefixes: Vec<String>,
    /// Only where the operation declares no parameter for the account.
    #[serde(default)]
    pub undeclared: bool,
}

/// Members of JSON bodies that carry the scope.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BodyMembers {
    /// Path prefixes of the operations.
    pub prefixes: Vec<String>,
    /// Pointers to the objects that hold the members; the body itself when absent.
    #[serde(default = "at_top")]
    pub at: Vec<String>,
    /// Members for the account.
    #[serde(default)]
    pub account: Vec<String>,
    /// Members for the organisation.
    #[serde(default)]
    pub org: Vec<String>,
    /// Members for the project.
    #[serde(default)]
    pub project: Vec<String>,
}

/// A value that spells the whole scope.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// `query` or `path`.
    #[serde(rename = "in")]
    pub location: String,
    /// Name on the wire.
    pub name: String,
    /// Path prefixes the entry is limited to.
    pub only: Vec<String>,
    /// Whether a value without `/` is prefixed with the scope.
    #[serde(default)]
    pub prefix_of_value: bool,
    /// The value in an account.
    pub account: String,
    /// The value in an organisation.
    pub org: String,
    /// The value in a project.
    pub project: String,
}

fn at_top() -> Vec<String> {
    vec![String::new()]
}
