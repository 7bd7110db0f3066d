//! What the facade needs to know of the modules: features, re-exports and one accessor each.

use crate::emit::manifest::crate_name;
use crate::emit::{MARKER, docs};
use crate::ir::Module;
use crate::rust_name::{escape_keyword, snake};

/// The facade's `Cargo.toml`.
pub fn cargo_toml(modules: &[Module]) -> String {
    let mut features = String::new();
    let mut dependencies = String::new();
    for module in modules {
        let (name, package) = (&module.name, crate_name(&module.name));
        features.push_str(&format!("# {}\n{name} = [\"dep:{package}\"]\n", docs::clean(&module.title)));
        dependencies.push_str(&format!("{package} = {{ path = \"../{package}\", version = \"0.1.0\", default-features = false, optional = true }}\n"));
    }
    let all: Vec<String> = modules.iter().map(|module| format!("    \"{}\",\n", module.name)).collect();
    format!(
        "# Written by `cargo xtask codegen` from spec/modules.toml; edits are lost.

[package]
name = \"harness-sdk\"
description = \"Client for the Harness software delivery platform: every operation of the published API.\"
version.workspace = true
edition.workspace = true
rust-version.workspace = true
license.workspace = true
repository.workspace = true
keywords = [\"harness\", \"api\", \"client\", \"ci-cd\", \"devops\"]
categories = [\"api-bindings\", \"development-tools\"]

[features]
default = [\"rustls\"]
rustls = [\"harness-sdk-core/rustls\"]
native-tls = [\"harness-sdk-core/native-tls\"]
# Every module.
full = [
{all}]
{features}
[dependencies]
harness-sdk-core = {{ workspace = true, default-features = false }}
{dependencies}
[dev-dependencies]
# The guide's examples and the tests use these modules.
harness-sdk = {{ path = \".\", features = [\"audit\", \"pipelines\", \"platform\"] }}
httpmock.workspace = true
serde_json.workspace = true
tokio = {{ workspace = true, features = [\"macros\", \"rt-multi-thread\"] }}

[package.metadata.docs.rs]
all-features = true

[lints]
workspace = true
",
        all = all.concat(),
    )
}

/// The facade's `src/modules.rs`.
pub fn modules_rs(modules: &[Module]) -> String {
    let mut uses = String::new();
    let mut accessors = String::new();
    for module in modules {
        let name = escape_keyword(&snake(&module.name));
        let package = snake(&crate_name(&module.name));
        let feature = &module.name;
        let title = docs::clean(&module.title);
        uses.push_str(&format!("#[cfg(feature = \"{feature}\")]\npub use {package} as {name};\n"));
        accessors.push_str(&format!(
            "
    /// {title}: {description}
    ///
    /// {count} operations. Needs the feature `{feature}`.
    #[cfg(feature = \"{feature}\")]
    pub fn {name}(&self) -> {name}::Client {{
        {name}::Client::new(self.context().clone())
    }}
",
            description = docs::clean(&module.description),
            count = module.operations.len(),
        ));
    }
    format!(
        "{MARKER}
//! The modules: one feature, one re-export and one accessor each.

{uses}
impl crate::Client {{{}}}
",
        accessors.trim_start_matches('\n').to_owned().replacen("    ///", "\n    ///", 1)
    )
}
