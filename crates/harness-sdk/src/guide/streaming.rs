//! Large bodies, files, line streams.
//!
//! # Down
//!
//! Every call can go to a file, which appears under its name only when it is complete:
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = harness_sdk_mock::MockHarness::answering().start().await;
//! # let project = mock.client().project("default", "checkout");
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("pipelines.json");
//! use harness_sdk::DownloadTo as _;
//!
//! let call = project.pipelines().list_pipelines();
//! let saved = call.download_to(&path).progress(|done, of| println!("{done} of {of:?} bytes")).await?;
//! println!("{} bytes, {}", saved.length, saved.sha256);
//! # Ok(())
//! # }
//! ```
//!
//! [`send_raw`](crate::Request::send_raw) gives the response unread instead: take it piece by piece with
//! [`chunk`](crate::RawResponse::chunk) or as a stream of bytes.
//!
//! However long it takes in all, no time limit ends it; silence does, after a minute (`idle_timeout`).
//!
//! # Up
//!
//! A [`Body`](crate::Body) is bytes, a file or a stream; a [`FilePart`](crate::FilePart) is the same as part of a form. Files
//! are opened when the request is sent, and read piece by piece, however large they are.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = harness_sdk_mock::MockHarness::answering().start().await;
//! # let project = mock.client().project("default", "checkout");
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("values.yaml");
//! # std::fs::write(&path, "replicas: 2")?;
//! use harness_sdk::FilePart;
//! use harness_sdk::connectors::types::FileType;
//!
//! project
//!     .connectors()
//!     .create_file()
//!     .name("values.yaml")
//!     .identifier("values_yaml")
//!     .parent_identifier("Root")
//!     .r#type(FileType::File)
//!     .content(FilePart::path(&path).media_type("application/yaml"))
//!     .send()
//!     .await?;
//! # Ok(())
//! # }
//! ```
//!
//! Bytes and files are sent again when an attempt fails and the operation allows it; a stream cannot be.
//!
//! # Packages
//!
//! With the feature `registry`, [files of packages](crate::packages) go up and down the same way, with progress and checksums:
//!
//! ```no_run
//! # async fn run(harness: harness_sdk::Client) -> Result<(), harness_sdk::Error> {
//! let file = harness.package_registry("releases").file("shop/1.4.2/shop.tar.gz");
//! let sent = file.upload("target/shop.tar.gz").progress(|done, of| println!("{done} of {of} bytes")).await?;
//! file.download_to("copy.tar.gz").sha256(&sent.sha256).await?;
//! # Ok(())
//! # }
//! ```
//!
//! Maven, Python, NuGet and npm have their own methods there. The platform is asked once where its packages are; the key goes
//! there and no further.
//!
//! # Lines
//!
//! Operations that watch or follow answer with one JSON value a line. They give [`JsonLines`](crate::JsonLines), a `Stream`
//! of typed values that may stay silent for as long as it likes. [`logs`](super::logs) are streams of their own.
//!
//! # Bounds
//!
//! Responses that are read into memory are bounded by `max_answer` of the builder, 512 MiB unless set.
