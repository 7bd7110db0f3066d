//! What a request body is, and which of its properties carry the scope.

use super::Role;

/// The media type family of a request body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BodyKind {
    /// No body.
    #[default]
    None,
    /// `application/json`.
    Json,
    /// JSON of the media type named, such as `application/merge-patch+json`.
    JsonAs(&'static str),
    /// `application/yaml`.
    Yaml,
    /// YAML of the media type named, such as `application/x-yaml`.
    YamlAs(&'static str),
    /// Text of the media type named.
    Text(&'static str),
    /// Bytes of the media type named.
    Bytes(&'static str),
    /// `multipart/form-data`.
    Multipart,
    /// `application/x-www-form-urlencoded`.
    UrlEncoded,
}

/// A property of a JSON body that carries a part of the scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BodyScope {
    /// JSON pointer to the property, such as `/accountIdentifier`.
    pub pointer: &'static str,
    /// The part of the scope.
    pub role: Role,
    /// Whether the call is refused when neither the body nor the scope has it.
    pub required: bool,
}

impl BodyScope {
    /// An optional property.
    pub const fn new(pointer: &'static str, role: Role) -> BodyScope {
        BodyScope { pointer, role, required: false }
    }

    /// Makes it required.
    pub const fn required(mut self) -> BodyScope {
        self.required = true;
        self
    }
}
