//! Lists paths whose first segment looks like a slip of the pen.
//!
//! Such a path cannot be mended by rule, because a server may really listen there; but whoever adopts a document
//! should see it before users do.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{
    document::{Document, escape},
    report::Report,
};

/// The rule's name in the report.
pub const RULE: &str = "misspelt_path";

/// A segment is suspect when a neighbour is this many times more frequent.
const FAR_MORE: usize = 10;
/// In shorter segments a difference of one letter (`v1`, `v2`) means something.
const SHORTEST: usize = 4;

/// Reports suspect paths and changes nothing.
pub fn apply(document: &mut Document, report: &mut Report) {
    let paths = document.0.get("paths").and_then(Value::as_object);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for path in paths.into_iter().flat_map(|paths| paths.keys()) {
        *counts.entry(first_segment(path)).or_default() += 1;
    }
    for path in paths.into_iter().flat_map(|paths| paths.keys()) {
        let segment = first_segment(path);
        let count = counts.get(segment).copied().unwrap_or_default();
        let likely = counts.iter().find(|(other, often)| {
            **often >= count * FAR_MORE && segment.len() >= SHORTEST && is_one_slip(segment, other)
        });
        if let Some((likely, _)) = likely {
            report.hit(
                RULE,
                format!("/paths/{}", escape(path)),
                format!("`/{segment}` may be meant as `/{likely}`; kept"),
            );
        }
    }
}

fn first_segment(path: &str) -> &str {
    path.trim_start_matches('/').split('/').next().unwrap_or_default()
}

/// Whether one letter was left out, added or mistaken.
fn is_one_slip(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if one == other || long.len() - short.len() > 1 {
        return false;
    }
    let common = short.bytes().zip(long.bytes()).take_while(|(a, b)| a == b).count();
    let rest = if short.len() == long.len() { common + 1 } else { common };
    short.as_bytes().get(rest..) == long.as_bytes().get(common + 1..)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::run_rule;

    #[test]
    fn a_rare_segment_beside_a_frequent_one_is_reported() {
        let mut paths: Vec<String> = (0..20).map(|index| format!("/gateway/{index}")).collect();
        paths.extend(["/gatway/y".to_owned(), "/getaway/z".to_owned(), "/pm/a".to_owned()]);
        let paths: serde_json::Map<String, Value> = paths.into_iter().map(|path| (path, Value::Null)).collect();
        let before = Document(serde_json::json!({"paths": paths}));
        let (after, report) = run_rule(apply, before.clone());
        assert_eq!(after, before);
        let hits: Vec<_> = report.rules().flat_map(|(_, hits)| hits).collect();
        assert_eq!(hits.len(), 1);
        assert_eq!(hits[0].pointer, "/paths/~1gatway~1y");
        assert!(hits[0].note.contains("`/gateway`"));
    }

    #[test]
    fn one_slip_is_left_out_added_or_mistaken() {
        assert!(
            is_one_slip("gatway", "gateway") && is_one_slip("gateeway", "gateway") && is_one_slip("gatewax", "gateway")
        );
        assert!(!is_one_slip("gateway", "gateway") && !is_one_slip("gatawax", "gateway"));
    }
}
