//! What an execution printed.
//!
//! With the feature `logs`, an execution's logs are a stream of lines: stored ones of the steps that have ended, live ones of
//! those that run, until the execution ends.
//!
//! ```no_run
//! # async fn run(harness: harness_sdk::Client) -> Result<(), harness_sdk::Error> {
//! let project = harness.project("default", "checkout");
//! let mut lines = project.logs("EXECUTION_ID").strip_ansi(true).lines();
//! while let Some(line) = lines.try_next().await? {
//!     println!("{:>20} | {}", line.step.name, line.text);
//! }
//! for step in lines.missing() {
//!     eprintln!("no log of {}", step.name);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! `execution.logs()` is the same for one that [`execute`](super::workflows) started. `stage(..)` and `step(..)` narrow it,
//! `follow(false)` takes what is stored and waits for nothing.
//!
//! A stream that breaks is opened anew; lines that come twice are left out; a step that ends meanwhile is read on from the
//! store. Logs are unpacked as they come, so that one of a gigabyte takes no more memory than a small one. Storage links are
//! fetched without the key.
//!
//! # Write logs
//!
//! What runs steps of its own keeps their logs by the calls of the log service in `pipelines()`: `open_log`, `write_log`,
//! `upload_log_blob`, `close_log`, and links to store and to fetch them. A log that is open keeps its last 5,000 lines; one
//! that is closed without being stored is gone, unless it is closed with `snapshot(true)`.
