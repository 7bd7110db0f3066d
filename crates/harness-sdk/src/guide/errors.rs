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
//!     Ok(answer) => println!("{:?}", answer.data),
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
//! `{error}` is one line to show to a person: the operation, the status, the server's code and message, what to do, the
//! correlation id for Harness' support, the number of attempts. Each of these has a method too, and
//! [`kind`](crate::Error::kind) says where it went wrong: before sending, on the way, at the server, or in reading the
//! answer.
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
//! # Errors that look like success
//!
//! A status of 200 can hold a failure: `"status": "ERROR"`, a denial by a policy, `"success": false`. Those are errors
//! as well, of the kind [`Failure`](crate::ErrorKind::Failure).
//! [`with_failure_check(false)`](crate::Request::with_failure_check) hands such an answer out instead.
//!
//! # HTML
//!
//! A login page or the page of a proxy in place of an answer is an error of the kind [`Html`](crate::ErrorKind::Html); it
//! names the host and what to check.
//!
//! # Answers that differ from the document
//!
//! Fields and enum values that this crate does not know are kept, not refused, and are sent back when a value that was
//! read is written. Missing or `null` lists are empty. Only a value of another type than the document's is an error: of
//! the kind [`Decode`](crate::ErrorKind::Decode), with the place in
//! [`decode_path`](crate::Error::decode_path) and the answer in [`body`](crate::Error::body).
//! [`send_raw`](crate::Request::send_raw) goes around it.
