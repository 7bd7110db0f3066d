//! What an execution tells of its logs: the steps, in the order people see them, with the keys of their logs.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use harness_sdk_core::{Error, ErrorKind, Request as _};
use serde_json::Value;

use super::target::Target;
use crate::execution::{Outcome, Status, outcome};

/// A step of an execution, and where its logs are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogStep {
    /// What tells it from all others of the execution; repeated steps have one each.
    pub id: String,
    /// Its identifier in the pipeline.
    pub identifier: String,
    /// Its name, else its identifier.
    pub name: String,
    /// The identifier of the stage it belongs to.
    pub stage: Option<String>,
    /// Where in the pipeline it stands, such as `pipeline.stages.build.spec.execution.steps.compile`.
    pub path: String,
    /// Its status.
    pub status: Status,
    /// When it began, in milliseconds since 1970.
    pub started: Option<i64>,
    /// When it ended, in milliseconds since 1970.
    pub ended: Option<i64>,
    /// The parts of its log, one after the other.
    pub units: Vec<Arc<LogUnit>>,
}

/// A part of a step's log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogUnit {
    /// Its name, such as `Execute`; empty where the step's log has one part without a name.
    pub name: String,
    /// The log service's key.
    pub key: String,
    /// Whether the step says that it writes this log; else the key is only where it would be.
    pub(super) certain: bool,
}

impl LogStep {
    /// What it came to; nothing while it goes on.
    pub fn outcome(&self) -> Option<Outcome> {
        outcome(&self.status)
    }

    pub(super) fn has_begun(&self) -> bool {
        let ahead = matches!(self.status, Status::NotStarted | Status::NotStartedUpper | Status::Skipped);
        !ahead && !self.status.as_str().is_empty()
    }

    /// Whether it is what the word names: identifier, name or the identifier of this one among repeated steps.
    fn is_named(&self, word: &str) -> bool {
        [&self.id, &self.identifier, &self.name].iter().any(|name| *name == word)
    }
}

/// An execution at one moment.
#[derive(Clone, Debug, Default)]
pub(super) struct Graph {
    pub(super) ended: bool,
    pub(super) steps: Vec<Arc<LogStep>>,
    /// What the keys of all its logs begin with.
    pub(super) prefix: Option<String>,
}

impl Graph {
    pub(super) fn step(&self, id: &str) -> Option<&Arc<LogStep>> {
        self.steps.iter().find(|step| step.id == id)
    }
}

/// Containers, whose logs are those of the steps in them.
const CONTAINERS: [&str; 5] =
    ["PIPELINE_SECTION", "STAGES_STEP", "NG_EXECUTION", "STRATEGY", "IntegrationStageStepPMS"];

/// The kinds of answers of a step's machinery that name logs.
const RESPONSES: [&str; 7] = ["task", "taskChain", "async", "asyncChain", "sync", "child", "children"];

/// Looks at the execution once.
pub(super) async fn fetch(target: &Target) -> Result<Graph, Error> {
    let call = target.client.pipelines().get_execution_detail_v2().plan_execution_id(&*target.execution);
    let answer: Value = call.render_full_bottom_graph(true).send_raw().await?.into_inner().json().await?;
    let told = answer.pointer("/data/pipelineExecutionSummary").filter(|summary| summary.is_object());
    let Some(summary) = told else {
        let what = format!("the answer tells nothing of execution {}", target.execution);
        return Err(Error::custom(ErrorKind::Decode, what));
    };
    let graph = answer.pointer("/data/executionGraph").unwrap_or(&Value::Null);
    let steps = ordered(graph).into_iter().filter_map(|(id, node)| step(id, node));
    let wanted = |step: &LogStep| {
        let in_stage = target.stage.as_ref().is_none_or(|stage| step.stage.as_ref() == Some(stage));
        in_stage && target.step.as_ref().is_none_or(|word| step.is_named(word))
    };
    Ok(Graph {
        ended: outcome(&Status::from(text(summary, "status"))).is_some(),
        steps: steps.filter(wanted).map(Arc::new).collect(),
        prefix: prefix(target, summary, graph),
    })
}

/// The nodes in the order of the graph, what contains before what is contained.
fn ordered(graph: &Value) -> Vec<(&str, &Value)> {
    let Some(nodes) = graph.get("nodeMap").and_then(Value::as_object) else { return Vec::new() };
    let followers = |id: &str, kind: &str| {
        let links = graph.get("nodeAdjacencyListMap").and_then(|map| map.get(id)?.get(kind)?.as_array());
        links.into_iter().flatten().rev().filter_map(Value::as_str)
    };
    let (mut order, mut seen) = (Vec::new(), HashSet::new());
    let mut ahead: Vec<&str> = graph.get("rootNodeId").and_then(Value::as_str).into_iter().collect();
    while let Some(id) = ahead.pop() {
        if !seen.insert(id) {
            continue;
        }
        order.extend(nodes.get_key_value(id).map(|(id, node)| (id.as_str(), node)));
        ahead.extend(followers(id, "nextIds"));
        ahead.extend(followers(id, "children"));
    }
    let mut rest: Vec<_> =
        nodes.iter().filter(|(id, _)| !seen.contains(id.as_str())).map(|(id, node)| (id.as_str(), node)).collect();
    rest.sort_by_key(|(id, node)| (millis(node, "startTs"), *id));
    order.extend(rest);
    order
}

fn step(id: &str, node: &Value) -> Option<LogStep> {
    if CONTAINERS.contains(&text(node, "stepType")) {
        return None;
    }
    let path = text(node, "baseFqn").to_owned();
    let units = units(node);
    if units.is_empty() {
        return None;
    }
    let identifier = text(node, "identifier").to_owned();
    let name = Some(text(node, "name")).filter(|name| !name.is_empty()).unwrap_or(&identifier).to_owned();
    Some(LogStep {
        id: id.to_owned(),
        stage: path.strip_prefix("pipeline.stages.").and_then(|rest| rest.split('.').next()).map(str::to_owned),
        status: Status::from(text(node, "status")),
        started: millis(node, "startTs"),
        ended: millis(node, "endTs"),
        identifier,
        name,
        path,
        units,
    })
}

/// The logs that the step's machinery names, else the one place where its log would be.
fn units(node: &Value) -> Vec<Arc<LogUnit>> {
    let response = node.pointer("/executableResponses/0");
    let said =
        response.and_then(|response| RESPONSES.iter().find_map(|kind| response.get(*kind).filter(|it| it.is_object())));
    let list = |names: [&str; 2]| {
        let found = said.and_then(|said| names.iter().find_map(|name| said.get(*name)?.as_array()));
        found.into_iter().flatten().map(|item| item.as_str().unwrap_or_default()).collect::<Vec<_>>()
    };
    let (keys, names) = (list(["logKeys", "logKeysList"]), list(["units", "unitsList"]));
    let named = keys.iter().enumerate().filter(|(_, key)| !key.is_empty()).map(|(index, key)| {
        let name = names.get(index).copied().unwrap_or_default().to_owned();
        Arc::new(LogUnit { name, key: (*key).to_owned(), certain: true })
    });
    let units: Vec<_> = named.collect();
    let base = text(node, "logBaseKey");
    if !units.is_empty() || base.is_empty() {
        return units;
    }
    vec![Arc::new(LogUnit { name: String::new(), key: base.to_owned(), certain: false })]
}

/// The prefix that the pipeline's own node names, else the one built by the rule that the execution says it follows.
fn prefix(target: &Target, summary: &Value, graph: &Value) -> Option<String> {
    let nodes = graph.get("nodeMap").and_then(Value::as_object).into_iter().flat_map(|nodes| nodes.values());
    let whole = nodes.filter(|node| text(node, "identifier") == "pipeline" && text(node, "baseFqn") == "pipeline");
    if let Some(key) = whole.map(|node| text(node, "logBaseKey")).find(|key| !key.is_empty()) {
        return Some(key.to_owned());
    }
    let context = target.client.context();
    let (account, scope) = (context.account()?, context.scope());
    let pipeline = Some(text(summary, "pipelineIdentifier")).filter(|pipeline| !pipeline.is_empty())?;
    let run = summary.get("runSequence").and_then(Value::as_i64)?;
    if summary.get("shouldUseSimplifiedKey").and_then(Value::as_bool) != Some(false) {
        return Some(format!("{account}/pipeline/{pipeline}/{run}/-{}", target.execution));
    }
    let place = |name: &str, own: Option<&str>| {
        Some(text(summary, name)).filter(|id| !id.is_empty()).or(own).map(str::to_owned)
    };
    let org = place("orgIdentifier", scope.org_id())?;
    let project = place("projectIdentifier", scope.project_id())?;
    Some(format!(
        "accountId:{account}/orgId:{org}/projectId:{project}/pipelineId:{pipeline}/runSequence:{run}/level0:pipeline"
    ))
}

fn text<'a>(object: &'a Value, name: &str) -> &'a str {
    object.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn millis(object: &Value, name: &str) -> Option<i64> {
    object.get(name).and_then(Value::as_i64).filter(|millis| *millis > 0)
}

/// The steps by what the names of an archive's files end with: their keys.
pub(super) fn by_key(graph: &Graph) -> BTreeMap<String, (Arc<LogStep>, Arc<LogUnit>)> {
    let pairs = graph.steps.iter().flat_map(|step| step.units.iter().map(move |unit| (step, unit)));
    pairs.map(|(step, unit)| (unit.key.clone(), (Arc::clone(step), Arc::clone(unit)))).collect()
}
