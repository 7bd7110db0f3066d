//! How logs are followed: every limit, with its default.

use std::time::Duration;

/// Limits and waits.
#[derive(Clone, Debug)]
pub(super) struct Options {
    pub(super) follow: bool,
    pub(super) strip_ansi: bool,
    pub(super) poll: Duration,
    pub(super) drain: Duration,
    pub(super) idle: Option<Duration>,
    pub(super) blob_wait: Duration,
    pub(super) archive_poll: Duration,
    pub(super) archive_wait: Duration,
    pub(super) reconnects: u32,
    pub(super) max_line: usize,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            follow: true,
            strip_ansi: false,
            poll: Duration::from_secs(2),
            drain: Duration::from_secs(5),
            idle: Some(Duration::from_secs(90)),
            blob_wait: Duration::from_secs(60),
            archive_poll: Duration::from_secs(3),
            archive_wait: Duration::from_secs(120),
            reconnects: 5,
            max_line: 1024 * 1024,
        }
    }
}
