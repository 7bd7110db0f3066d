//! An execution at one moment: its status, its stages and its steps.

use harness_sdk_core::model::Map;
use harness_sdk_pipelines::types::{
    ExecutionGraph, ExecutionNode, GraphLayoutNode, PipelineExecutionDetail, PipelineExecutionSummary,
};

use super::status::{Outcome, Status, Waiting, outcome, waiting};

/// An execution at one moment.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Snapshot {
    /// The status of the whole.
    pub status: Status,
    /// The stages, in the order they began; those that have not begun come last.
    pub stages: Vec<Node>,
    /// The steps of all stages, in the order they began.
    pub steps: Vec<Node>,
    /// All that the server told.
    pub detail: PipelineExecutionDetail,
}

/// A stage or a step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Node {
    /// What tells it from all others of the execution; repeated stages and steps have one each.
    pub id: String,
    /// Its identifier in the pipeline.
    pub identifier: String,
    /// Its name, else its identifier.
    pub name: String,
    /// The identifier of the stage a step belongs to; nothing for a stage.
    pub stage: Option<String>,
    /// Its status.
    pub status: Status,
    /// Why it failed, when it did and the server says so.
    pub message: Option<String>,
    /// When it began, in milliseconds since 1970.
    pub started: Option<i64>,
    /// When it ended, in milliseconds since 1970.
    pub ended: Option<i64>,
}

impl Node {
    /// What it came to; nothing while it goes on.
    pub fn outcome(&self) -> Option<Outcome> {
        outcome(&self.status)
    }

    /// For whom it waits.
    pub fn waiting(&self) -> Option<Waiting> {
        waiting(&self.status)
    }
}

impl Snapshot {
    pub(super) fn of(detail: PipelineExecutionDetail) -> Snapshot {
        let summary = detail.pipeline_execution_summary.as_ref();
        let status = summary.and_then(|summary| summary.status.clone()).unwrap_or_default();
        let layout = summary.map(|summary| &summary.layout_node_map);
        let mut stages: Vec<Node> = layout.into_iter().flatten().filter_map(|(id, node)| stage(id, node)).collect();
        let graphs = [detail.execution_graph.as_ref(), child_graph(&detail)];
        let mut steps: Vec<Node> = graphs.into_iter().flatten().flat_map(|graph| steps_of(graph, layout)).collect();
        in_order(&mut stages);
        in_order(&mut steps);
        Snapshot { status, stages, steps, detail }
    }

    /// What the execution came to; nothing while it goes on.
    pub fn outcome(&self) -> Option<Outcome> {
        outcome(&self.status)
    }

    /// What the server tells of the execution as a whole.
    pub fn summary(&self) -> Option<&PipelineExecutionSummary> {
        self.detail.pipeline_execution_summary.as_ref()
    }

    /// The stages and steps that wait for a person; steps come first, for a stage only waits for its steps.
    pub fn waiting(&self) -> impl Iterator<Item = (&Node, Waiting)> {
        let nodes = self.steps.iter().chain(&self.stages);
        nodes.filter_map(|node| Some((node, node.waiting()?)))
    }

    /// The first stage that did not succeed.
    pub fn failed_stage(&self) -> Option<&Node> {
        self.stages.iter().find(|node| failed(node))
    }

    /// The first step that did not succeed.
    pub fn failed_step(&self) -> Option<&Node> {
        self.steps.iter().find(|node| failed(node))
    }

    /// The server's words for what went wrong.
    pub fn message(&self) -> Option<&str> {
        let summary = self.summary();
        let of_steps = [self.failed_step(), self.failed_stage()].into_iter().flatten();
        let of_whole = summary.into_iter().flat_map(|summary| {
            let info = summary.failure_info.as_ref().and_then(|info| info.message.as_deref());
            [info, summary.execution_error_info.as_ref().and_then(|info| info.message.as_deref())]
        });
        let mut messages = of_steps.map(|node| node.message.as_deref()).chain(of_whole).flatten();
        messages.find(|message| !message.trim().is_empty())
    }
}

fn failed(node: &Node) -> bool {
    matches!(node.outcome(), Some(Outcome::Failed | Outcome::Aborted))
}

fn child_graph(detail: &PipelineExecutionDetail) -> Option<&ExecutionGraph> {
    detail.child_graph.as_ref()?.execution_graph.as_ref()
}

/// Those that have not begun come last; among equals the identifier decides, so that the order is always the same.
fn in_order(nodes: &mut [Node]) {
    nodes.sort_by(|a, b| {
        let begun = |node: &Node| (node.started.is_none(), node.started);
        begun(a).cmp(&begun(b)).then_with(|| a.id.cmp(&b.id))
    });
}

/// A stage of the layout. Nodes that only group stages, as a matrix does, have no execution of their own.
fn stage(id: &str, node: &GraphLayoutNode) -> Option<Node> {
    let grouping = node.edge_layout_list.as_ref().is_some_and(|edges| !edges.current_node_children.is_empty());
    if grouping || node.hidden == Some(true) {
        return None;
    }
    let info = node.failure_info_dto.as_ref().and_then(|info| info.message.clone());
    let message = info.or_else(|| node.failure_info.as_ref().and_then(|info| info.message.clone()));
    let identifier = node.node_identifier.clone().unwrap_or_default();
    Some(Node {
        id: node.node_execution_id.clone().unwrap_or_else(|| id.to_owned()),
        name: node.name.clone().filter(|name| !name.is_empty()).unwrap_or_else(|| identifier.clone()),
        identifier,
        stage: None,
        status: node.status.clone().unwrap_or_default(),
        message: message.filter(|message| !message.is_empty()),
        started: moment(node.start_ts),
        ended: moment(node.end_ts),
    })
}

/// The nodes of a graph that do work: neither stages nor what groups steps.
fn steps_of(graph: &ExecutionGraph, layout: Option<&Map<GraphLayoutNode>>) -> Vec<Node> {
    let is_stage = |id: &str| {
        layout.is_some_and(|layout| layout.values().any(|stage| stage.node_execution_id.as_deref() == Some(id)))
    };
    let groups = |id: &str| graph.node_adjacency_list_map.get(id).is_some_and(|edges| !edges.children.is_empty());
    let nodes = graph.node_map.iter().filter(|(id, node)| {
        !is_stage(id) && !groups(id) && graph.root_node_id.as_deref() != Some(id.as_str()) && is_step(node)
    });
    nodes.map(|(id, node)| step(id, node)).collect()
}

/// Where it lies in the pipeline tells a step from a section that has no steps yet: it stands in a list of steps. A section
/// that failed before it had any counts as one, for nothing else tells the cause.
fn is_step(node: &ExecutionNode) -> bool {
    let path: Vec<&str> = node.base_fqn.as_deref().unwrap_or_default().split('.').collect();
    match path.as_slice() {
        [] | [_] => true,
        [.., list, _] => matches!(*list, "steps" | "rollbackSteps") || has_failed(node),
    }
}

fn has_failed(node: &ExecutionNode) -> bool {
    node.status.as_ref().and_then(outcome) == Some(Outcome::Failed)
}

fn step(id: &str, node: &ExecutionNode) -> Node {
    let identifier = node.identifier.clone().unwrap_or_default();
    let message = node.failure_info.as_ref().and_then(|info| info.message.clone());
    Node {
        id: id.to_owned(),
        name: node.name.clone().filter(|name| !name.is_empty()).unwrap_or_else(|| identifier.clone()),
        identifier,
        stage: node.base_fqn.as_deref().and_then(stage_of),
        status: node.status.clone().unwrap_or_default(),
        message: message.filter(|message| !message.is_empty()),
        started: moment(node.start_ts),
        ended: moment(node.end_ts),
    }
}

/// The stage in a path such as `pipeline.stages.build.spec.execution.steps.compile`.
fn stage_of(path: &str) -> Option<String> {
    let mut parts = path.split('.').skip_while(|part| *part != "stages").skip(1);
    parts.next().map(ToOwned::to_owned)
}

/// The server says 0 for "not yet".
fn moment(millis: Option<i64>) -> Option<i64> {
    millis.filter(|millis| *millis > 0)
}
