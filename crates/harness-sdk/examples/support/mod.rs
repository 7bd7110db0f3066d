//! What the examples share: a client of the real platform when a key is set, else of a mock in this process.

#![allow(dead_code, reason = "each example uses a part of it")]

use std::error::Error;

use harness_sdk::Client;
use harness_sdk_mock::{Builder, MockHarness};
use indicatif::{ProgressBar, ProgressStyle};

/// What the examples end with: any error, to be printed.
pub(crate) type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// The variables that mean a real platform.
const CREDENTIALS: [&str; 4] =
    ["HARNESS_PLATFORM_API_KEY", "HARNESS_API_KEY", "HARNESS_BEARER_TOKEN", "HARNESS_PROFILE"];

/// A client, and the mock it talks to when there is no key.
pub(crate) struct Session {
    pub(crate) harness: Client,
    pub(crate) mock: Option<MockHarness>,
}

impl Session {
    /// The real platform when the environment has a key, else a mock with a dozen things of each kind.
    pub(crate) async fn start() -> Outcome<Session> {
        Session::with(|mock| mock.items(12)).await
    }

    /// The same with a mock of the example's own making.
    pub(crate) async fn with(configure: impl FnOnce(Builder) -> Builder) -> Outcome<Session> {
        if CREDENTIALS.iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty())) {
            return Ok(Session { harness: Client::from_env()?, mock: None });
        }
        let mock = configure(MockHarness::answering().client_with(|client| client.org("default").project("project_0")));
        let mock = mock.try_start().await?;
        eprintln!("HARNESS_API_KEY is not set: this is a mock on {}", mock.url());
        Ok(Session { harness: mock.client(), mock: Some(mock) })
    }

    /// Whether things may be changed: always in the mock, on a real account with the flag `--apply` alone.
    pub(crate) fn may_write(&self, what: &str) -> bool {
        let may = self.mock.is_some() || flag("--apply");
        if !may {
            println!("nothing is changed without --apply, which {what}");
        }
        may
    }
}

/// Whether a flag was given.
pub(crate) fn flag(name: &str) -> bool {
    std::env::args().skip(1).any(|argument| argument == name)
}

/// The value of an option such as `--out FILE`.
pub(crate) fn option(name: &str) -> Option<String> {
    std::env::args().skip_while(|argument| argument != name).nth(1)
}

/// The first argument that is no flag.
pub(crate) fn argument() -> Option<String> {
    std::env::args().nth(1).filter(|argument| !argument.starts_with("--"))
}

/// A bar for work of a known length; it shows on a terminal alone.
pub(crate) fn bar(length: u64) -> ProgressBar {
    let bar = ProgressBar::new(length);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len}  {msg}") {
        bar.set_style(style);
    }
    bar
}

/// A spinner for work of an unknown length; it shows on a terminal alone.
pub(crate) fn spinner(message: &'static str) -> ProgressBar {
    let spinner = ProgressBar::new_spinner().with_message(message);
    spinner.enable_steady_tick(std::time::Duration::from_millis(100));
    spinner
}
