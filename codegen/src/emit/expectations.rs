//! What the test kit knows of the modules: features, catalogues, and typed expectations, one method an operation.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::emit::contract::answer;
use crate::emit::{MARKER, docs};
use crate::ir::{Module, Operation};
use crate::rust_name::{escape_keyword, snake};

/// Where the files stand.
pub const FOLDER: &str = "crates/harness-sdk-mock/src/generated";

/// The manifest, and the files of all modules.
pub fn files(modules: &[Module]) -> BTreeMap<PathBuf, String> {
    let folder = PathBuf::from(FOLDER);
    let mut files = BTreeMap::from([
        (PathBuf::from("crates/harness-sdk-mock/Cargo.toml"), cargo_toml(modules)),
        (folder.join("mod.rs"), mod_rs(modules)),
        (folder.join("catalogues.rs"), catalogues_rs(modules)),
    ]);
    for module in modules {
        files.insert(folder.join(format!("{}.rs", snake(&module.name))), module_rs(module));
    }
    files
}

fn cargo_toml(modules: &[Module]) -> String {
    let all: String = modules.iter().map(|module| format!("    \"{}\",\n", module.name)).collect();
    let each: String = modules.iter().map(|module| format!("{0} = [\"harness-sdk/{0}\"]\n", module.name)).collect();
    format!(
        "# Written by `cargo xtask codegen`; edits are lost.

[package]
name = \"harness-sdk-mock\"
description = \"Mock Harness for the tests of programs that use harness-sdk: typed expectations, and a server that answers everything.\"
version.workspace = true
edition.workspace = true
rust-version.workspace = true
license.workspace = true
repository.workspace = true
readme = \"README.md\"
keywords = [\"harness\", \"mock\", \"testing\", \"api\", \"ci-cd\"]
categories = [\"development-tools::testing\"]

[features]
default = [\"cli\"]
# The program `harness-sdk-mock`.
cli = [\"catalogue\", \"dep:clap\", \"tokio/macros\", \"tokio/rt-multi-thread\", \"tokio/signal\"]
# Answers for the operations of every module, without expectations for them.
catalogue = []
# Every module.
full = [
{all}]
{each}
[dependencies]
bytes.workspace = true
clap = {{ workspace = true, optional = true }}
harness-sdk = {{ path = \"../harness-sdk\", version = \"0.1.0\", default-features = false }}
harness-sdk-core.workspace = true
http.workspace = true
http-body-util.workspace = true
hyper.workspace = true
hyper-util.workspace = true
indexmap.workspace = true
percent-encoding.workspace = true
regex-syntax.workspace = true
saphyr.workspace = true
serde.workspace = true
serde_json.workspace = true
tokio = {{ workspace = true, features = [\"net\", \"rt\", \"sync\", \"time\"] }}

[dev-dependencies]
# The guide's examples and the tests use these modules.
harness-sdk-mock = {{ path = \".\", default-features = false, features = [\"catalogue\", \"connectors\", \"gitops\", \"iacm\", \"pipelines\", \"platform\"] }}
tokio = {{ workspace = true, features = [\"macros\", \"rt-multi-thread\", \"process\", \"io-util\"] }}

[[bin]]
name = \"harness-sdk-mock\"
path = \"src/main.rs\"
required-features = [\"cli\"]
doc = false

[package.metadata.docs.rs]
all-features = true

[lints]
workspace = true
"
    )
}

fn mod_rs(modules: &[Module]) -> String {
    let mut index = format!("{MARKER}//! Catalogues and typed expectations by module.\n\npub(crate) mod catalogues;\n");
    let mut accessors = String::new();
    for module in modules {
        let feature = &module.name;
        let name = escape_keyword(&snake(feature));
        index.push_str(&format!("#[cfg(feature = \"{feature}\")]\nmod {name};\n"));
        accessors.push_str(&format!(
            "
    /// Expectations of {title}. Needs the feature `{feature}`.
    #[cfg(feature = \"{feature}\")]
    pub fn {name}(&self) -> crate::Expect<'_, harness_sdk::{name}::Client> {{
        self.expect(harness_sdk::{name}::Client::new)
    }}
",
            title = docs::clean(&module.title),
        ));
    }
    let tables: String = modules
        .iter()
        .map(|module| {
            let name = escape_keyword(&snake(&module.name));
            format!("    #[cfg(feature = \"{0}\")]\n    ({0:?}, {name}::TABLE),\n", module.name)
        })
        .collect();
    index.push_str(&format!("\nimpl crate::MockHarness {{\n{}}}\n", accessors.trim_start_matches('\n')));
    index.push_str(&format!(
        "\n/// Every operation, by module.\n#[cfg(test)]\npub(crate) static TABLES: &[(&str, &[crate::every::Entry])] = &[\n{tables}];\n"
    ));
    index
}

fn catalogues_rs(modules: &[Module]) -> String {
    let mut text = format!(
        "{MARKER}//! The catalogues, as they stand in the files.\n
/// What all modules share.
pub(crate) static COMMON: &str = include_str!(\"../../catalogue/common.jsonl\");

/// Module and catalogue.
pub(crate) static ALL: &[(&str, &str)] = &[\n"
    );
    for module in modules {
        text.push_str(&format!(
            "    #[cfg(any(feature = \"{0}\", feature = \"catalogue\"))]\n    ({0:?}, include_str!(\"../../catalogue/{0}.jsonl\")),\n",
            module.name
        ));
    }
    text + "];\n"
}

fn module_rs(module: &Module) -> String {
    let name = escape_keyword(&snake(&module.name));
    let mut text = format!(
        "{MARKER}
#![allow(deprecated, unused_imports, reason = \"not every module uses all of them\")]

use harness_sdk::model::{{JsonObject, Map, Sensitive, Value}};
use harness_sdk::{name}::{{Client, builder, types}};

crate::expectations! {{
"
    );
    for operation in &module.operations {
        text.push_str(&line(operation));
    }
    text.push_str("}\n");
    text
}

fn line(operation: &Operation) -> String {
    let kind = match &operation.paging {
        Some(paging) => format!(" of {}", paging.item.rust("types::")),
        None => String::new(),
    };
    format!(
        "    {} {}: {} => {}{kind};\n",
        docs::literal(&format!("`{} {}`", operation.method, operation.sent_path())),
        escape_keyword(&operation.name),
        operation.builder,
        answer(&operation.answer)
    )
}
