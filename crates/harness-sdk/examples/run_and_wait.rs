//! Runs a pipeline and follows it to its end, approvals included.
//!
//! ```sh
//! cargo run --example run_and_wait
//! cargo run --example run_and_wait -- deploy --apply --approve
//! ```
//!
//! On a real account, the pipeline is started with `--apply` alone, and approved with `--approve` alone.

mod support;

use std::time::Duration;

use harness_sdk::execution::{Event, Execution, Waiting, waiting};
use support::{Outcome, Session};

#[tokio::main]
async fn main() -> Outcome {
    let session = Session::with(|mock| mock.items(3).polls(3)).await?;
    if !session.may_write("starts the pipeline") {
        return Ok(());
    }
    let pipeline = support::argument().unwrap_or_else(|| "pipeline_0".to_owned());
    let execution = session.harness.execute(&pipeline).notes("started by an example").start().await?;
    println!("started {}", execution.id());
    if let Some(link) = execution.link() {
        println!("{link}");
    }
    // The mock is in no need of patience.
    let pause = Duration::from_millis(if session.mock.is_some() { 10 } else { 2000 });
    follow(&execution, support::flag("--approve"), pause).await
}

/// Prints what happens, approves if asked to, and fails when the execution does.
async fn follow(execution: &Execution, approve: bool, pause: Duration) -> Outcome {
    let mut progress = execution.wait().pauses(pause, pause * 8).time_limit(Duration::from_secs(3600)).events();
    let spinner = support::spinner("running");
    while let Some(event) = progress.try_next().await? {
        spinner.suspend(|| tell(&event));
        if approve && waits_for_approval(&event) {
            for approval in execution.approvals().await? {
                // One that waits for a ticket in another system is decided there, and says so.
                match approval.approve().comment("approved by an example").send().await {
                    Ok(()) => spinner.suspend(|| println!("approved {}", approval.id())),
                    Err(error) => spinner.suspend(|| println!("{error}")),
                }
            }
        }
        if let Event::Finished(finished) = event {
            spinner.finish_and_clear();
            finished.into_result()?;
        }
    }
    Ok(())
}

/// Whether a step, or the execution as a whole, waits for somebody's word.
fn waits_for_approval(event: &Event) -> bool {
    let on = match event {
        Event::Waiting { on, .. } => Some(*on),
        Event::StatusChanged { to, .. } => waiting(to),
        _ => None,
    };
    on == Some(Waiting::Approval)
}

fn tell(event: &Event) {
    match event {
        Event::StatusChanged { to, .. } => println!("status {to}"),
        Event::StageStarted(stage) => println!("stage {}", stage.name),
        Event::StepEnded(step) => println!("  step {}: {}", step.name, step.status),
        Event::Waiting { on, .. } => println!("waiting for {on:?}"),
        Event::LookFailed { error, in_a_row } => println!("look {in_a_row} failed: {error}"),
        Event::Finished(finished) => println!("{finished}"),
        _ => {}
    }
}
