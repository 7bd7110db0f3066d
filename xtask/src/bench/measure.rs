//! Runs a command and tells what it cost.

use std::io::Read;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use wait4::{ResUse, Wait4};

/// What a command and its children cost, and what it said.
#[derive(Debug, Clone)]
pub(crate) struct Cost {
    /// Seconds.
    pub(crate) wall: f64,
    /// Seconds, user and system.
    pub(crate) cpu: f64,
    /// The largest resident set of any one process, in MiB.
    pub(crate) peak: f64,
    pub(crate) success: bool,
    /// Whether the limit ended it.
    pub(crate) stopped: bool,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Cost {
    /// The cost, if the command succeeded.
    pub(crate) fn or_fail(self, what: &str) -> Result<Cost, String> {
        if self.success { Ok(self) } else { Err(format!("{what} failed:\n{}", self.stderr)) }
    }
}

/// Runs the command to its end, or to the limit.
pub(crate) fn run(command: &mut Command, limit: Option<Duration>) -> Result<Cost, String> {
    let shown = format!("{command:?}");
    let start = Instant::now();
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);
    let mut child = command.spawn().map_err(|error| format!("{shown}: {error}"))?;
    let (stdout, stderr) = (drain(child.stdout.take()), drain(child.stderr.take()));
    let (stopped, waited) = wait(&mut child, limit);
    let used = waited.map_err(|error| format!("{shown}: {error}"))?;
    Ok(Cost {
        wall: start.elapsed().as_secs_f64(),
        cpu: (used.rusage.utime + used.rusage.stime).as_secs_f64(),
        peak: used.rusage.maxrss as f64 / (1024.0 * 1024.0),
        success: ExitStatus::success(&used.status) && !stopped,
        stopped,
        stdout: text(stdout),
        stderr: text(stderr),
    })
}

/// Waits for the child; whether the limit ended it and its children, and what it used.
fn wait(child: &mut Child, limit: Option<Duration>) -> (bool, std::io::Result<ResUse>) {
    let group = i32::try_from(child.id()).map(Pid::from_raw);
    let Some((limit, group)) = limit.zip(group.ok()) else { return (false, child.wait4()) };
    let (done, ended) = channel::<()>();
    let watch = std::thread::spawn(move || {
        let late = ended.recv_timeout(limit) == Err(RecvTimeoutError::Timeout);
        late && killpg(group, Signal::SIGKILL).is_ok()
    });
    let used = child.wait4();
    drop(done);
    (watch.join().unwrap_or(false), used)
}

fn drain(pipe: Option<impl Read + Send + 'static>) -> JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        // What was read before a fault is worth more than the fault.
        let _ = pipe.map(|mut pipe| pipe.read_to_end(&mut bytes));
        bytes
    })
}

fn text(reader: JoinHandle<Vec<u8>>) -> String {
    String::from_utf8_lossy(&reader.join().unwrap_or_default()).into_owned()
}

/// Minimum, median and maximum.
pub(crate) fn spread(mut figures: Vec<f64>) -> String {
    figures.sort_by(f64::total_cmp);
    match (figures.first(), figures.get(figures.len() / 2), figures.last()) {
        (Some(least), Some(median), Some(most)) => format!("{least:.2} / {median:.2} / {most:.2}"),
        _ => "not measured".to_owned(),
    }
}

/// The median; of an even number, the upper of the middle two.
pub(crate) fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}
