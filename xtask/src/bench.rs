//! `cargo xtask bench`: what generation, compilation and calls cost, each beside its peers in the same run.

mod charts;
mod clients;
mod document;
mod generation;
mod growth;
mod measure;
mod modules;
mod nothing;
mod peers;
mod plan;
mod programs;
mod python;
mod record;
mod runtime;
mod sections;
mod whole;

pub(crate) use document::write as write_document;
pub(crate) use plan::{Part, Plan};

use clap::ValueEnum as _;

impl Part {
    fn title(self) -> &'static str {
        match self {
            Part::Generation => "Generation",
            Part::Growth => "Generation and the size of the document",
            Part::Peers => "Other generators",
            Part::Modules => "Compiling a module",
            Part::Workspace => "Compiling the workspace",
            Part::Nothing => "From nothing",
            Part::Programs => "A program of two operations",
            Part::Clients => "Beside clients of other platforms",
            Part::Runtime => "Calls",
            Part::Python => "Calls beside the Python clients",
        }
    }

    fn measure(self, plan: &Plan) -> Result<String, String> {
        match self {
            Part::Generation => generation::report(plan),
            Part::Growth => growth::report(plan),
            Part::Peers => peers::report(plan),
            Part::Modules => modules::report(plan),
            Part::Workspace => whole::report(),
            Part::Nothing => nothing::report(),
            Part::Programs => programs::report(plan),
            Part::Clients => clients::report(plan),
            Part::Runtime => runtime::report(plan),
            Part::Python => python::report(plan),
        }
    }
}

/// Measures the parts and writes `BENCHMARKS.md`, part by part.
pub(crate) fn run(plan: &Plan) -> Result<(), String> {
    if plan.charts {
        return record::write(None);
    }
    let parts = if plan.parts.is_empty() { Part::value_variants().to_vec() } else { plan.parts.clone() };
    for part in parts {
        let start = record::load();
        let text = part.measure(plan)?;
        let section = format!("## {}\n\n{}\n\n{text}", part.title(), record::circumstances(&start));
        record::write(Some((part, &section)))?;
        println!("{section}");
    }
    Ok(())
}
