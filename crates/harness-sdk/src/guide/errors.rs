//! What can go wrong, and how to tell.
//!
//! Every call of every module fails with the same [`Error`](crate::Error). Ask it what it means instead of comparing
//! numbers: the services disagree about statuses and codes, and the predicates know them all.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! # let mock = harness_sdk_mock::MockHarness::answering().start().await;
//! # let harness = mock.client();
//! let projects = harness.org("default").platform();
//! match projects.get_project().identifier("gone").send().await {
//!     Ok(response) => println!("{:?}", response.data),
//!     Err(error) if error.is_not_found() => println!("no such project"), // 404, and the 400 and 500 that mean it
//!     Err(error) if error.is_permission_denied() => println!("ask for a role"),
//!     Err(error) if error.is_rate_limited() => println!("again in {:?}", error.retry_after()),
//!     Err(error) => eprintln!("{error}"),
//! }
//! # }
//! ```
//!
//! # What it says
//!
//! `{error}` is one line to show to a person: the operation, the status, the server's code, message and explanations, what
//! to do, the correlation id for Harness' support, the number of attempts. It is bounded, and holds no key, whoever
//! repeats one. Each of its parts has a method too, and
//! [`kind`](crate::Error::kind) says where it went wrong: before sending, on the way, at the server, or in reading the
//! response.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! # let mock = harness_sdk_mock::MockHarness::answering().start().await;
//! # let harness = mock.client();
//! let error = harness.org("default").platform().get_project().identifier("gone").send().await.unwrap_err();
//! assert_eq!(error.operation_id(), Some("getProject"));
//! assert!(error.status().is_some() && error.message().is_some());
//! let body = error.body(); // the first 64 KiB of what came; think before logging it
//! # let _ = body;
//! # }
//! ```
//!
//! Where the server gives reasons, they are there in full:
//!
//! | the response has | the method |
//! | --- | --- |
//! | `responseMessages` | [`messages`](crate::Error::messages), of which [`explanations`](crate::Error::explanations) and [`server_hints`](crate::Error::server_hints) |
//! | `details`, or `detail` of a problem+json | [`details`](crate::Error::details) |
//! | `detailedMessage` | [`detailed_message`](crate::Error::detailed_message) |
//! | errors by field, inputs that do not fit a pipeline | [`field_errors`](crate::Error::field_errors) |
//! | `schemaErrors` of a YAML document | [`schema_errors`](crate::Error::schema_errors) |
//! | policies that denied the change | [`policy_denials`](crate::Error::policy_denials) |
//!
//! The predicates judge all messages: a 400 whose first message is a hint and whose third says `SCM_CONFLICT_ERROR_V2`
//! [is a conflict](crate::Error::is_conflict).
//!
//! # Errors that look like success
//!
//! A status of 200 can hold a failure: `"status": "ERROR"`, a denial by a policy, input sets that do not fit. Those are
//! errors as well, of the kind [`Failure`](crate::ErrorKind::Failure). A denial
//! ([`is_policy_denied`](crate::Error::is_policy_denied)) names the policy and its messages; the response does not tell whether
//! anything was saved, so read the entity before trying again. Policies that only warn are no error, and neither is what a
//! read shows of an earlier change.
//! [`with_failure_check(false)`](crate::Request::with_failure_check) hands such a response out instead.
//!
//! # HTML
//!
//! A login page or the page of a proxy in place of a response is an error of the kind [`Html`](crate::ErrorKind::Html); it
//! names the host and what to check.
//!
//! # Responses that differ from the document
//!
//! Fields and enum values that this crate does not know are kept, not refused, and are sent back when a value that was
//! read is written. Missing or `null` lists are empty.
//!
//! The services also send values of another JSON type than the document's. Such a value costs its field and nothing else:
//!
//! - what the field's type can hold is converted: `"1664436857059"` for a number, `7` or `true` for a text, which dates are
//!   too, `"true"` for a boolean, one value for a list of one;
//! - of anything else the field is empty, and the JSON is kept beside it:
//!   [`kept`](crate::model::Model::kept) shows it;
//! - either way a field that is left alone is written back as it came. Where the whole response is a list or map of scalars,
//!   [`to_json`](crate::Response::to_json) and serde on the response do that, not the list alone.
//!
//! [`misfits`](crate::Response::misfits) tells the places and types of both, never the values. Ask it where an empty field
//! and a missing one must not be the same to you. Each place is traced once for each client and operation, and the number in
//! a response stands in the call's span as `harness.misfits`, and is counted by the feature `otel`.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), harness_sdk::Error> {
//! # let mock = harness_sdk_mock::MockHarness::answering().start().await;
//! # let project = mock.client().project("default", "checkout");
//! let response = project.pipelines().list_pipelines().send().await?;
//! for misfit in response.misfits() {
//!     eprintln!("{misfit}"); // expected a string, found an object at /0/name
//! }
//! # Ok(())
//! # }
//! ```
//!
//! An error of the kind [`Decode`](crate::ErrorKind::Decode) is left for a response that is not JSON, and for one that as a
//! whole is of another JSON type, such as a list in place of an object or of the items of a list; it has the place in
//! [`decode_path`](crate::Error::decode_path) and the response in [`body`](crate::Error::body). Even those are no error of a
//! call that changes something: it was carried out, so the value is an empty one, and
//! [`unread`](crate::Response::unread) has what came.
//! [`strict_answers`](crate::ContextBuilder::strict_answers) makes an error of each field that is left empty;
//! [`send_raw`](crate::Request::send_raw) goes around all of it.
