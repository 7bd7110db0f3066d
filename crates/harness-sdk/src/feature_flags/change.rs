//! Changing what a flag serves in one environment.

use std::collections::BTreeSet;

use harness_sdk_core::model::Value;
use harness_sdk_core::{Error, ErrorKind};
use harness_sdk_fme::types::{FmeBucket, FmeFeatureFlagDefinition, FmeTreatment, UpdateFmeDefinitionRequest};

use super::environment::FlagEnvironment;

/// A change of a definition. What is said here is changed, all of it at once, and everything else stays.
#[derive(Clone, Debug)]
#[must_use = "nothing is changed until it is applied"]
pub struct DefinitionChange {
    environment: FlagEnvironment,
    flag: String,
    request: UpdateFmeDefinitionRequest,
    is_empty: bool,
    faults: Vec<String>,
}

impl DefinitionChange {
    pub(super) fn new(environment: FlagEnvironment, flag: String) -> DefinitionChange {
        let request = UpdateFmeDefinitionRequest::new();
        DefinitionChange { environment, flag, request, is_empty: true, faults: Vec::new() }
    }

    fn set(mut self, change: impl FnOnce(UpdateFmeDefinitionRequest) -> UpdateFmeDefinitionRequest) -> Self {
        self.request = change(self.request);
        self.is_empty = false;
        self
    }

    /// Serves one treatment to all that no rule aims at.
    pub fn serve(self, treatment: impl Into<String>) -> DefinitionChange {
        self.percentages([(treatment, 100)])
    }

    /// Splits those that no rule aims at by percentage. The percentages add up to 100.
    pub fn percentages<S: Into<String>>(mut self, shares: impl IntoIterator<Item = (S, i64)>) -> DefinitionChange {
        let shares: Vec<(String, i64)> = shares.into_iter().map(|(treatment, size)| (treatment.into(), size)).collect();
        self.faults.extend(shares_fault(&shares));
        let bucket = |(treatment, size)| FmeBucket::new().treatment(treatment).size(size);
        self.set(|request| request.default_rule(shares.into_iter().map(bucket).collect::<Vec<_>>()))
    }

    /// How many percent of the traffic take part, 0 to 100; the others get the default treatment.
    pub fn allocate(mut self, percent: i64) -> DefinitionChange {
        if !(0..=100).contains(&percent) {
            self.faults.push(format!("the allocation of the flag is {percent} percent; it can be 0 to 100"));
        }
        self.set(|request| request.traffic_allocation(percent))
    }

    /// What is served to those that take no part, and to everybody while the flag is killed.
    pub fn default_treatment(self, treatment: impl Into<String>) -> DefinitionChange {
        self.set(|request| request.default_treatment(treatment.into()))
    }

    /// What experiments compare with.
    pub fn baseline_treatment(self, treatment: impl Into<String>) -> DefinitionChange {
        self.set(|request| request.baseline_treatment(treatment.into()))
    }

    /// All treatments, in place of those there are.
    pub fn treatments(self, treatments: impl IntoIterator<Item = FmeTreatment>) -> DefinitionChange {
        self.set(|request| request.treatments(treatments.into_iter().collect::<Vec<_>>()))
    }

    /// All rules, in the order they are tried, in place of those there are. A rule is an object with `buckets` and a
    /// `condition`.
    pub fn rules(mut self, rules: impl IntoIterator<Item = Value>) -> DefinitionChange {
        let mut objects = Vec::new();
        for rule in rules {
            match rule {
                Value::Object(rule) => objects.push(rule),
                other => self.faults.push(format!("a rule of the flag is an object, and not {other}")),
            }
        }
        self.set(|request| request.rules(objects))
    }

    /// A comment for people, kept with the change.
    pub fn comment(mut self, text: impl Into<String>) -> DefinitionChange {
        self.request = self.request.comment(text.into());
        self
    }

    /// A title of the change, for people.
    pub fn title(mut self, text: impl Into<String>) -> DefinitionChange {
        self.request = self.request.title(text.into());
        self
    }

    /// Applies the change, and gives the definition as it is then.
    ///
    /// # Errors
    /// As any call, and as [`FlagEnvironment::id`]; an empty change, percentages that do not
    /// add up to 100, two of one treatment and an allocation that is no percentage are errors before anything is sent.
    pub async fn apply(self) -> Result<FmeFeatureFlagDefinition, Error> {
        let DefinitionChange { environment, flag, request, is_empty, mut faults } = self;
        if is_empty {
            faults.push("the change of the flag says nothing: add what is to change".to_owned());
        }
        if !faults.is_empty() {
            return Err(Error::custom(ErrorKind::Request, faults.join("; ")));
        }
        let call = environment.client().fme().update_fme_feature_flag_definition().feature_flag_name(flag);
        let answer = call.environment_id(environment.id().await?).body(request).send().await?;
        Ok(answer.into_inner().entity.unwrap_or_default())
    }
}

fn shares_fault(shares: &[(String, i64)]) -> Option<String> {
    let mut seen = BTreeSet::new();
    if let Some((treatment, _)) = shares.iter().find(|(treatment, _)| !seen.insert(treatment)) {
        return Some(format!("the treatment `{treatment}` has two percentages: give it the sum of both"));
    }
    if let Some((treatment, size)) = shares.iter().find(|(_, size)| !(0..=100).contains(size)) {
        return Some(format!("the percentage of the treatment `{treatment}` is {size}; it can be 0 to 100"));
    }
    let sum: i64 = shares.iter().map(|(_, size)| size).sum();
    (sum != 100).then(|| format!("the percentages of the flag add up to {sum}; they have to add up to 100"))
}
