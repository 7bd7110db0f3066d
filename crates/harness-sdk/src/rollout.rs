//! Rolling out feature flags: switch, serve, split by percentage, aim at targets, and wait until it is served so.
//!
//! ```no_run
//! # #[cfg(feature = "flags")]
//! # async fn run(harness: harness_sdk::Client) -> Result<(), harness_sdk::Error> {
//! let project = harness.project("default", "shop");
//! let flag = project.flag("dark_mode", "production");
//! flag.change().turn_on().percentages([("on", 20), ("off", 80)]).comment("a fifth of all users").apply().await?;
//! flag.change().targets("on", ["alice", "bob"]).apply_and_settle().await?;
//! # Ok(())
//! # }
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use harness_sdk_core::model::Value;
use harness_sdk_core::{Error, Request, Response};
use harness_sdk_flags::types::{Feature, FeatureEnvProperties, FeatureResponseMetadata, Serve};
use serde_json::json;

use crate::{Client, settle};

impl Client {
    /// A feature flag in an environment of this client's project. Needs the feature `flags`.
    pub fn flag(&self, identifier: impl Into<String>, environment: impl Into<String>) -> Flag {
        Flag { client: self.clone(), id: identifier.into(), environment: environment.into() }
    }
}

/// A feature flag in one environment. A clone is cheap.
#[derive(Clone)]
pub struct Flag {
    client: Client,
    id: String,
    environment: String,
}

impl Flag {
    /// The flag as it is.
    ///
    /// # Errors
    /// As any call.
    pub async fn get(&self) -> Result<Response<Feature>, Error> {
        let call = self.client.flags().get_feature_flag().identifier(&*self.id);
        call.environment_identifier(&*self.environment).send().await
    }

    /// A change, to be put together and applied as one.
    pub fn change(&self) -> FlagChange {
        FlagChange { flag: self.clone(), steps: Vec::new(), comment: None }
    }
}

impl fmt::Debug for Flag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Flag").field("id", &self.id).field("environment", &self.environment).finish_non_exhaustive()
    }
}

/// A change of a flag in an environment. All of it is applied at once, in the order it was put together.
#[derive(Clone, Debug)]
#[must_use = "nothing is changed until it is applied"]
pub struct FlagChange {
    flag: Flag,
    steps: Vec<Step>,
    comment: Option<String>,
}

/// One instruction.
#[derive(Clone, Debug)]
enum Step {
    Switch(bool),
    Serve(String),
    Off(String),
    Split { bucket_by: String, weights: Vec<(String, i64)> },
    Targets { variation: String, targets: Vec<String>, add: bool },
    Group { variation: String, group: String, priority: i64, rule: String },
    RemoveRule(String),
    Other { kind: String, parameters: Value },
}

impl FlagChange {
    fn step(mut self, step: Step) -> FlagChange {
        self.steps.push(step);
        self
    }

    /// Switches the flag on.
    pub fn turn_on(self) -> FlagChange {
        self.step(Step::Switch(true))
    }

    /// Switches the flag off.
    pub fn turn_off(self) -> FlagChange {
        self.step(Step::Switch(false))
    }

    /// Serves one variation to all that no rule aims at, while the flag is on.
    pub fn serve(self, variation: impl Into<String>) -> FlagChange {
        self.step(Step::Serve(variation.into()))
    }

    /// Serves one variation to all while the flag is off.
    pub fn serve_when_off(self, variation: impl Into<String>) -> FlagChange {
        self.step(Step::Off(variation.into()))
    }

    /// Splits those that no rule aims at by percentage, told apart by their identifiers. The percentages add up to 100, and
    /// each variation has one.
    pub fn percentages<S: Into<String>>(self, weights: impl IntoIterator<Item = (S, i64)>) -> FlagChange {
        self.percentages_by("identifier", weights)
    }

    /// Splits those that no rule aims at by percentage, told apart by an attribute of theirs.
    pub fn percentages_by<S: Into<String>>(
        self,
        attribute: impl Into<String>,
        weights: impl IntoIterator<Item = (S, i64)>,
    ) -> FlagChange {
        let weights = weights.into_iter().map(|(variation, weight)| (variation.into(), weight)).collect();
        self.step(Step::Split { bucket_by: attribute.into(), weights })
    }

    /// Serves a variation to these targets, by identifier.
    pub fn targets<S: Into<String>>(
        self,
        variation: impl Into<String>,
        targets: impl IntoIterator<Item = S>,
    ) -> FlagChange {
        let targets = targets.into_iter().map(Into::into).collect();
        self.step(Step::Targets { variation: variation.into(), targets, add: true })
    }

    /// No longer serves a variation to these targets for their own sake.
    pub fn without_targets<S: Into<String>>(
        self,
        variation: impl Into<String>,
        targets: impl IntoIterator<Item = S>,
    ) -> FlagChange {
        let targets = targets.into_iter().map(Into::into).collect();
        self.step(Step::Targets { variation: variation.into(), targets, add: false })
    }

    /// Adds a rule that serves a variation to a target group. Rules of lower priority are tried first; `rule` is the
    /// identifier by which the rule is removed again, one that no other rule of the flag has.
    pub fn target_group(
        self,
        variation: impl Into<String>,
        group: impl Into<String>,
        priority: i64,
        rule: impl Into<String>,
    ) -> FlagChange {
        let (variation, group, rule) = (variation.into(), group.into(), rule.into());
        self.step(Step::Group { variation, group, priority, rule })
    }

    /// Removes a rule, by its identifier.
    pub fn without_rule(self, rule: impl Into<String>) -> FlagChange {
        self.step(Step::RemoveRule(rule.into()))
    }

    /// Any other instruction of the API, such as `addPrerequisite`.
    pub fn instruction(self, kind: impl Into<String>, parameters: Value) -> FlagChange {
        self.step(Step::Other { kind: kind.into(), parameters })
    }

    /// A comment for people, kept in the flag's history.
    pub fn comment(mut self, text: impl Into<String>) -> FlagChange {
        self.comment = Some(text.into());
        self
    }

    /// Applies the change.
    ///
    /// # Errors
    /// As any call; an empty change, percentages that do not add up to 100, two of one variation and an empty list of
    /// targets are errors before anything is sent.
    pub async fn apply(&self) -> Result<FeatureResponseMetadata, Error> {
        let instructions: Vec<Value> = self.steps.iter().map(Step::json).collect();
        let mut body = json!({ "instructions": instructions });
        if let Some(comment) = &self.comment {
            body["comment"] = comment.as_str().into();
        }
        let flag = &self.flag;
        let call = flag.client.flags().patch_feature().identifier(&*flag.id);
        // The document has one object where the server takes a list of instructions.
        let mut call = call.environment_identifier(&*flag.environment).with_body_json(body);
        for fault in self.faults() {
            call.call_mut().complain(fault);
        }
        Ok(call.send().await?.into_inner())
    }

    /// Applies the change and waits until the flag is read as changed; for 30 s at most.
    ///
    /// # Errors
    /// As [`FlagChange::apply`], and [`ErrorKind::Timeout`](crate::ErrorKind::Timeout) when it is not read so in time: the change is made
    /// nonetheless.
    pub async fn apply_and_settle(&self) -> Result<Feature, Error> {
        self.apply().await?;
        self.settled().await
    }

    /// Waits until the flag is read as this change makes it; for 30 s at most.
    ///
    /// # Errors
    /// As any call, and [`ErrorKind::Timeout`](crate::ErrorKind::Timeout).
    pub async fn settled(&self) -> Result<Feature, Error> {
        let (flag, steps) = (self.flag.clone(), self.steps.clone());
        let read = move || {
            let call = flag.client.flags().get_feature_flag().identifier(&*flag.id);
            call.environment_identifier(&*flag.environment).send()
        };
        let answer = settle(read)
            .until(move |feature: &Feature| feature.env_properties.as_ref().is_some_and(|there| is_made(&steps, there)))
            .await?;
        Ok(answer.into_inner())
    }

    fn faults(&self) -> Vec<String> {
        let mut faults: Vec<String> = self.steps.iter().filter_map(Step::fault).collect();
        if self.steps.is_empty() {
            faults.push("the change of the flag says nothing: add what is to change".to_owned());
        }
        faults
    }
}

impl Step {
    fn json(&self) -> Value {
        let (kind, parameters) = match self {
            Step::Switch(on) => ("setFeatureFlagState", json!({ "state": if *on { "on" } else { "off" } })),
            Step::Serve(variation) => ("updateDefaultServe", json!({ "variation": variation })),
            Step::Off(variation) => ("updateOffVariation", json!({ "variation": variation })),
            Step::Split { bucket_by, weights } => {
                let variations: Vec<Value> = weights
                    .iter()
                    .map(|(variation, weight)| json!({ "variation": variation, "weight": weight }))
                    .collect();
                ("updateDefaultServe", json!({ "bucketBy": bucket_by, "variations": variations }))
            }
            Step::Targets { variation, targets, add } => {
                let kind = if *add { "addTargetsToVariationTargetMap" } else { "removeTargetsToVariationTargetMap" };
                (kind, json!({ "variation": variation, "targets": targets }))
            }
            Step::Group { variation, group, priority, rule } => {
                let clauses = json!([{ "op": "segmentMatch", "values": [group] }]);
                let serve = json!({ "variation": variation });
                ("addRule", json!({ "uuid": rule, "priority": priority, "serve": serve, "clauses": clauses }))
            }
            Step::RemoveRule(rule) => ("removeRule", json!({ "ruleID": rule })),
            Step::Other { kind, parameters } => (kind.as_str(), parameters.clone()),
        };
        json!({ "kind": kind, "parameters": parameters })
    }

    fn fault(&self) -> Option<String> {
        match self {
            Step::Split { weights, .. } => split_fault(weights),
            Step::Targets { variation, targets, .. } if targets.is_empty() => {
                Some(format!("no target is named for the variation `{variation}`"))
            }
            _ => None,
        }
    }
}

fn split_fault(weights: &[(String, i64)]) -> Option<String> {
    let mut seen = BTreeSet::new();
    if let Some((variation, _)) = weights.iter().find(|(variation, _)| !seen.insert(variation)) {
        return Some(format!("the variation `{variation}` has two percentages: give it the sum of both"));
    }
    if let Some((variation, weight)) = weights.iter().find(|(_, weight)| !(0..=100).contains(weight)) {
        return Some(format!("the percentage of the variation `{variation}` is {weight}; it can be 0 to 100"));
    }
    let sum: i64 = weights.iter().map(|(_, weight)| weight).sum();
    (sum != 100).then(|| format!("the percentages of the flag add up to {sum}; they have to add up to 100"))
}

/// Whether a flag in an environment is as the steps make it; of two that say the same the later one counts.
fn is_made(steps: &[Step], there: &FeatureEnvProperties) -> bool {
    let last = |wanted: fn(&Step) -> bool| steps.iter().rev().find(|step| wanted(step));
    let switch = last(|step| matches!(step, Step::Switch(_)));
    let serve = last(|step| matches!(step, Step::Serve(_) | Step::Split { .. }));
    let off = last(|step| matches!(step, Step::Off(_)));
    let rest = steps
        .iter()
        .filter(|step| !matches!(step, Step::Switch(_) | Step::Serve(_) | Step::Split { .. } | Step::Off(_)));
    switch.into_iter().chain(serve).chain(off).chain(rest).all(|step| is_step_made(step, there))
}

fn is_step_made(step: &Step, there: &FeatureEnvProperties) -> bool {
    let targets_of = |variation: &str| -> Vec<&str> {
        let maps = there.variation_map.iter().filter(|map| map.variation == variation);
        maps.flat_map(|map| &map.targets).map(|target| target.identifier.as_str()).collect()
    };
    match step {
        Step::Switch(on) => there.state.as_str() == if *on { "on" } else { "off" },
        Step::Serve(variation) => there.default_serve.variation.as_deref() == Some(variation),
        Step::Off(variation) => there.off_variation == *variation,
        Step::Split { weights, .. } => shares(&there.default_serve) == Some(weights.iter().cloned().collect()),
        Step::Targets { variation, targets, add } => {
            let now = targets_of(variation);
            targets.iter().all(|target| now.contains(&target.as_str()) == *add)
        }
        Step::Group { rule, .. } => there.rules.iter().any(|other| other.rule_id.as_deref() == Some(rule)),
        Step::RemoveRule(rule) => there.rules.iter().all(|other| other.rule_id.as_deref() != Some(rule)),
        // What an instruction of the caller's own makes is the caller's to know.
        Step::Other { .. } => true,
    }
}

fn shares(serve: &Serve) -> Option<BTreeMap<String, i64>> {
    let distribution = serve.distribution.as_ref()?;
    Some(distribution.variations.iter().map(|share| (share.variation.clone(), share.weight)).collect())
}
