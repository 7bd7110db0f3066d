//! Parameters, bodies, options of one call, operations that no document has.
//!
//! # A call
//!
//! Every operation is a method of its module's client. It gives a builder: setters take the parameters, `send` makes the
//! call. Nothing is checked by the setters, and nothing is sent by `send` when something is missing; the error names all
//! of it.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = harness_sdk_mock::MockHarness::answering().start().await;
//! # let harness = mock.client();
//! use harness_sdk::platform::types::{Organization, OrganizationRequest};
//!
//! let organization = Organization::new().identifier("retail").name("Retail");
//! let response =
//!     harness.platform().create_organization().body(OrganizationRequest::new().organization(organization)).send().await?;
//! println!("{} {:?}", response.status(), response.correlation_id());
//! # Ok(())
//! # }
//! ```
//!
//! Types of requests are made by `new()` and chained setters, so that a field that Harness adds breaks no program. An
//! response dereferences to its value; it has the status and the headers too.
//!
//! # Values of several types
//!
//! What a connector, a secret or a budget holds depends on its type. Such a field is an enum with a variant a type, and takes the
//! type itself; the tag that tells it on the wire fills itself, wherever it stands. Where nothing stands beside a tag, the
//! variant has no content.
//!
//! ```
//! use harness_sdk::connectors::types::*;
//!
//! let connector = ConnectorInfo::new().identifier("k8s").name("K8s").spec(
//!     KubernetesClusterConfig::new()
//!         .credential(KubernetesCredential::new().spec(KubernetesCredentialSpec::InheritFromDelegate)),
//! );
//! let json = harness_sdk::model::to_value(&connector)?;
//! assert_eq!(json["type"], "K8sCluster");
//! assert_eq!(json["spec"]["credential"]["type"], "InheritFromDelegate");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A tag that was set, or read, and contradicts what the field holds is an error before anything is sent: set it anew when a
//! value that was read gets another type, or empty it. A type that several tags mean (`NextGenHealthSource`) wants its tag set.
//! # What is sent
//!
//! What a setter was called for is sent, be it empty, zero or `false`; what no setter was called for is not sent. A setter
//! called with [`Null`](crate::model::Null) sends `null`, which most updates take for "remove this":
//!
//! ```
//! use harness_sdk::model::{self, Null};
//! use harness_sdk::platform::types::Organization;
//!
//! let change = Organization::new().identifier("retail").description(Null);
//! assert_eq!(model::to_value(&change)?, serde_json::json!({"identifier": "retail", "description": null}));
//! # Ok::<(), model::EncodeError>(())
//! ```
//!
//! A value put into a field directly (`group.users = vec![]`) is sent unless it is empty, zero or `false`, for such a value
//! cannot be told from a field that nobody touched: empty things are sent by a setter, or by
//! [`send_empty`](crate::model::Model::send_empty). What was read, changed and put back goes as it came: what was missing
//! stays away, what was `null` stays `null`, and a list that was emptied is sent empty.
//!
//! Members that the document requires must be given, at any depth; an empty value or `Null` counts as given. `send` reports
//! all that are missing by JSON pointer, together with missing parameters, and sends nothing. A value that was read is not
//! checked, and neither is a body given as JSON or YAML text.
//!
//! # Options of one call
//!
//! [`Request`](crate::Request) has what every call can do besides its parameters. The methods begin with `with_`, so that they
//! never collide with a parameter:
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = harness_sdk_mock::MockHarness::answering().start().await;
//! # let project = mock.client().project("default", "checkout");
//! use std::time::Duration;
//!
//! use harness_sdk::Request;
//!
//! let call = project
//!     .pipelines()
//!     .list_pipelines()
//!     .with_timeout(Duration::from_secs(5))
//!     .with_header("X-Request-Source", "nightly")
//!     .with_query("a_parameter_of_tomorrow", "yes");
//! println!("{}", call.to_curl()); // to look at, or to run; names the key's variable in place of the key
//! call.send().await?;
//! # Ok(())
//! # }
//! ```
//!
//! [`with_body_json`](crate::Request::with_body_json) and [`with_body_yaml`](crate::Request::with_body_yaml) send any body,
//! [`send_raw`](crate::Request::send_raw) hands the response out unread: a field or a type that the document has wrong stops
//! nobody.
//!
//! # What no document knows
//!
//! [`Client::request`](crate::Client::request) makes any request with the same host, credentials, limits, repetition and
//! errors.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = harness_sdk_mock::MockHarness::answering().start().await;
//! # let harness = mock.client();
//! use harness_sdk::model::Value;
//! use harness_sdk::{Method, Request};
//!
//! let response = harness
//!     .request(Method::GET, "/ng/api/projects")
//!     .fill_scope()
//!     .with_query("pageSize", 5)
//!     .send_json::<Value>()
//!     .await?;
//! println!("{}", response["data"]["totalItems"]);
//! # Ok(())
//! # }
//! ```
//!
//! # Without async
//!
//! One runtime serves a whole program:
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let runtime = tokio::runtime::Runtime::new()?;
//! # let mock = runtime.block_on(harness_sdk_mock::MockHarness::answering().start());
//! # let project = mock.client().project("default", "checkout");
//! let pipelines = runtime.block_on(async { project.pipelines().list_pipelines().send().await })?;
//! println!("{}", pipelines.len());
//! # Ok(())
//! # }
//! ```
//!
//! # Around every attempt
//!
//! [`hooks`](crate::hooks) see every attempt before and after: for metrics, extra headers, recording, refusing. Calls
//! are `tracing` spans with OpenTelemetry's names; values and keys are never in them.
