//! Runs a command and tells what it cost.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};

/// What a command cost, and what it said.
#[derive(Debug, Clone)]
pub(crate) struct Cost {
    pub(crate) wall: f64,
    pub(crate) cpu: f64,
    /// The largest resident set of any process so far, in MiB: meaningful for the first thing measured.
    pub(crate) peak: u64,
    pub(crate) success: bool,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs the command to its end, or to the limit.
pub(crate) fn run(command: &mut Command, limit: Option<Duration>) -> Result<Cost, String> {
    let shown = format!("{command:?}");
    let (before, start) = (children()?, Instant::now());
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{shown}: {error}"))?;
    let stopped = limit.is_some_and(|limit| stop_after(&mut child, limit));
    let output = child.wait_with_output().map_err(|error| format!("{shown}: {error}"))?;
    let after = children()?;
    Ok(Cost {
        wall: start.elapsed().as_secs_f64(),
        cpu: after.0 - before.0,
        peak: after.1,
        success: output.status.success() && !stopped,
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}

/// Whether the child had to be stopped.
fn stop_after(child: &mut Child, limit: Duration) -> bool {
    let start = Instant::now();
    while start.elapsed() < limit {
        if matches!(child.try_wait(), Ok(Some(_)) | Err(_)) {
            return false;
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    child.kill().is_ok()
}

/// CPU seconds and the largest resident set of all children so far.
fn children() -> Result<(f64, u64), String> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).map_err(|error| error.to_string())?;
    let seconds = |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    Ok((seconds(usage.user_time()) + seconds(usage.system_time()), usage.max_rss() as u64 / 1024))
}

/// Minimum, median and maximum.
pub(crate) fn spread(mut figures: Vec<f64>) -> String {
    figures.sort_by(f64::total_cmp);
    match (figures.first(), figures.get(figures.len() / 2), figures.last()) {
        (Some(least), Some(median), Some(most)) => format!("{least:.2} / {median:.2} / {most:.2}"),
        _ => "not measured".to_owned(),
    }
}

/// The median.
pub(crate) fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}
