//! Run a pipeline and wait, approve, update, flags, segments, incidents, links.
//!
//! The generated calls are one request each. What takes several, and takes care, is here: small pieces over those calls, each
//! behind the feature of its module.
//!
//! # Run a pipeline and wait for its end
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = harness_sdk_mock::MockHarness::answering().start().await;
//! # let harness = mock.client().project("default", "checkout");
//! # harness.pipelines().create_pipeline_v2().yaml("pipeline: {identifier: deploy, name: Deploy}").send().await?;
//! # let quick = std::time::Duration::from_millis(1);
//! let execution = harness.execute("deploy").notes("release 1.2").start().await?;
//! println!("{} {:?}", execution.id(), execution.link());
//! # let wait = || execution.wait_for_success().pauses(quick, quick);
//! # wait().await?;
//! # if false {
//! execution.wait_for_success().await?; // an error that names the stage and the step, when it fails
//! # }
//! # Ok(())
//! # }
//! ```
//!
//! `inputs_yaml(..)` and `inputs(..)` give values for runtime inputs, `input_sets([..])` names input sets, and both together
//! do what one expects. `wait` gives the end whatever it is; its
//! `events` tell what happens on the way: stages, steps, and who is waited for. Looks at
//! the execution come apart by growing pauses, a few of them may fail, and a status that this crate does not know is not
//! taken for an end.
//!
//! `execution(id)` and `execution_of_link(url)` take up
//! one that runs already; `abort` and
//! `retry_from` do what they say.
//!
//! # Approve
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = harness_sdk_mock::MockHarness::answering().approval(true).start().await;
//! # let harness = mock.client().project("default", "checkout");
//! # harness.pipelines().create_pipeline_v2().yaml("pipeline: {identifier: deploy, name: Deploy}").send().await?;
//! # let execution = harness.execute("deploy").start().await?;
//! for approval in execution.approvals().await? {
//!     approval.approve().comment("tested on staging").send().await?;
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Change what is there
//!
//! Most updates replace the whole entity. [`edit`](crate::edit()) reads it, lets a closure change it, and writes it back
//! with every field that this crate does not know; where the server tells versions, nobody's change in between is lost.
//!
//! # Wait until it can be read
//!
//! Some services know of a write later than they answer it. [`settle`](crate::settle()) repeats a read until it finds
//! something, or what a closure accepts, within a bound:
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = harness_sdk_mock::MockHarness::answering().start().await;
//! # let harness = mock.client().project("default", "checkout");
//! # let platform = harness.platform();
//! # let project = harness_sdk::platform::types::Project::new().identifier("billing").name("Billing");
//! # let body = harness_sdk::platform::types::ProjectRequest::new().project(project);
//! platform.create_project().body(body).send().await?;
//! harness_sdk::settle(move || platform.get_project().identifier("billing").send()).await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Roll a feature flag out
//!
//! ```no_run
//! # async fn run(harness: harness_sdk::Client) -> Result<(), harness_sdk::Error> {
//! let flag = harness.project("default", "shop").flag("dark_mode", "production");
//! flag.change().turn_on().percentages([("on", 20), ("off", 80)]).comment("a fifth of all users").apply_and_settle().await?;
//! # Ok(())
//! # }
//! ```
//!
//! That is a flag of the older product (CF, feature `flags`). Feature management (FME, feature `fme`) has
//! [handles](crate::feature_flags) for flags, what they serve in an environment, and segments; environments go by name:
//!
//! ```no_run
//! # async fn run(harness: harness_sdk::Client) -> Result<(), harness_sdk::Error> {
//! let prod = harness.project("default", "shop").flag_environment("prod");
//! let flag = prod.feature_flag("checkout");
//! flag.change().percentages([("on", 20), ("off", 80)]).apply().await?;
//! flag.kill().comment("payments fail").await?;
//! prod.segment("beta_testers").set_members(["alice", "bob"]).await?;
//! # Ok(())
//! # }
//! ```
//!
//! A change sends what it says and nothing else. Members go in as many requests as they take, and a failure says how many are
//! done. A kill is not repeated by itself when its response is lost; repeating it by hand does no harm.
//!
//! # Report an incident
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = harness_sdk_mock::MockHarness::answering().start().await;
//! # let project = mock.client().project("default", "shop");
//! use harness_sdk::ai_sre::types::{CreateIncidentRequest, IncidentStatus};
//!
//! let request = CreateIncidentRequest::new().template_short_id("major").title("Payments fail");
//! let made = project.report_incident(request).await?;
//! let incident = project.incident(made.pretty_id.unwrap_or_default());
//! incident.set_status(IncidentStatus::Investigating).await?;
//! incident.close().await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Links to the user interface
//!
//! [`link`](crate::link) makes them and reads them, so that a person can paste one and a program can print one.
