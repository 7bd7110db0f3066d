//! Prints what an execution logs, step by step, until it ends.
//!
//! ```sh
//! cargo run --example follow_logs
//! cargo run --example follow_logs -- EXECUTION_ID
//! cargo run --example follow_logs -- https://app.harness.io/ng/account/...   # a link to an execution
//! ```

mod support;

use harness_sdk_mock::MockHarness;
use serde_json::json;
use support::{Outcome, Session};

#[tokio::main]
async fn main() -> Outcome {
    let session = Session::start().await?;
    if let Some(mock) = &session.mock {
        script(mock);
    }
    let asked = support::argument().unwrap_or_else(|| "execution_0".to_owned());
    let execution = match asked.starts_with("http") {
        true => session.harness.execution_of_link(&asked)?,
        false => session.harness.execution(asked),
    };

    let mut lines = execution.logs().strip_ansi(true).lines();
    let mut count = 0;
    while let Some(line) = lines.try_next().await? {
        println!("{:>12} {:<5} {}", line.step.name, line.level.as_deref().unwrap_or_default(), line.text);
        count += 1;
    }
    for step in lines.missing() {
        println!("no log of {}", step.name);
    }
    println!("{count} lines");
    Ok(())
}

/// An execution that has ended, and the stored log of its two steps.
fn script(mock: &MockHarness) {
    let node = |name: &str, key: &str| {
        json!({
            "uuid": name, "name": name, "identifier": name, "stepType": "Run", "status": "Success",
            "baseFqn": format!("pipeline.stages.build.spec.execution.steps.{name}"), "startTs": 1, "endTs": 2,
            "executableResponses": [{ "async": { "logKeys": [key], "units": ["Execute"] } }],
        })
    };
    let answer = json!({ "status": "SUCCESS", "data": {
        "pipelineExecutionSummary": { "planExecutionId": "execution_0", "pipelineIdentifier": "build", "status": "Success" },
        "executionGraph": {
            "rootNodeId": "root",
            "nodeMap": {
                "root": { "identifier": "pipeline", "stepType": "PIPELINE_SECTION", "status": "Success" },
                "compile": node("compile", "logs/compile"),
                "test": node("test", "logs/test"),
            },
            "nodeAdjacencyListMap": {
                "root": { "children": ["compile", "test"], "nextIds": [] },
                "compile": { "children": [], "nextIds": [] },
                "test": { "children": [], "nextIds": [] },
            },
        },
    } });
    mock.pipelines().get_execution_detail_v2(|when, then| (when, then.json(answer)));
    for (key, words) in [("logs/compile", "compiled 12 crates"), ("logs/test", "passed 312 tests")] {
        let line = json!({ "level": "INFO", "time": "2026-01-01T00:00:00Z", "out": words }).to_string();
        mock.pipelines().get_log_blob(|when, then| (when.key(key), then.bytes(line + "\n")));
    }
}
