//! All that a deployment needs, from YAML: connector, secret, service, environment, infrastructure, pipeline.
//!
//! ```sh
//! cargo run --example create_stack
//! cargo run --example create_stack -- --apply
//! ```
//!
//! On a real account, things are created with `--apply` alone. A second run changes only what differs.

mod support;

use harness_sdk::apply::Change;
use support::{Outcome, Session};

/// The entities, in the order in which they need each other. Organisation and project come from the client.
const STACK: [&str; 6] = [
    include_str!("stack/secret.yaml"),
    include_str!("stack/connector.yaml"),
    include_str!("stack/service.yaml"),
    include_str!("stack/environment.yaml"),
    include_str!("stack/infrastructure.yaml"),
    include_str!("stack/pipeline.yaml"),
];

#[tokio::main]
async fn main() -> Outcome {
    let session = Session::start().await?;
    if !session.may_write("creates a stack in the project") {
        return Ok(());
    }
    let runs = if session.mock.is_some() { 2 } else { 1 };
    for run in 1..=runs {
        let bar = support::bar(STACK.len() as u64);
        let mut changed = 0;
        for yaml in STACK {
            let applied = session.harness.apply(yaml).await?;
            bar.suspend(|| println!("{} {}: {:?}", applied.kind, applied.identifier, applied.change));
            changed += usize::from(applied.change != Change::Unchanged);
            bar.inc(1);
        }
        bar.finish_and_clear();
        println!("run {run}: {changed} of {} changed", STACK.len());
    }
    Ok(())
}
