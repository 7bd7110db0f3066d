//! One change, and how grave it is.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

/// How grave a change is, in terms of semantic versioning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Nothing that a program could notice in its source: documentation, paths, retries.
    Fix,
    /// Something more.
    Addition,
    /// A program that used what changed must be changed.
    Breaking,
}

impl Level {
    /// The level's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fix => "fix",
            Self::Addition => "addition",
            Self::Breaking => "breaking",
        }
    }

    /// The step it asks for: before 1.0, and from 1.0 on.
    pub fn steps(self) -> (&'static str, &'static str) {
        match self {
            Self::Fix => ("patch", "patch"),
            Self::Addition => ("patch", "minor"),
            Self::Breaking => ("minor", "major"),
        }
    }
}

/// Part of a changelog entry, after Keep a Changelog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Section {
    /// What is new.
    Added,
    /// What is otherwise than before.
    Changed,
    /// What will go.
    Deprecated,
    /// What is gone.
    Removed,
    /// What was wrong.
    Fixed,
}

impl Section {
    /// All sections, in their order.
    pub const ALL: [Self; 5] = [Self::Added, Self::Changed, Self::Deprecated, Self::Removed, Self::Fixed];

    /// The heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Added => "Added",
            Self::Changed => "Changed",
            Self::Deprecated => "Deprecated",
            Self::Removed => "Removed",
            Self::Fixed => "Fixed",
        }
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident $words:literal $section:ident,)*) => {
        /// What kind of thing changed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum What {
            $($(#[$doc])* $kind,)*
        }

        impl What {
            /// The kind in words, in the plural.
            pub fn words(self) -> &'static str {
                match self { $(Self::$kind => $words,)* }
            }

            /// Where a changelog tells of it.
            pub fn section(self) -> Section {
                match self { $(Self::$kind => Section::$section,)* }
            }
        }
    };
}

kinds! {
    /// A module is new.
    ModuleAdded "modules added" Added,
    /// A module is gone.
    ModuleRemoved "modules removed" Removed,
    /// An operation is new.
    OperationAdded "operations added" Added,
    /// An operation is gone.
    OperationRemoved "operations removed" Removed,
    /// An operation has another name.
    OperationRenamed "operations renamed" Changed,
    /// An operation belongs to another module.
    OperationMoved "operations moved to another module" Changed,
    /// An operation has another path or method.
    PathChanged "paths changed" Changed,
    /// An operation is deprecated.
    OperationDeprecated "operations deprecated" Deprecated,
    /// An operation is deprecated no more.
    OperationRestored "operations deprecated no more" Changed,
    /// A parameter is new.
    ParameterAdded "parameters added" Added,
    /// A parameter is new and must be given.
    RequiredParameterAdded "required parameters added" Changed,
    /// A parameter is gone.
    ParameterRemoved "parameters removed" Removed,
    /// A parameter must be given now.
    ParameterRequired "parameters now required" Changed,
    /// A parameter need not be given any more.
    ParameterOptional "parameters no longer required" Changed,
    /// A parameter takes another type.
    ParameterType "parameter types changed" Changed,
    /// A parameter has another setter, place or part of the scope.
    ParameterChanged "parameters changed" Changed,
    /// A request body is new, gone or another.
    BodyChanged "request bodies changed" Changed,
    /// An answer had no type and has one now.
    AnswerTyped "answers typed at last" Changed,
    /// An answer has another type.
    AnswerChanged "answers changed" Changed,
    /// A list pages now.
    PagingAdded "lists paged" Added,
    /// A list pages otherwise or no more.
    PagingChanged "paging changed" Changed,
    /// An operation is repeated otherwise.
    RetryChanged "retry classes changed" Changed,
    /// A type is new.
    TypeAdded "types added" Added,
    /// A type is gone.
    TypeRemoved "types removed" Removed,
    /// A type has another name.
    TypeRenamed "types renamed" Changed,
    /// A type is of another kind.
    TypeChanged "types changed" Changed,
    /// A field is new.
    FieldAdded "fields added" Added,
    /// A field is new in a request and must be given.
    RequiredFieldAdded "required fields added" Changed,
    /// A field is gone.
    FieldRemoved "fields removed" Removed,
    /// A field has another name or type.
    FieldChanged "fields changed" Changed,
    /// An enum has another value.
    ValueAdded "enum values added" Added,
    /// An enum has lost a value.
    ValueRemoved "enum values removed" Removed,
    /// A value of an enum has another name.
    ValueRenamed "enum variants renamed" Changed,
    /// A union has another variant.
    VariantAdded "union variants added" Added,
    /// A union has lost a variant, or one holds another type.
    VariantChanged "union variants changed" Changed,
    /// Descriptions changed.
    Texts "descriptions changed" Changed,
}

/// One change for users.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Change {
    /// How grave it is.
    pub level: Level,
    /// What kind it is of.
    pub what: What,
    /// What changed: an operation or a type, as users know it.
    pub subject: String,
    /// What happened to it.
    pub text: String,
    /// The modules it happens in.
    pub modules: BTreeSet<String>,
    /// A line for `names.toml` that would keep the old name.
    pub keep: Option<String>,
}

/// Collects changes; what happens alike in several modules is one change.
#[derive(Debug, Default)]
pub(super) struct Changes {
    found: BTreeMap<Key, BTreeSet<String>>,
}

type Key = (std::cmp::Reverse<Level>, What, String, String, Option<String>);

impl Changes {
    pub(super) fn add(
        &mut self,
        what: What,
        level: Level,
        module: &str,
        subject: impl Into<String>,
        text: impl Into<String>,
    ) {
        self.insert(what, level, module, subject.into(), text.into(), None);
    }

    /// A break that a line in `names.toml` would avoid.
    pub(super) fn renamed(&mut self, what: What, module: &str, subject: &str, text: String, keep: String) {
        self.insert(what, Level::Breaking, module, subject.to_owned(), text, Some(keep));
    }

    fn insert(&mut self, what: What, level: Level, module: &str, subject: String, text: String, keep: Option<String>) {
        let key = (std::cmp::Reverse(level), what, subject, text, keep);
        self.found.entry(key).or_default().insert(module.to_owned());
    }

    /// The changes, the gravest first.
    pub(super) fn into_sorted(self) -> Vec<Change> {
        let change = |((level, what, subject, text, keep), modules): (Key, _)| Change {
            level: level.0,
            what,
            subject,
            text,
            modules,
            keep,
        };
        self.found.into_iter().map(change).collect()
    }
}
