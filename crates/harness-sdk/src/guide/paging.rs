//! Lists.
//!
//! A list that comes in pages has [`items()`](crate::Items) and [`pages()`](crate::Pages) beside `send()`. How it pages
//! (from 0 or 1, by page, offset, cursor or key, with the total in the body, in a header or nowhere) differs from
//! service to service; the calls look alike:
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = harness_sdk_mock::MockHarness::answering().items(57).start().await;
//! # let harness = mock.client();
//! let project = harness.project("default", "checkout");
//! let mut items = project.pipelines().list_pipelines().items().page_size(20);
//! let mut count = 0;
//! while let Some(pipeline) = items.try_next().await? {
//!     println!("{}", pipeline.identifier.unwrap_or_default());
//!     count += 1;
//! }
//! assert_eq!(count, 57);
//! # Ok(())
//! # }
//! ```
//!
//! Filters are set on the call and stay on every page. [`Items`](crate::Items) is a `Stream`, so the combinators of
//! `futures` work on it; [`try_collect`](crate::Items::try_collect) takes all into memory.
//!
//! # Size, end, speed
//!
//! `page_size(n)` is how many to ask for at once, `max_items(n)` where to stop, `read_ahead(n)` how many pages to fetch
//! before they are needed. Page sizes are cut to what the server is known to give.
//!
//! # Pages, with all that they carry
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = harness_sdk_mock::MockHarness::answering().items(57).start().await;
//! # let project = mock.client().project("default", "checkout");
//! let mut pages = project.pipelines().list_pipelines().pages().page_size(25);
//! while let Some(page) = pages.try_next().await? {
//!     println!("page {}: {} of {:?}", page.number, page.items.len(), page.total);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Failures in the middle
//!
//! A page that cannot be had is an error, after the usual [retries](super::retries); nothing is lost. The next
//! `try_next` asks for the same page again. To go on in another process, keep the cursor: it can be written as JSON and
//! holds no credentials.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = harness_sdk_mock::MockHarness::answering().items(57).start().await;
//! # let project = mock.client().project("default", "checkout");
//! let list = project.pipelines().list_pipelines();
//! let mut items = list.clone().items().max_items(30);
//! while items.try_next().await?.is_some() {}
//! let kept = serde_json::to_string(&items.cursor())?;
//!
//! let cursor: harness_sdk::Cursor = serde_json::from_str(&kept)?;
//! let rest = list.items().resume(cursor).try_collect().await?;
//! assert_eq!(rest.len(), 27);
//! # Ok(())
//! # }
//! ```
//!
//! # No run is endless
//!
//! A server that returns the same page again and again, whatever it is asked for, ends in an error of the kind
//! [`Stalled`](crate::ErrorKind::Stalled).
