//! Contract tests: what every operation sends and reads, against the document as it was published.
//!
//! The tests of a module are generated tables that only say which setter of which builder takes what. What a request
//! should look like and what an answer holds is worked out here, from `spec/harness-openapi.json` and the data files
//! beside it, by code that shares nothing with the generator: a rule of the generator that goes wrong turns tests red.
//!
//! The same tables serve the cases of [`wire`], which hold the client against the platform.
//!
//! ```sh
//! cargo test -p contract                          # everything
//! cargo test -p contract --test iacm              # one module
//! cargo test -p contract --test iacm -- costs     # what has `costs` in its name
//! cargo test -p contract --test iacm -- wire      # its cases of `tests/wire`
//! ```

#![warn(missing_docs)]

mod case;
mod checks;
mod document;
mod expect;
mod files;
mod run;
mod sending;
mod server;
pub mod wire;
mod worker;

pub use case::{Argument, Arguments, Case, Type, Walk};
pub use run::run;
pub use sending::{Content, Empty, Pending, Received, bytes, events, items, json, lines, nothing, text};

#[doc(hidden)]
pub mod __private {
    pub use harness_sdk_core::{Context, FilePart};
}

/// The operations of a module: id, method, builder and answer of each, and its setters.
#[macro_export]
macro_rules! cases {
    ($(
        $id:literal $name:ident: $builder:ident => $answer:ident($($answered:ty)?) $($paged:ident)? {
            $($how:ident $wire:literal $setter:ident: $type:ty;)*
        }
    )*) => {
        pub(crate) static CASES: &[$crate::Case] = &[$({
            #[allow(deprecated, reason = "deprecated operations are tested like others")]
            fn build(context: &$crate::__private::Context, arguments: &mut $crate::Arguments) -> builder::$builder {
                let _ = &arguments;
                let builder = Client::new(context.clone()).$name();
                $(let builder = $crate::set!($how builder arguments $wire $setter $type);)*
                builder
            }
            $crate::Case {
                id: $id,
                name: stringify!($name),
                send: |context, arguments| $crate::$answer(build(context, arguments).send()),
                items: $crate::paged!(build $($paged)?),
            }
        }),*];
    };
}

/// How the items of a paged operation are asked for.
#[doc(hidden)]
#[macro_export]
macro_rules! paged {
    ($build:ident) => {
        None
    };
    ($build:ident paged) => {
        Some(|context, arguments, size| $crate::items($build(context, arguments).items(), size))
    };
}

/// Calls one setter if there is a value for it.
#[doc(hidden)]
#[macro_export]
macro_rules! set {
    (file $builder:ident $arguments:ident $wire:literal $setter:ident $type:ty) => {
        match $arguments.file($wire) {
            Some(file) => $builder.$setter(file),
            None => $builder,
        }
    };
    (files $builder:ident $arguments:ident $wire:literal $setter:ident $type:ty) => {
        match $arguments.files($wire) {
            Some(files) => $builder.$setter(files),
            None => $builder,
        }
    };
    (text $builder:ident $arguments:ident $wire:literal $setter:ident $type:ty) => {
        match $arguments.text($wire) {
            Some(text) => $builder.$setter(text),
            None => $builder,
        }
    };
    ($how:ident $builder:ident $arguments:ident $wire:literal $setter:ident $type:ty) => {{
        let mut value = <$type as ::core::default::Default>::default();
        if $arguments.fill(stringify!($how), $wire, &mut value) { $builder.$setter(value) } else { $builder }
    }};
}

/// The types that the schemas of a module became.
#[macro_export]
macro_rules! types {
    ($($schema:literal => $type:ty,)*) => {
        pub(crate) static TYPES: &[$crate::Type] =
            &[$($crate::Type { schema: $schema, empty: || Box::new(<$type as ::core::default::Default>::default()) }),*];
    };
}
