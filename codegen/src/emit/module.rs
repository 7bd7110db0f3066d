//! Where the files of a module stand, and all modules' files at once.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::budget;
use crate::emit::package::crate_name;
use crate::emit::shape::Signature;
use crate::emit::{index, manifest, operations, readme, skeleton, types};
use crate::ir::Module;
use crate::output::{Effort, Stage};

/// The files of all modules, and what each module cost.
#[derive(Debug, Default)]
pub(crate) struct Emitted {
    pub(crate) files: BTreeMap<PathBuf, String>,
    pub(crate) effort: BTreeMap<String, Effort>,
}

/// Emits the modules in parallel.
///
/// # Errors
/// What emission cannot express, of all of them.
pub(crate) fn all(modules: &[Module], progress: &(dyn Fn(Stage) + Sync)) -> Result<Emitted, Vec<String>> {
    progress(Stage::Modules(modules.len()));
    let outcomes: Vec<_> = modules
        .par_iter()
        .map(|module| {
            let start = Instant::now();
            let (files, progenitor) = emit(module);
            progress(Stage::Done(module.name.clone()));
            (module, files, start.elapsed(), progenitor)
        })
        .collect();
    let mut emitted = Emitted::default();
    let mut problems = Vec::new();
    for (module, outcome, time, progenitor) in outcomes {
        match outcome {
            Ok(files) => {
                let rust = files.iter().filter(|(path, _)| path.extension().is_some_and(|extension| extension == "rs"));
                let lines = rust.map(|(_, text)| budget::lines_of_code(text)).sum();
                emitted.effort.insert(module.name.clone(), Effort { lines, time, progenitor });
                emitted.files.extend(files);
            }
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() { Ok(emitted) } else { Err(problems) }
}

/// The files of a module, and what progenitor took for them.
fn emit(module: &Module) -> (Result<BTreeMap<PathBuf, String>, Vec<String>>, Duration) {
    let start = Instant::now();
    let signatures = skeleton::signatures(module);
    let progenitor = start.elapsed();
    (signatures.map_err(|problem| vec![problem]).and_then(|signatures| print(module, &signatures)), progenitor)
}

fn print(module: &Module, signatures: &BTreeMap<String, Signature>) -> Result<BTreeMap<PathBuf, String>, Vec<String>> {
    let operations = operations::files(module, signatures)?;
    let root = PathBuf::from("crates").join(crate_name(&module.name));
    let generated = root.join("src/generated");
    let mut files = BTreeMap::from([
        (root.join("Cargo.toml"), manifest::cargo_toml(module)),
        (root.join("README.md"), readme::text(module)),
        (root.join("OPERATIONS.md"), index::operations_md(&index::ModuleIndex::of(module))),
        (root.join("src/lib.rs"), manifest::lib_rs(module)),
        (generated.join("mod.rs"), manifest::generated_mod(module, &operations)),
    ]);
    for (name, text) in operations {
        files.insert(generated.join("operations").join(format!("{name}.rs")), text);
    }
    for (name, text) in types::files(module) {
        if let Err(error) = syn::parse_file(&text) {
            return Err(vec![format!("module {}: types/{name}.rs is no Rust: {error}", module.name)]);
        }
        files.insert(generated.join("types").join(format!("{name}.rs")), text);
    }
    Ok(files)
}
