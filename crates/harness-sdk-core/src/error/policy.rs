//! Verdicts of policies, in the forms that services answer with.
//!
//! Sources: the document's governance schemas (protobuf beans with `detailsList`, v1 with `policy_set_metadata` and
//! `policy_sets`, IaCM with `details`), and harness/harness-core's `governance.proto`, whose JSON form has `details`,
//! `policyMetadata` and `denyMessages`.

use super::message::PolicyDenial;
use super::read::{clean, first_text, list};
use crate::model::{JsonObject, Value};

/// Members that hold a verdict.
const VERDICTS: &[&str] = &["governanceMetadata", "governance_metadata", "policy_evaluation", "policyEvaluation"];
const SETS: &[&str] =
    &["detailsList", "details", "policySetMetadata", "policy_set_metadata", "policySets", "policy_sets"];
const POLICIES: &[&str] = &["policyMetadataList", "policyMetadata", "policy_metadata", "policies", "details"];
const SET_NAMES: &[&str] = &[
    "policySetName",
    "policy_set_name",
    "policy_set",
    "name",
    "policySetId",
    "policy_set_identifier",
    "policy_set_id",
    "identifier",
];
const POLICY_NAMES: &[&str] =
    &["policyName", "policy_name", "name", "policyId", "policy_identifier", "policy_id", "identifier"];
const MESSAGES: &[&str] = &["denyMessagesList", "denyMessages", "deny_messages"];
const FAULTS: &[&str] = &["error", "rego_error", "message"];
/// How deep verdicts are looked for.
const DEPTH: usize = 12;

/// What the policies say that denied the change, and the text of the verdict itself.
#[derive(Default)]
pub(super) struct Denied {
    pub(super) found: bool,
    pub(super) message: Option<String>,
    pub(super) denials: Vec<PolicyDenial>,
}

/// The denials anywhere in an answer.
pub(super) fn denied(members: &JsonObject) -> Denied {
    let mut denied = Denied::default();
    denied.look_into(members, DEPTH);
    denied
}

impl Denied {
    fn look_into(&mut self, members: &JsonObject, depth: usize) {
        if depth == 0 {
            return;
        }
        if says_no(members.get("policy_evaluation_status"))
            && let Some(Value::Array(items)) = members.get("policy_evaluation")
        {
            self.found = true;
            self.take_message(members, &["policy_evaluation_message"]);
            self.denials.extend(items.iter().filter_map(flat_policy));
        }
        if let Some(Value::Array(sets)) = members.get("policy_sets") {
            self.take_sets(members, sets);
        }
        for (name, member) in members {
            let verdict = VERDICTS.contains(&name.as_str());
            for item in list(member) {
                match item {
                    Value::Object(inner) if verdict => self.take_verdict(inner),
                    Value::Object(inner) => self.look_into(inner, depth - 1),
                    _ => {}
                }
            }
        }
    }

    fn take_verdict(&mut self, verdict: &JsonObject) {
        let deny = matches!(verdict.get("deny"), Some(Value::Bool(true)))
            || (!verdict.contains_key("deny") && says_no(verdict.get("status")));
        if !deny {
            return;
        }
        self.found = true;
        self.take_message(verdict, &["message"]);
        let sets = SETS.iter().find_map(|name| verdict.get(*name)?.as_array().filter(|sets| !sets.is_empty()));
        self.take_sets(verdict, sets.map_or(&[], Vec::as_slice));
    }

    /// In a list of sets only those count that deny.
    fn take_sets(&mut self, verdict: &JsonObject, sets: &[Value]) {
        let before = self.denials.len();
        for set in sets.iter().filter_map(Value::as_object) {
            let passes = matches!(set.get("deny"), Some(Value::Bool(false))) || is_harmless(set);
            let set_name = first_text(set, SET_NAMES);
            let policies = POLICIES.iter().find_map(|name| set.get(*name)?.as_array());
            let policies = policies.map_or(&[][..], Vec::as_slice).iter().filter_map(Value::as_object);
            let denials: Vec<_> =
                policies.filter(|policy| !is_harmless(policy)).map(|policy| denial(set_name.clone(), policy)).collect();
            let messages = texts(set, MESSAGES);
            if passes {
                continue;
            }
            if denials.is_empty() || !messages.is_empty() {
                self.denials.push(PolicyDenial { policy_set: set_name, policy: None, messages });
            }
            self.denials.extend(denials);
        }
        self.found |= self.denials.len() > before;
        self.take_message(verdict, &["message"]);
    }

    fn take_message(&mut self, members: &JsonObject, names: &[&str]) {
        if self.message.is_none() {
            self.message = first_text(members, names);
        }
    }
}

fn denial(policy_set: Option<String>, policy: &JsonObject) -> PolicyDenial {
    let name = match policy.get("policy") {
        Some(Value::Object(inner)) => first_text(inner, POLICY_NAMES),
        _ => first_text(policy, POLICY_NAMES),
    };
    let mut messages = texts(policy, MESSAGES);
    if messages.is_empty() {
        messages.extend(first_text(policy, FAULTS));
    }
    PolicyDenial { policy_set, policy: name, messages }
}

/// A policy that names its set itself, as IaCM's data has it.
fn flat_policy(item: &Value) -> Option<PolicyDenial> {
    let policy = item.as_object()?;
    let harmless = policy.get("policy_status").and_then(Value::as_str).is_some_and(|status| !says_error(status));
    (!harmless).then(|| PolicyDenial {
        policy_set: first_text(policy, &["policy_set_name", "policy_set_id"]),
        policy: first_text(policy, &["policy_name", "policy_id"]),
        messages: first_text(policy, &["message"]).into_iter().collect(),
    })
}

/// A policy or a set that passes, or only warns.
fn is_harmless(policy: &JsonObject) -> bool {
    policy.get("status").and_then(Value::as_str).is_some_and(|status| !status.is_empty() && !says_error(status))
}

fn says_no(status: Option<&Value>) -> bool {
    status.and_then(Value::as_str).is_some_and(says_error)
}

fn says_error(status: &str) -> bool {
    ["error", "deny", "denied", "fail", "failed"].iter().any(|word| status.eq_ignore_ascii_case(word))
}

fn texts(members: &JsonObject, names: &[&str]) -> Vec<String> {
    let lists = names.iter().filter_map(|name| members.get(*name)?.as_array());
    lists.flatten().filter_map(|item| clean(item.as_str()?)).collect()
}
