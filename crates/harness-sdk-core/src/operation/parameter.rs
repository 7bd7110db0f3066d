//! A parameter of the path, the query or the headers, as constant data.

/// Where a parameter travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// In the path template.
    Path,
    /// In the query string.
    Query,
    /// In a request header.
    Header,
}

/// What a parameter stands for in the Harness hierarchy; such a parameter is filled from the scope when not set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// No part of the scope.
    #[default]
    None,
    /// The account identifier.
    Account,
    /// The organisation identifier.
    Org,
    /// The project identifier.
    Project,
    /// The whole scope in one value, as deep as the scope reaches: `account.org.project`, the account said by that word.
    ScopeRef,
    /// The whole scope in one value, as deep as the scope reaches: `ACCOUNT/org/project`.
    Space,
    /// A thing in the scope: a value without a slash gets `ACCOUNT/org/project/` before it. Not filled when not set.
    InSpace,
}

/// How several values of one parameter are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// The parameter repeated, once per value; in a path or a header, comma-separated.
    #[default]
    Multi,
    /// Comma-separated.
    Csv,
    /// Space-separated.
    Ssv,
    /// Pipe-separated.
    Pipes,
    /// One JSON text; several values make a JSON array.
    Json,
    /// An object, given as JSON text: one pair `name[member]=value` for each member. Only in the query.
    Deep,
}

/// How a value becomes part of the path. Query values are always percent-encoded whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// One segment: everything but unreserved characters is percent-encoded, a slash too.
    #[default]
    Segment,
    /// Several segments: slashes stay.
    Slashes,
    /// A reference that may hold slashes, such as `account/org/project/repository`: slashes stay, and a value with one is
    /// closed by `/+`, which tells the server where it ends.
    Reference,
    /// Like [`Encoding::Reference`], and closed by `/+` whether it holds a slash or not.
    Terminated,
}

/// One parameter. Built in constants: `Parameter::query("ids").csv().required()`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The name on the wire.
    pub name: &'static str,
    /// Where it travels.
    pub location: Location,
    /// Whether the call is refused, before anything is sent, when it has no value.
    pub required: bool,
    /// Its part in the scope.
    pub role: Role,
    /// How several values are written.
    pub style: Style,
    /// How a path value is encoded.
    pub encoding: Encoding,
    /// The builder method that sets it, named in errors; empty: derived from the wire name.
    pub setter: &'static str,
    /// Whether its value is a secret, kept out of [`to_curl`](crate::Request::to_curl) and `Debug`.
    pub sensitive: bool,
}

impl Parameter {
    const fn new(name: &'static str, location: Location) -> Parameter {
        Parameter {
            name,
            location,
            required: matches!(location, Location::Path),
            role: Role::None,
            style: Style::Multi,
            encoding: Encoding::Segment,
            setter: "",
            sensitive: false,
        }
    }

    /// A path parameter: always required.
    pub const fn path(name: &'static str) -> Parameter {
        Parameter::new(name, Location::Path)
    }

    /// An optional query parameter.
    pub const fn query(name: &'static str) -> Parameter {
        Parameter::new(name, Location::Query)
    }

    /// An optional header.
    pub const fn header(name: &'static str) -> Parameter {
        Parameter::new(name, Location::Header)
    }

    /// Makes it required.
    pub const fn required(mut self) -> Parameter {
        self.required = true;
        self
    }

    /// Carries the account identifier.
    pub const fn account(mut self) -> Parameter {
        self.role = Role::Account;
        self
    }

    /// Carries the organisation identifier.
    pub const fn org(mut self) -> Parameter {
        self.role = Role::Org;
        self
    }

    /// Carries the project identifier.
    pub const fn project(mut self) -> Parameter {
        self.role = Role::Project;
        self
    }

    /// Carries the whole scope in one value.
    pub const fn scope_ref(mut self) -> Parameter {
        self.role = Role::ScopeRef;
        self
    }

    /// Carries the whole scope, with slashes between its parts.
    pub const fn space(mut self) -> Parameter {
        self.role = Role::Space;
        self
    }

    /// Carries a thing in the scope.
    pub const fn in_space(mut self) -> Parameter {
        self.role = Role::InSpace;
        self
    }

    /// Several values are comma-separated.
    pub const fn csv(mut self) -> Parameter {
        self.style = Style::Csv;
        self
    }

    /// Several values are space-separated.
    pub const fn ssv(mut self) -> Parameter {
        self.style = Style::Ssv;
        self
    }

    /// Several values are pipe-separated.
    pub const fn pipes(mut self) -> Parameter {
        self.style = Style::Pipes;
        self
    }

    /// The value is a JSON text.
    pub const fn json(mut self) -> Parameter {
        self.style = Style::Json;
        self
    }

    /// The value is an object, sent as `name[member]=value`.
    pub const fn deep(mut self) -> Parameter {
        self.style = Style::Deep;
        self
    }

    /// Slashes in the path value stay.
    pub const fn slashes(mut self) -> Parameter {
        self.encoding = Encoding::Slashes;
        self
    }

    /// The path value is a reference: slashes stay, and a value with one is closed by `/+`.
    pub const fn reference(mut self) -> Parameter {
        self.encoding = Encoding::Reference;
        self
    }

    /// Slashes stay; the value is always closed by `/+`.
    pub const fn terminated(mut self) -> Parameter {
        self.encoding = Encoding::Terminated;
        self
    }

    /// Names the builder method that sets it.
    pub const fn setter(mut self, name: &'static str) -> Parameter {
        self.setter = name;
        self
    }

    /// Whether a query pair of this name, decoded, belongs to the parameter: an object's members stand in brackets behind it.
    pub(crate) fn is_named(name: &str, pair: &str) -> bool {
        let rest = pair.strip_prefix(name);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('['))
    }

    /// Marks the value as a secret.
    pub const fn sensitive(mut self) -> Parameter {
        self.sensitive = true;
        self
    }
}
