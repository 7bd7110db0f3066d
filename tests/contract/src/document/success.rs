//! Which of its responses an operation answers with when it succeeds.

use serde_json::Value;

use super::json::object;
use super::media::{is_error, is_json};

/// The status and the response of success that tells most: the first with JSON, else with content, else the first.
pub(super) fn success(operation: &'static Value) -> (&'static str, Option<&'static Value>) {
    let rank = |status: &str| match status {
        "200" => 0,
        "201" => 1,
        "202" => 2,
        "2XX" => 3,
        status if status.starts_with('2') => 4,
        "default" => 5,
        _ => 6,
    };
    let ends_well = |status: &str| status.starts_with(['2', '3']) || status == "default";
    let mut all: Vec<_> = object(operation, "responses").filter(|(status, _)| ends_well(status)).collect();
    all.sort_by_key(|(status, _)| rank(status));
    // The default describes errors where a success is declared beside it.
    if all.iter().any(|(status, _)| status.starts_with('2')) {
        all.retain(|(status, _)| *status != "default");
    }
    let has = |response: &Value, fits: fn(&str) -> bool| object(response, "content").any(|(name, _)| fits(name));
    let best = all.iter().find(|(_, response)| has(response, |name| is_json(name) && !is_error(name)));
    let best = best.or_else(|| all.iter().find(|(_, response)| has(response, |_| true))).or(all.first());
    best.map_or(("2XX", None), |(status, response)| (status.as_str(), Some(*response)))
}
