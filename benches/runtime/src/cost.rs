//! What this process has used so far.

use std::time::Instant;

use nix::sys::resource::{UsageWho, getrusage};
use serde_json::{Value, json};
use stats_alloc::Stats;

use crate::{Counter, text};

/// A moment, to measure from.
pub struct Start {
    wall: Instant,
    cpu: f64,
    allocated: Option<Stats>,
    counter: Counter,
}

impl Start {
    /// Now.
    pub fn now(counter: Counter) -> Result<Start, String> {
        let allocated = counter.map(|counter| counter.stats());
        Ok(Start { wall: Instant::now(), cpu: cpu()?, allocated, counter })
    }

    /// What each of `calls` has cost since then; `latencies` are in seconds.
    pub fn since(self, calls: usize, mut latencies: Vec<f64>) -> Result<Value, String> {
        let (wall, cpu) = (self.wall.elapsed().as_secs_f64(), cpu()? - self.cpu);
        let each = |total: f64| total / calls.max(1) as f64;
        latencies.sort_by(f64::total_cmp);
        let part = |share: f64| latencies.get((latencies.len() as f64 * share) as usize).map(|seconds| seconds * 1e6);
        let allocated = self.counter.zip(self.allocated).map(|(counter, before)| counter.stats() - before);
        Ok(json!({
            "calls_per_second": calls as f64 / wall,
            "cpu_us": each(cpu * 1e6),
            "p50_us": part(0.50),
            "p99_us": part(0.99),
            "allocations": allocated.map(|one| each((one.allocations + one.reallocations) as f64)),
            "allocated_bytes": allocated.map(|one| each((one.bytes_allocated as f64) + one.bytes_reallocated.max(0) as f64)),
            "peak_mib": peak()?,
        }))
    }
}

/// CPU seconds, user and system.
pub fn cpu() -> Result<f64, String> {
    let usage = getrusage(UsageWho::RUSAGE_SELF).map_err(text)?;
    let seconds = |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    Ok(seconds(usage.user_time()) + seconds(usage.system_time()))
}

/// The largest resident set so far, in MiB.
pub fn peak() -> Result<f64, String> {
    Ok(getrusage(UsageWho::RUSAGE_SELF).map_err(text)?.max_rss() as f64 / 1024.0)
}

/// The resident set now, in MiB; nothing where the system does not tell.
pub fn resident() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().trim_end_matches(" kB").trim().parse::<f64>().ok().map(|kib| kib / 1024.0)
}
