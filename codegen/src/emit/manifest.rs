//! The hand of a module crate that is the same for all: manifest and `lib.rs`.

use std::collections::BTreeMap;

use crate::emit::package::crate_name;
use crate::emit::{MARKER, docs, readme};
use crate::ir::Module;
use crate::rust_name::escape_keyword;

/// `Cargo.toml`.
pub fn cargo_toml(module: &Module) -> String {
    format!(
        "{marker}
[package]
name = \"{name}\"
description = {description}
version.workspace = true
edition.workspace = true
rust-version.workspace = true
license.workspace = true
repository.workspace = true
readme = \"README.md\"

[features]
default = [\"rustls\"]
rustls = [\"harness-sdk-core/rustls\"]
rustls-ring = [\"harness-sdk-core/rustls-ring\"]
native-tls = [\"harness-sdk-core/native-tls\"]

[dependencies]
harness-sdk-core.workspace = true

[lib]
test = false
doctest = {doctest}

[lints]
workspace = true

[package.metadata.docs.rs]
all-features = true
",
        marker = MARKER.replace("//", "#"),
        name = crate_name(&module.name),
        description = docs::toml(&format!("Harness {}: client generated from the OpenAPI document.", module.title)),
        doctest = readme::example(module).is_some(),
    )
}

/// `src/lib.rs`.
pub fn lib_rs(module: &Module) -> String {
    let mut lines = vec![
        format!("Harness {}: {}", docs::clean(&module.title), docs::clean(&module.description)),
        String::new(),
        "Every operation is a method of [`Client`]; it gives a builder whose `send` makes the request.".to_owned(),
    ];
    if let Some(example) = readme::example(module) {
        lines.push(String::new());
        lines.push("```no_run".to_owned());
        lines.extend(example);
        lines.push("```".to_owned());
    }
    lines.extend(docs::front::lines(&docs::facts::Facts::of(module)));
    let docs: String = lines.iter().map(|line| format!("//! {line}").trim_end().to_owned() + "\n").collect();
    format!("{MARKER}\n{docs}\n#[rustfmt::skip]\nmod generated;\n\npub use generated::{{Client, builder, types}};\n")
}

/// `src/generated/mod.rs`.
pub fn generated_mod(module: &Module, operations: &BTreeMap<String, String>) -> String {
    let globs: Vec<String> = operations
        .keys()
        .filter(|name| *name != "mod")
        .map(|name| format!("    pub use super::operations::{}::*;\n", escape_keyword(name)))
        .collect();
    format!(
        "{MARKER}
use harness_sdk_core::{{ConfigError, Context, Scope}};

mod operations;
pub mod types;

/// What an operation takes: one builder an operation.
pub mod builder {{
{globs}}}

/// Client of Harness {title}: one method an operation.
///
/// A clone is cheap and shares connections, credentials and limits.
#[derive(Clone, Debug)]
pub struct Client(Context);

impl Client {{
    /// A client that makes its requests through `context`.
    pub fn new(context: Context) -> Self {{
        Self(context)
    }}

    /// A client configured by the environment, see [`Context::from_env`].
    ///
    /// # Errors
    /// Every variable that is missing or wrong.
    pub fn from_env() -> Result<Self, ConfigError> {{
        Context::from_env().map(Self)
    }}

    /// The same client, acting in another scope.
    pub fn with_scope(&self, scope: Scope) -> Self {{
        Self(self.0.with_scope(scope))
    }}

    /// What the client makes its requests through.
    pub fn context(&self) -> &Context {{
        &self.0
    }}
}}

impl From<Context> for Client {{
    fn from(context: Context) -> Self {{
        Self(context)
    }}
}}
",
        globs = globs.concat(),
        title = docs::clean(&module.title),
    )
}
