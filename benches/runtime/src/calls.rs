//! One call many times, one after the other or many at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

use crate::cost::Start;
use crate::ours::Ours;
use crate::raw::Raw;
use crate::{Counter, answers, text};

/// Who makes the calls.
#[derive(Clone)]
enum Side {
    Ours(Ours),
    Raw(Raw),
}

/// Which call.
#[derive(Clone, Copy)]
enum Case {
    Get,
    Post,
    Page,
    Large,
}

impl Side {
    async fn call(&self, case: Case) -> Result<(), String> {
        let items = match (self, case) {
            (Side::Ours(ours), Case::Get) => ours.get().await,
            (Side::Ours(ours), Case::Post) => ours.post().await,
            (Side::Ours(ours), Case::Page) => ours.list("page").await,
            (Side::Ours(ours), Case::Large) => ours.list("large").await,
            (Side::Raw(raw), Case::Get) => raw.get().await,
            (Side::Raw(raw), Case::Post) => raw.post().await,
            (Side::Raw(raw), Case::Page) => raw.list("page").await,
            (Side::Raw(raw), Case::Large) => raw.list("large").await,
        }?;
        let expected = match case {
            Case::Get | Case::Post => items == 1,
            Case::Page => items == answers::PAGE,
            Case::Large => items > answers::PAGE,
        };
        if expected { Ok(()) } else { Err(format!("the answer held {items} items")) }
    }
}

/// Makes the calls and says what each cost.
pub fn run(side: &str, port: u16, case: &str, calls: usize, width: usize, counter: Counter) -> Result<String, String> {
    let case = match case {
        "get" => Case::Get,
        "post" => Case::Post,
        "page" => Case::Page,
        "large" => Case::Large,
        other => return Err(format!("{other} is no case: get, post, page, large")),
    };
    let side = match side {
        "ours" => Side::Ours(Ours::new(port)?),
        "raw" => Side::Raw(Raw::new(port)?),
        other => return Err(format!("{other} is no side: ours, raw")),
    };
    let runtime = runtime()?;
    runtime.block_on(async {
        // Connections, lazy tables and the allocator's arenas belong to nobody's call.
        many(&side, case, (calls / 10).min(500).max(width), width).await?;
        let start = Start::now(counter)?;
        let latencies = many(&side, case, calls, width).await?;
        Ok(start.since(calls, latencies)?.to_string())
    })
}

/// One thread, however many calls at once: with more, how often they wake one another decides what a call costs.
fn runtime() -> Result<Runtime, String> {
    Builder::new_current_thread().enable_all().build().map_err(text)
}

async fn many(side: &Side, case: Case, calls: usize, width: usize) -> Result<Vec<f64>, String> {
    let left = Arc::new(AtomicUsize::new(calls));
    if width == 1 {
        return worker(side.clone(), case, left).await;
    }
    let mut tasks = JoinSet::new();
    for _ in 0..width {
        tasks.spawn(worker(side.clone(), case, Arc::clone(&left)));
    }
    let mut latencies = Vec::with_capacity(calls);
    while let Some(outcome) = tasks.join_next().await {
        latencies.extend(outcome.map_err(text)??);
    }
    Ok(latencies)
}

async fn worker(side: Side, case: Case, left: Arc<AtomicUsize>) -> Result<Vec<f64>, String> {
    let mut latencies = Vec::new();
    while left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok() {
        let start = Instant::now();
        side.call(case).await?;
        latencies.push(start.elapsed().as_secs_f64());
    }
    Ok(latencies)
}
