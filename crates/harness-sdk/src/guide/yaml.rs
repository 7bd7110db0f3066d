//! Pipelines, services and the like.
//!
//! Operations that take YAML have a setter `yaml(..)`: of text, sent as it is, comments included.
//!
//! # Entities as files
//!
//! `apply` makes an entity be as its YAML says: it is created, updated, or left alone when nothing
//! differs. The key at the top tells what it is.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = harness_sdk_mock::MockHarness::answering().start().await;
//! # let harness = mock.client();
//! use harness_sdk::apply::Change;
//!
//! let project = harness.project("default", "checkout");
//! let yaml = "service:\n  identifier: web\n  name: Web\n";
//! assert_eq!(project.apply(yaml).await?.change, Change::Created);
//! # Ok(())
//! # }
//! ```
//!
//! Known are pipelines, input sets and triggers (feature `pipelines`), services, environments and infrastructures (`cd`),
//! connectors and secrets (`connectors`).
//!
//! A tag that has no meaning here, such as `!Ref`, is refused with its place: the value would be read, compared and sent
//! without it. In a block of text it is text. Setters that take YAML send what they are given, tags too.
//!
//! # Types of your own
//!
//! `Yaml` reads and writes anything that serde does, with or without the key at the top. What is wrong is
//! told with line and column.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use harness_sdk::yaml::Yaml;
//!
//! #[derive(serde::Deserialize)]
//! struct Pipeline {
//!     name: String,
//! }
//!
//! let yaml = Yaml::from("pipeline:\n  identifier: deploy\n  name: Deploy\n");
//! assert_eq!(yaml.unwrap_from::<Pipeline>("pipeline")?.name, "Deploy");
//! # Ok(())
//! # }
//! ```
