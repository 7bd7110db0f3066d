//! The finder as a program.

use std::process::ExitCode;

use clap::Parser;
use harness_sdk_find::{Finder, json, text};

/// Finds operations of the Harness platform by what they do, and how harness-sdk calls them; offline.
#[derive(Debug, Parser)]
#[command(name = "harness-sdk-find", version)]
struct Arguments {
    /// What is looked for, in any order: `list workspaces`, `approve exemption`, a path, an operationId, a type.
    #[arg(required = true)]
    words: Vec<String>,
    /// The most operations to print.
    #[arg(long, default_value_t = 10, value_name = "COUNT")]
    limit: usize,
    /// Print JSON, one array of objects.
    #[arg(long)]
    json: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let (query, finder) = (arguments.words.join(" "), Finder::new());
    let hits = finder.find(&query, arguments.limit);
    if arguments.json {
        println!("{}", json(&hits));
    } else if hits.is_empty() {
        eprintln!("{}", finder.nothing(&query));
        return ExitCode::FAILURE;
    } else {
        print!("{}", text(&hits));
    }
    ExitCode::SUCCESS
}
