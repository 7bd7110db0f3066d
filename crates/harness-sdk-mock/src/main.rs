//! The mock Harness as a program.

use std::net::IpAddr;
use std::process::ExitCode;

use clap::Parser;
use harness_sdk_mock::{Fault, MockHarness};

/// A mock Harness: answers every operation of the published API with data that the document allows.
#[derive(Debug, Parser)]
#[command(name = "harness-sdk-mock", version)]
struct Arguments {
    /// The address to listen on; others than 127.0.0.1 may let other machines in.
    #[arg(long, default_value = "127.0.0.1")]
    address: IpAddr,
    /// The port to listen on; 0 takes a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Items of every list.
    #[arg(long, default_value_t = 20)]
    items: u64,
    /// What the data is drawn from.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// The key to take for a good one.
    #[arg(long, default_value = "pat.mock-account.mock-token.mock-secret", hide_default_value = true)]
    key: String,
    /// The account; by default the one that the key names.
    #[arg(long)]
    account: Option<String>,
    /// Fail every N-th request, such as 5=503; faults are 429, 429:SECONDS, 503, html, slow, slow:MILLISECONDS, cut, half, denied.
    #[arg(long, value_name = "N=FAULT", value_parser = every)]
    fail_every: Option<(u64, Fault)>,
    /// Fail all calls of an operation, such as getProjectList=503; may be given more than once.
    #[arg(long, value_name = "OPERATION=FAULT", value_parser = of_operation)]
    fail: Vec<(String, Fault)>,
    /// How often an execution is seen running before it ends.
    #[arg(long, default_value_t = 2)]
    polls: u32,
    /// Executions stop for an approval.
    #[arg(long)]
    approval: bool,
    /// Find things that nobody created.
    #[arg(long)]
    answer_unknown: bool,
}

fn every(text: &str) -> Result<(u64, Fault), String> {
    let (every, fault) = text.split_once('=').ok_or("it must look like 5=503")?;
    let every =
        every.parse().ok().filter(|every| *every > 0).ok_or_else(|| format!("{every:?} is no whole number above 0"))?;
    Ok((every, fault.parse()?))
}

fn of_operation(text: &str) -> Result<(String, Fault), String> {
    let (operation, fault) = text.rsplit_once('=').ok_or("it must look like getProjectList=503")?;
    Ok((operation.to_owned(), fault.parse()?))
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut builder = MockHarness::answering()
        .listen((arguments.address, arguments.port))
        .items(arguments.items)
        .seed(arguments.seed)
        .key(arguments.key)
        .polls(arguments.polls)
        .approval(arguments.approval)
        .answer_unknown(arguments.answer_unknown);
    if let Some(account) = arguments.account {
        builder = builder.account(account);
    }
    if let Some((every, fault)) = arguments.fail_every {
        builder = builder.fail_every(every, fault);
    }
    for (operation, fault) in arguments.fail {
        builder = builder.fail(operation, fault);
    }
    match builder.try_start().await {
        Ok(mock) => serve(&mock).await,
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::FAILURE
        }
    }
}

/// Says where the mock is, and waits for the end.
async fn serve(mock: &MockHarness) -> ExitCode {
    println!("# a mock Harness on {}; Ctrl-C ends it", mock.url());
    println!("export HARNESS_BASE_URL={}", mock.url());
    // A made-up key, which opens nothing but this mock.
    println!("export HARNESS_API_KEY={}", mock.key());
    println!("export HARNESS_ACCOUNT_ID={}", mock.account());
    println!("export HARNESS_ORG_ID=default");
    println!("export HARNESS_PROJECT_ID=project_0");
    match tokio::signal::ctrl_c().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("Ctrl-C cannot be waited for: {fault}");
            ExitCode::FAILURE
        }
    }
}
