//! Clients of other platforms that users would pick for them: the whole client and a program of two operations, each from
//! nothing, ours first.

mod build;
mod data;

use std::time::{Duration, Instant};

use build::{Built, Project, Way};
use data::Client;

use super::plan::Plan;

/// A client, what is built of it, and what that cost.
struct Measured {
    client: Client,
    operations: usize,
    whole: Project,
    /// Where the program needs less than the whole.
    program: Option<Project>,
    costs: Vec<(Part, Way, Built)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Whole,
    Program,
}

impl Measured {
    fn new(client: Client) -> Result<Measured, String> {
        let whole = Project::new(&client, "whole", &client.whole)?;
        let program = client.program.as_ref().map(|program| Project::new(&client, "program", program)).transpose()?;
        Ok(Measured { operations: client.operations(&whole.folders), client, whole, program, costs: Vec::new() })
    }

    /// Builds it in one way; a client that does not compile is told, and stops no other.
    fn build(&mut self, way: Way, end: Instant) {
        let program = self.program.as_ref().filter(|_| way != Way::Check).map(|program| (Part::Program, program));
        for (part, project) in program.into_iter().chain([(Part::Whole, &self.whole)]) {
            let built = match project.build(way, end) {
                Ok(Some(built)) => built,
                Ok(None) => continue,
                Err(message) => {
                    eprintln!("{} {part:?} {way:?}: {message}", self.client.name);
                    continue;
                }
            };
            // The builds take minutes: what is known is shown at once.
            let (own, all) = (&built.own, built.cpu());
            eprintln!(
                "{} {part:?} {way:?}: own {:.1} s {:.0} MiB, all {all:.1} s",
                self.client.name, own.cpu, own.peak
            );
            self.costs.push((part, way, built));
        }
    }

    fn whole(&self, way: Way) -> Option<&Built> {
        self.costs.iter().find(|(part, of, _)| *part == Part::Whole && *of == way).map(|(_, _, built)| built)
    }

    fn program(&self, way: Way) -> Option<&Built> {
        let part = if self.program.is_some() { Part::Program } else { Part::Whole };
        self.costs.iter().find(|(one, of, _)| *one == part && *of == way).map(|(_, _, built)| built)
    }

    /// CPU milliseconds of the check, by operation.
    fn by_operation(&self) -> Option<f64> {
        Some(self.whole(Way::Check)?.own.cpu * 1000.0 / self.operations.max(1) as f64)
    }
}

/// The section of the report.
pub(super) fn report(plan: &Plan) -> Result<String, String> {
    let mut all = data::read()?.into_iter().map(Measured::new).collect::<Result<Vec<_>, _>>()?;
    let end = Instant::now() + Duration::from_secs(plan.patience);
    for way in [Way::Check, Way::Debug, Way::Release] {
        for one in &mut all {
            one.build(way, end);
        }
    }
    let ours = all.first().and_then(Measured::by_operation);
    Ok(format!(
        "The client's own crates with all that they offer, whatever they depend on already built, one run each, one client after the \
         other; CPU seconds, and the peak of the largest process. A ratio is ours by theirs, of the check's CPU time by operation. \
         What is `-` had not finished when {} s were over, or did not compile.\n\n\
         | client | operations | check, CPU s | by operation, ms | ours / theirs | peak, MiB | debug, CPU s | \
         peak, MiB | release, CPU s | peak, MiB |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n{}\n\
         A program of two operations, one that creates and one that lists, with what it needs of the client and no more; all from \
         nothing, with dependencies; the rebuild follows a change of the program alone, incremental, median of three.\n\n\
         | client | debug, CPU s | peak, MiB | rebuild, CPU s | release, CPU s | stripped, MiB |\n\
         | --- | ---: | ---: | ---: | ---: | ---: |\n{}\n\
         Operations are counted in the sources of those crates: {}. Versions of crates that two use are those of this workspace \
         where they fit.\n",
        plan.patience,
        all.iter().map(|one| whole_row(one, ours)).collect::<String>(),
        all.iter().map(program_row).collect::<String>(),
        all.iter().map(|one| format!("{} by {}", one.client.name, one.client.counted)).collect::<Vec<_>>().join(", "),
    ))
}

fn figure(built: Option<&Built>, read: impl Fn(&Built) -> String) -> String {
    built.map_or_else(|| "-".to_owned(), read)
}

fn whole_row(one: &Measured, ours: Option<f64>) -> String {
    let ratio = ours.zip(one.by_operation()).map(|(ours, theirs)| format!("{:.2}", ours / theirs));
    let own_cpu = |built: &Built| format!("{:.1}", built.own.cpu);
    let own_peak = |built: &Built| format!("{:.0}", built.own.peak);
    let (check, debug, release) = (one.whole(Way::Check), one.whole(Way::Debug), one.whole(Way::Release));
    format!(
        "| {} {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |\n",
        one.client.name,
        one.whole.version,
        one.operations,
        figure(check, own_cpu),
        one.by_operation().map_or_else(|| "-".to_owned(), |figure| format!("{figure:.1}")),
        ratio.unwrap_or_else(|| "-".to_owned()),
        figure(check, own_peak),
        figure(debug, own_cpu),
        figure(debug, own_peak),
        figure(release, own_cpu),
        figure(release, own_peak),
    )
}

fn program_row(one: &Measured) -> String {
    let (debug, release) = (one.program(Way::Debug), one.program(Way::Release));
    format!(
        "| {} | {} | {} | {} | {} | {} |\n",
        one.client.name,
        figure(debug, |built| format!("{:.1}", built.cpu())),
        figure(debug, |built| format!("{:.0}", built.peak())),
        figure(debug, |built| format!("{:.2}", built.rebuild)),
        figure(release, |built| format!("{:.1}", built.cpu())),
        figure(release, |built| format!("{:.2}", built.bytes as f64 / f64::from(1 << 20))),
    )
}
