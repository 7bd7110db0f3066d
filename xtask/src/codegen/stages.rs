//! What each stage of a run took.

use std::time::{Duration, Instant};

use harness_sdk_codegen::{Effort, Output, Stage};

/// The stages so far, and since when the one under way runs.
#[derive(Debug)]
pub(super) struct Stages {
    done: Vec<(&'static str, Duration)>,
    under_way: Option<&'static str>,
    since: Instant,
}

impl Stages {
    pub(super) fn new() -> Self {
        Self { done: Vec::new(), under_way: None, since: Instant::now() }
    }

    /// Notes that the generator has come to a stage.
    pub(super) fn show(&mut self, stage: &Stage) {
        let next = match stage {
            Stage::Step(name) => *name,
            Stage::Modules(_) => "emitting the modules",
            Stage::Done(_) => return,
        };
        if let Some(name) = self.under_way.replace(next) {
            self.finish(name);
        }
    }

    /// Notes the end of a stage that the generator itself does not tell of, or of its last one.
    pub(super) fn next(&mut self, name: &'static str) {
        let name = self.under_way.take().unwrap_or(name);
        self.finish(name);
    }

    fn finish(&mut self, name: &'static str) {
        self.done.push((name, self.since.elapsed()));
        self.since = Instant::now();
    }

    /// Prints a line a stage, and what progenitor and our printer took in all modules together.
    pub(super) fn print(&self, output: &Output) {
        for (name, time) in &self.done {
            println!("stage {name} {:.3}", time.as_secs_f64());
        }
        let sum = |read: fn(&Effort) -> Duration| -> f64 {
            output.effort.values().map(|effort| read(effort).as_secs_f64()).sum()
        };
        println!("stage progenitor, in all modules {:.3}", sum(|effort| effort.progenitor));
        println!("stage printing, in all modules {:.3}", sum(|effort| effort.time - effort.progenitor));
    }
}
