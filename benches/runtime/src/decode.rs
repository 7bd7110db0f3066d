//! Reading and writing alone, without a network.

use std::hint::black_box;

use harness_sdk_core::model;
use harness_sdk_platform::types::OrganizationResponsePageEnvelope;

use crate::cost::Start;
use crate::types::{Envelope, Page};
use crate::{Counter, answers, ours, raw, text};

/// Reads a page or the large answer, or writes the body with 30 fields, so many times.
pub fn run(side: &str, case: &str, rounds: usize, counter: Counter) -> Result<String, String> {
    let bytes = match case {
        "page" => answers::page(0, answers::PAGE, answers::PAGE),
        "large" => answers::large(),
        _ => Vec::new(),
    };
    let (ours_body, raw_body) = (ours::workspace(), raw::workspace());
    let once = || -> Result<usize, String> {
        Ok(match (side, case) {
            ("ours", "page" | "large") => {
                let answer: OrganizationResponsePageEnvelope = model::from_slice(black_box(&bytes)).map_err(text)?;
                black_box(answer).data.map_or(0, |page| page.content.len())
            }
            ("raw", "page" | "large") => {
                let answer: Envelope<Page> = serde_json::from_slice(black_box(&bytes)).map_err(text)?;
                black_box(answer).data.map_or(0, |page| page.content.len())
            }
            ("ours", "body") => model::to_vec(black_box(&ours_body)).map_err(text)?.len(),
            ("raw", "body") => serde_json::to_vec(black_box(&raw_body)).map_err(text)?.len(),
            _ => return Err("decode ours|raw page|large|body ROUNDS".to_owned()),
        })
    };
    if once()? < answers::PAGE {
        return Err("too little was read or written".to_owned());
    }
    let start = Start::now(counter)?;
    for _ in 0..rounds {
        black_box(once()?);
    }
    let mut cost = start.since(rounds, Vec::new())?;
    cost["bytes"] = bytes.len().into();
    Ok(cost.to_string())
}
