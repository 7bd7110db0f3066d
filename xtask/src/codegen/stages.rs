//! What each stage of a run took.

use std::time::{Duration, Instant};

use harness_sdk_codegen::{Effort, Output, Stage};

/// The stages so far, and since when the one under way runs.
#[derive(Debug)]
pub(super) struct Stages {
    done: Vec<(&'static str, Duration, Duration)>,
    under_way: Option<&'static str>,
    since: Instant,
    cpu_before: Duration,
}

impl Stages {
    pub(super) fn new() -> Self {
        Self { done: Vec::new(), under_way: None, since: Instant::now(), cpu_before: cpu() }
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
        let cpu = cpu();
        self.done.push((name, self.since.elapsed(), cpu.saturating_sub(self.cpu_before)));
        (self.since, self.cpu_before) = (Instant::now(), cpu);
    }

    /// Prints a line a stage, seconds by the clock and of CPU, and what progenitor and our printer took in all modules
    /// together by the clock.
    pub(super) fn print(&self, output: &Output) {
        for (name, time, cpu) in &self.done {
            println!("stage {name}: {:.3} {:.3}", time.as_secs_f64(), cpu.as_secs_f64());
        }
        let sum = |read: fn(&Effort) -> Duration| -> f64 {
            output.effort.values().map(|effort| read(effort).as_secs_f64()).sum()
        };
        println!(
            "in all modules: progenitor {:.3}, printing {:.3}",
            sum(|effort| effort.progenitor),
            sum(|effort| effort.time - effort.progenitor)
        );
    }
}

/// The CPU time of this process so far; zero where the system does not tell.
#[cfg(unix)]
fn cpu() -> Duration {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike as _;

    let micros = getrusage(UsageWho::RUSAGE_SELF)
        .map_or(0, |usage| (usage.user_time() + usage.system_time()).num_microseconds());
    Duration::from_micros(u64::try_from(micros).unwrap_or_default())
}

#[cfg(not(unix))]
fn cpu() -> Duration {
    Duration::ZERO
}
