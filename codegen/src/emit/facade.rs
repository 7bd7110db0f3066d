//! What the facade needs to know of the modules: features, re-exports and one accessor each.

use crate::emit::package::crate_name;
use crate::emit::{MARKER, docs};
use crate::ir::Module;
use crate::rust_name::{escape_keyword, snake};

/// The version that all crates of the workspace share, the generator among them.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The facade's `Cargo.toml`.
pub fn cargo_toml(modules: &[Module]) -> String {
    let mut features = String::new();
    let mut dependencies = String::new();
    for module in modules {
        let (name, package) = (&module.name, crate_name(&module.name));
        let workflows: String = module.workflows.iter().map(|feature| format!(", \"{feature}\"")).collect();
        features.push_str(&format!("# {}\n{name} = [\"dep:{package}\"{workflows}]\n", docs::clean(&module.title)));
        dependencies.push_str(&format!("{package} = {{ path = \"../{package}\", version = \"{VERSION}\", default-features = false, optional = true }}\n"));
    }
    let tested = modules.iter().filter(|module| module.tested);
    let tested: Vec<String> = tested.map(|module| docs::literal(&module.name)).collect();
    let used: Vec<&str> = tested.iter().map(String::as_str).chain(["\"logs\""]).collect();
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
# rustls with the cryptography of ring: builds sooner and makes smaller programs than the default.
rustls-ring = [\"harness-sdk-core/rustls-ring\"]
native-tls = [\"harness-sdk-core/native-tls\"]
# Metrics, spans and trace headers of OpenTelemetry.
otel = [\"harness-sdk-core/otel\"]
# Services of tower as transports, and the other way round.
tower = [\"harness-sdk-core/tower\"]
# Reading and writing YAML, for the modules whose entities are written in it.
yaml = [\"dep:granit-parser\", \"dep:serde-saphyr\"]
# Logs of executions: live, by step, as an archive.
logs = [\"pipelines\", \"dep:async-compression\", \"dep:async_zip\", \"dep:tokio-util\"]
# Every module, and logs.
full = [
    \"logs\",
{all}]
{features}
[dependencies]
async-compression = {{ workspace = true, optional = true }}
async_zip = {{ workspace = true, optional = true }}
futures-core.workspace = true
futures-util.workspace = true
granit-parser = {{ workspace = true, optional = true }}
harness-sdk-core = {{ workspace = true, default-features = false }}
percent-encoding.workspace = true
serde.workspace = true
serde-saphyr = {{ workspace = true, optional = true }}
serde_json.workspace = true
sha2.workspace = true
thiserror.workspace = true
tokio = {{ workspace = true, features = [\"fs\", \"io-util\", \"macros\", \"sync\", \"time\"] }}
tokio-util = {{ workspace = true, optional = true }}
url.workspace = true
{dependencies}
[dev-dependencies]
# The guide, the examples and the tests use these modules. Paths alone: what is published needs none of them.
harness-sdk = {{ path = \".\", features = [{used}] }}
harness-sdk-mock = {{ path = \"../harness-sdk-mock\", default-features = false, features = [{tested}] }}
flate2.workspace = true
futures-util = {{ workspace = true, features = [\"io\"] }}
httpmock.workspace = true
indicatif.workspace = true
nix.workspace = true
proptest.workspace = true
rcgen.workspace = true
tempfile.workspace = true
tokio = {{ workspace = true, features = [\"io-util\", \"macros\", \"net\", \"rt-multi-thread\", \"test-util\"] }}
tokio-rustls.workspace = true

[package.metadata.docs.rs]
all-features = true

[lints]
workspace = true
",
        all = all.concat(),
        used = used.join(", "),
        tested = tested.join(", "),
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
