//! Logs of executions, line by line: while steps run, and afterwards.
//!
//! ```no_run
//! # async fn run(harness: harness_sdk::Client) -> Result<(), harness_sdk::Error> {
//! let project = harness.project("default", "shop");
//! let mut lines = project.logs("iQ2sSSKiQyWp4GZcZkYbAQ").strip_ansi(true).lines();
//! while let Some(line) = lines.try_next().await? {
//!     println!("{} {} {}", line.step.name, line.time.unwrap_or_default(), line.text);
//! }
//! for step in lines.missing() {
//!     eprintln!("no log of {}", step.name);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # What comes, and in which order
//!
//! The execution is looked at every two seconds. Steps that have ended give their logs one after the other, in the order
//! of the pipeline, from the log service's store. Steps that run give their lines as they are written; lines of steps that
//! run at the same time come mixed, each step's own in order. When a stream breaks it is opened anew, and lines that the
//! server then repeats are left out; when a step ends meanwhile, the store has the rest. Steps of pipelines that the
//! execution itself started are logs of that other execution.
//!
//! # Memory
//!
//! At most 16 lines wait for the caller; all else stays with the server. A stored line of more than 1 MiB is cut, see
//! [`Logs::max_line`]; gzip and ZIP are unpacked as they come. A log of any size takes the memory of its longest lines.
//!
//! # Links
//!
//! Archives are fetched from a storage link, which is a credential itself: the client's key is not sent there, and the link
//! is in no error and no debug output.

mod archive;
mod blob;
mod follow;
mod graph;
mod job;
mod line;
mod link;
mod live;
mod options;
mod replay;
mod sink;
mod target;
mod unpack;

use std::sync::Arc;
use std::time::Duration;

use harness_sdk_core::{Error, RawResponse};

pub use self::graph::{LogStep, LogUnit};
use self::job::Job;
pub use self::line::LogLine;
use self::options::Options;
pub use self::sink::LogLines;
use self::target::{Target, known};
use crate::Client;
use crate::execution::Execution;

impl Client {
    /// The logs of an execution, by its identifier (`planExecutionId`). Needs the feature `logs`.
    pub fn logs(&self, execution: impl Into<String>) -> Logs {
        let target = Target { client: self.clone(), execution: execution.into(), stage: None, step: None };
        Logs { target, options: Options::default() }
    }
}

impl Execution {
    /// Its logs. Needs the feature `logs`.
    pub fn logs(&self) -> Logs {
        self.client().logs(self.id())
    }
}

/// The logs of an execution: which, and how they are read. [`Client::logs`] makes one.
#[derive(Clone, Debug)]
#[must_use = "nothing is read before one of `lines`, `archived_lines`, `archive`, `steps` is called"]
pub struct Logs {
    target: Target,
    options: Options,
}

impl Logs {
    /// Only the steps of the stage with this identifier.
    pub fn stage(mut self, identifier: impl Into<String>) -> Logs {
        self.target.stage = Some(identifier.into());
        self
    }

    /// Only the steps with this identifier, name or id.
    pub fn step(mut self, name: impl Into<String>) -> Logs {
        self.target.step = Some(name.into());
        self
    }

    /// Whether to go on until the execution ends; yes unless switched off. Without it [`Logs::lines`] gives what is stored
    /// now and waits for nothing.
    pub fn follow(mut self, follow: bool) -> Logs {
        self.options.follow = follow;
        self
    }

    /// Whether to remove the escape sequences that colour the text; they stay unless this is set. `raw` keeps them.
    pub fn strip_ansi(mut self, strip: bool) -> Logs {
        self.options.strip_ansi = strip;
        self
    }

    /// How often the execution is looked at, and a log that is not there yet is asked for; every 2 s unless set.
    pub fn poll_interval(mut self, interval: Duration) -> Logs {
        self.options.poll = interval;
        self
    }

    /// How long stragglers are waited for after a step has ended; 5 s unless set.
    pub fn drain(mut self, wait: Duration) -> Logs {
        self.options.drain = wait;
        self
    }

    /// How long a live stream may be silent before it counts as broken; 90 s unless set, three times the server's own
    /// signs of life. `None` waits for ever.
    pub fn idle_timeout(mut self, limit: impl Into<Option<Duration>>) -> Logs {
        self.options.idle = limit.into();
        self
    }

    /// How often a live stream is opened anew after it broke without a new line; 5 times unless set.
    pub fn reconnects(mut self, most: u32) -> Logs {
        self.options.reconnects = most;
        self
    }

    /// How long after the end of a step its stored log may take to appear; 60 s unless set. A log that does not appear is
    /// [missing](LogLines::missing), which is no error.
    pub fn blob_wait(mut self, wait: Duration) -> Logs {
        self.options.blob_wait = wait;
        self
    }

    /// How long the log service may take to make an archive, 120 s unless set, and how often it is asked, every 3 s.
    pub fn archive_wait(mut self, wait: Duration, interval: Duration) -> Logs {
        (self.options.archive_wait, self.options.archive_poll) = (wait, interval);
        self
    }

    /// The longest stored line that is kept whole, in bytes; 1 MiB unless set. What is beyond is left out, and
    /// [`LogLine::truncated`] says so. Live lines are bounded by the client's limit for answers as well.
    pub fn max_line(mut self, bytes: usize) -> Logs {
        self.options.max_line = bytes;
        self
    }

    /// The steps that have logs, in the order of the pipeline, as they are now.
    ///
    /// # Errors
    /// When the execution cannot be read.
    pub async fn steps(&self) -> Result<Vec<Arc<LogStep>>, Error> {
        graph::fetch(&self.target).await.map(|graph| graph.steps)
    }

    /// What the keys of all logs of the execution begin with.
    ///
    /// # Errors
    /// When the execution cannot be read, or does not tell what a prefix is made of.
    pub async fn prefix(&self) -> Result<String, Error> {
        let graph = graph::fetch(&self.target).await?;
        known(&self.target, graph.prefix)
    }

    /// The lines, step by step.
    pub fn lines(&self) -> LogLines {
        self.run(Job::follow)
    }

    /// The lines of an execution that has ended, out of one archive: fewer requests where there are many steps. Where the
    /// log service refuses to make so large an archive, the stored logs are read one by one.
    pub fn archived_lines(&self) -> LogLines {
        self.run(Job::archived)
    }

    /// The ZIP archive of all logs, as it comes: to [save](RawResponse::save) it. Filters by stage and step do not apply.
    ///
    /// # Errors
    /// When the execution cannot be read, the archive is refused, cannot be made or is not ready in time, or the link
    /// cannot be fetched.
    pub async fn archive(&self) -> Result<RawResponse, Error> {
        let prefix = self.prefix().await?;
        archive::download(&self.target, &self.options, &prefix).await
    }

    fn run<W>(&self, work: impl FnOnce(Job) -> W) -> LogLines
    where
        W: Future<Output = Result<(), Error>> + Send + 'static,
    {
        let Logs { target, options } = self.clone();
        LogLines::new(options.strip_ansi, |sink| work(Job { target, options, sink }))
    }
}
