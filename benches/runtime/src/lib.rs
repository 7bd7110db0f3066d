//! What a call costs, beside the same call by hand.
//!
//! ```text
//! bench-runtime serve                                  prints the port, answers until standard input ends
//! bench-runtime call  ours|raw PORT CASE CALLS WIDTH    CASE: get, post, page, large; WIDTH calls at once
//! bench-runtime walk  ours|raw PORT ITEMS               a list, page after page of 100
//! bench-runtime carry ours|raw PORT down|up BYTES       one stream
//! ```
//!
//! Each client command is a process of its own, so that its CPU time and memory are the client's alone. It prints one
//! JSON object.

mod answers;
mod calls;
mod cost;
mod decode;
mod ours;
mod raw;
mod server;
mod streams;
mod types;

use std::alloc::System;

use stats_alloc::StatsAlloc;

/// The allocator, when it counts.
pub type Counter = Option<&'static StatsAlloc<System>>;

/// The key of both sides, with a token and a secret as long as the platform makes them.
const KEY: &str = "pat.account.0123456789abcdef01234567.ABCDEFGHIJKLMNOPQRST";

/// Runs the command that the arguments name.
pub fn run(counter: Counter) -> Result<(), String> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["serve"] => return server::serve(),
        ["call", side, port, case, calls, width] => {
            calls::run(side, number(port)?, case, number(calls)?, number(width)?, counter)
        }
        ["decode", side, case, rounds] => decode::run(side, case, number(rounds)?, counter),
        ["walk", side, port, items] => streams::walk(side, number(port)?, number(items)?),
        ["carry", side, port, way, bytes] => streams::carry(side, number(port)?, way, number(bytes)?),
        _ => Err("bench-runtime serve | call | decode | walk | carry, see the source".to_owned()),
    };
    println!("{}", outcome?);
    Ok(())
}

fn number<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("{text} is no number"))
}

/// Any error as text.
fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}
