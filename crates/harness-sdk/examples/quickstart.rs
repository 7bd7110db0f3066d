//! Lists the pipelines of a project.
//!
//! ```sh
//! cargo run --example quickstart
//! ```
//!
//! With HARNESS_API_KEY, HARNESS_ORG_ID and HARNESS_PROJECT_ID set it lists those of a real project.

mod support;

use support::{Outcome, Session};

#[tokio::main]
async fn main() -> Outcome {
    let session = Session::start().await?;
    let mut pipelines = session.harness.pipelines().list_pipelines().items();
    let mut count = 0;
    while let Some(pipeline) = pipelines.try_next().await? {
        println!("{}", pipeline.identifier.unwrap_or_default());
        count += 1;
    }
    println!("{count} pipelines");
    Ok(())
}
