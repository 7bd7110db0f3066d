//! Types as they stand in generated code.

/// A Rust type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Type {
    /// `()`.
    Unit,
    /// `String`.
    String,
    /// `bool`.
    Bool,
    /// `i32`.
    I32,
    /// `i64`.
    I64,
    /// `f64`.
    F64,
    /// Any JSON value.
    Value,
    /// A JSON object of any shape.
    Object,
    /// A file part of a form.
    File,
    /// A secret.
    Sensitive(Box<Type>),
    /// A list.
    List(Box<Type>),
    /// A map with string keys.
    Map(Box<Type>),
    /// Possibly absent.
    Option(Box<Type>),
    /// On the heap, where a type contains itself.
    Boxed(Box<Type>),
    /// A named type of the module.
    Named(String),
}

impl Type {
    /// Wraps the type in `Option`.
    pub fn optional(self) -> Self {
        Self::Option(Box::new(self))
    }

    /// The named type inside, below lists, maps, options and boxes.
    pub fn named(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::Sensitive(inner)
            | Self::List(inner)
            | Self::Map(inner)
            | Self::Option(inner)
            | Self::Boxed(inner) => inner.named(),
            _ => None,
        }
    }

    /// The type as Rust source; named types are prefixed with `prefix` (such as `types::`).
    pub fn rust(&self, prefix: &str) -> String {
        match self {
            Self::Unit => "()".into(),
            Self::String => "String".into(),
            Self::Bool => "bool".into(),
            Self::I32 => "i32".into(),
            Self::I64 => "i64".into(),
            Self::F64 => "f64".into(),
            Self::Value => "Value".into(),
            Self::Object => "JsonObject".into(),
            Self::File => "FilePart".into(),
            Self::Sensitive(inner) => format!("Sensitive<{}>", inner.rust(prefix)),
            Self::List(inner) => format!("Vec<{}>", inner.rust(prefix)),
            Self::Map(inner) => format!("Map<{}>", inner.rust(prefix)),
            Self::Option(inner) => format!("Option<{}>", inner.rust(prefix)),
            Self::Boxed(inner) => format!("Box<{}>", inner.rust(prefix)),
            Self::Named(name) => format!("{prefix}{name}"),
        }
    }
}
