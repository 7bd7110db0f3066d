//! What each rule stands for: a mend of something wrong, or another way to write something right.

use crate::lint::finding::{Finding, Group, Kind};
use crate::report::Report;
use crate::{normalise, overrides};

use Kind::{Mended, Rewritten};

/// Every rule: whether it mends, and what it is about.
const RULES: [(&str, Kind, &str); 47] = [
    (normalise::additional_properties::RULE, Rewritten, "objects that declare themselves closed"),
    (normalise::all_of::RULE, Rewritten, "compositions, merged into one object"),
    (normalise::alternatives::RULE, Mended, "alternatives that are no different kinds of values"),
    (normalise::answers::RULE, Rewritten, "several successful answers, or forms of one"),
    (normalise::any_of::RULE, Rewritten, "alternatives without a tag"),
    (normalise::bodies_on_get::RULE, Mended, "reads that carry a body"),
    (normalise::boolean_required::RULE, Mended, "`required` that is no list of names"),
    (normalise::boolean_schemas::RULE, Mended, "`true` and `false` as schemas"),
    (normalise::client_headers::RULE, Rewritten, "headers that are the client's business"),
    (normalise::component_references::RULE, Rewritten, "shared parameters, bodies, answers and headers"),
    (normalise::constants::RULE, Mended, "constants, which OpenAPI 3.0 does not know"),
    (normalise::defaults::RULE, Mended, "defaults that are no values of their schema"),
    (normalise::descriptions::RULE, Rewritten, "descriptions that are no plain text"),
    (normalise::discriminators::RULE, Rewritten, "schemas told apart by a tag"),
    (normalise::duplicate_parameters::RULE, Mended, "parameters declared twice"),
    (normalise::enums::RULE, Mended, "enums of other things than distinct strings"),
    (normalise::error_answers::RULE, Rewritten, "answers of failures, which the runtime reads"),
    (normalise::examples::RULE, Rewritten, "examples"),
    (normalise::extensible_enums::RULE, Rewritten, "`x-extensible-enum`"),
    (normalise::extensions::RULE, Rewritten, "extensions of other tools"),
    (normalise::formats::RULE, Rewritten, "formats nobody reads"),
    (normalise::implied_types::RULE, Mended, "types that go without saying"),
    (normalise::inline_enums::RULE, Rewritten, "enums without a name"),
    (normalise::inline_schemas::RULE, Rewritten, "objects and unions without a name"),
    (normalise::items::RULE, Mended, "arrays without one schema for their items"),
    (normalise::leaked_properties::RULE, Mended, "properties of the server's own machinery"),
    (normalise::misspelt_paths::RULE, Mended, "paths that look like a slip of the pen"),
    (normalise::negations::RULE, Rewritten, "`not`"),
    (normalise::nullables::RULE, Mended, "`nullable` where it says nothing"),
    (normalise::object_parameters::RULE, Rewritten, "objects in the query"),
    (normalise::open_answers::RULE, Mended, "operations that declare no answer of success"),
    (normalise::operation_ids::RULE, Mended, "operations without an id of their own"),
    (normalise::parameter_places::RULE, Mended, "parameters where the client sends nothing"),
    (normalise::parameter_schemas::RULE, Mended, "parameters without a schema"),
    (normalise::parameter_styles::RULE, Rewritten, "styles of lists and objects in parameters"),
    (normalise::path_parameters::RULE, Rewritten, "parameters of a whole path"),
    (normalise::path_templates::RULE, Mended, "path templates and parameters that disagree"),
    (normalise::reference_siblings::RULE, Mended, "keys beside a reference"),
    (normalise::reference_targets::RULE, Mended, "references to other things than schemas by name"),
    (normalise::request_bodies::RULE, Rewritten, "several media types of a request"),
    (normalise::required::RULE, Mended, "required fields that do not exist"),
    (normalise::security::RULE, Mended, "security schemes nobody defined"),
    (normalise::single_all_of::RULE, Rewritten, "schemas that wrap only one"),
    (normalise::tags::RULE, Mended, "operations with no tag or several"),
    (normalise::types::RULE, Mended, "schemas with several types, or one JSON does not have"),
    (normalise::unions::RULE, Rewritten, "unions whose variants lack the fields of their base"),
    (overrides::RULE, Mended, "upstream defects that an override mends"),
];

/// The hits of all rules, mends first.
pub(super) fn groups(report: &Report) -> Vec<Group> {
    let mut groups: Vec<Group> = report
        .rules()
        .map(|(rule, hits)| {
            let (kind, title) = of(rule);
            let mut findings: Vec<Finding> = hits
                .iter()
                .map(|hit| Finding { file: None, place: hit.pointer.clone(), message: hit.note.clone(), help: None })
                .collect();
            findings.sort();
            Group { kind, rule: Some(rule.to_owned()), title: title.to_owned(), findings }
        })
        .collect();
    groups.sort_by(|a, b| (a.kind, &a.rule).cmp(&(b.kind, &b.rule)));
    groups
}

fn of(rule: &str) -> (Kind, &'static str) {
    let found = RULES.iter().find(|(name, ..)| *name == rule);
    found.map_or((Mended, "other things"), |(_, kind, title)| (*kind, title))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    #[test]
    fn every_rule_is_told_of() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/normalise");
        let mut rules = BTreeSet::from([overrides::RULE.to_owned()]);
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let text = std::fs::read_to_string(entry.path()).unwrap_or_default();
            let names = text.lines().filter_map(|line| line.strip_prefix("pub const RULE: &str = \""));
            rules.extend(names.filter_map(|rest| rest.split('"').next()).map(str::to_owned));
        }
        let known: BTreeSet<String> = RULES.iter().map(|(name, ..)| (*name).to_owned()).collect();
        assert_eq!(rules, known);
    }
}
