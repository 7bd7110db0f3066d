//! Runs a pipeline and follows it to its end, approvals included.
//!
//! ```sh
//! cargo run -p harness-sdk --example run_and_wait
//! cargo run -p harness-sdk --example run_and_wait -- deploy --apply --approve
//! ```
//!
//! On a real account, the pipeline is started with `--apply` alone, and approved with `--approve` alone.

mod support;

use std::time::Duration;

use harness_sdk::execution::{Event, Execution, Waiting};
use support::{Outcome, Session};

#[tokio::main]
async fn main() -> Outcome {
    let session = Session::with(|mock| mock.items(3).polls(3).approval(true)).await?;
    if !session.may_write("starts the pipeline") {
        return Ok(());
    }
    let pipeline = support::argument().unwrap_or_else(|| "pipeline_0".to_owned());
    let execution = session.harness.execute(&pipeline).notes("started by an example").start().await?;
    println!("started {}", execution.id());
    if let Some(link) = execution.link() {
        println!("{link}");
    }
    follow(&execution, session.mock.is_some() || support::flag("--approve"), session.mock.is_some()).await
}

/// Prints what happens, approves if asked to, and fails when the execution does.
async fn follow(execution: &Execution, approve: bool, quick: bool) -> Outcome {
    let pause = if quick { Duration::from_millis(10) } else { Duration::from_secs(2) };
    let mut progress = execution.wait().pauses(pause, pause * 8).time_limit(Duration::from_secs(3600)).events();
    let spinner = support::spinner("running");
    while let Some(event) = progress.try_next().await? {
        match event {
            Event::StatusChanged { to, .. } => spinner.println(format!("status {to}")),
            Event::StageStarted(stage) => spinner.println(format!("stage {}", stage.name)),
            Event::StepEnded(step) => spinner.println(format!("  step {}: {}", step.name, step.status)),
            Event::Waiting { on: Waiting::Approval, .. } if approve => {
                for approval in execution.approvals().await? {
                    approval.approve().comment("approved by an example").send().await?;
                    println!("approved {}", approval.id());
                }
            }
            Event::Waiting { on, .. } => println!("waiting: {on:?}"),
            Event::LookFailed { error, in_a_row } => spinner.println(format!("look {in_a_row} failed: {error}")),
            Event::Finished(finished) => {
                spinner.finish_and_clear();
                println!("{finished}");
                finished.into_result()?;
            }
            _ => {}
        }
    }
    Ok(())
}
