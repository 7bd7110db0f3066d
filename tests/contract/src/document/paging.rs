//! How an operation pages.

use harness_sdk_mock::sample::Sampler;
use serde_json::Value;

use super::data::{Exception, Family, Pagination};
use super::json::{object, text};
use super::operation::{Answer, Body, Operation, Paging, Style};
use super::place::{Place, property_at};
use super::scope::within;

/// How the operation pages, if it does.
pub(super) fn of(data: &Pagination, sampler: &Sampler<'static>, operation: &Operation) -> Option<Paging> {
    if data.unpaged.iter().any(|entry| entry.operations.iter().any(|id| id == operation.id)) {
        return None;
    }
    let family = data.family.iter().find(|family| belongs(family, sampler, operation))?;
    let own = data.operation.iter().find(|exception| exception.id == operation.id).cloned().unwrap_or_default();
    let Answer::Json(schema) = operation.answer else { return None };
    let find =
        |own: &[String], all: &[String]| place(sampler, schema, if own.is_empty() { all } else { own }, is_scalar);
    let items = place(sampler, schema, if own.items.is_empty() { &family.items } else { &own.items }, is_list)?;
    Some(Paging {
        style: style(family, &own, sampler, schema)?,
        size: family.size.clone(),
        items,
        total: find(&own.total, &family.total),
        pages: find(&own.pages, &family.pages),
        last: find(&own.last, &family.last),
        more: find(&own.more, &family.more),
        token: find(&[], &family.token).zip(family.token_to.clone()),
        total_header: family.total_header.clone(),
        pages_header: family.pages_header.clone(),
        next_header: family.next_header.clone(),
        short: own.short.or(family.short).unwrap_or(true),
        only_without: own.only_without,
    })
}

fn belongs(family: &Family, sampler: &Sampler<'static>, operation: &Operation) -> bool {
    let is_named = family.operations.iter().any(|id| id == operation.id);
    let is_within = !family.paths.is_empty() && within(&family.paths, operation.path);
    let has_query = |name: &String| operation.parameter(Place::Query, name).is_some();
    let has_place = |place: &String| match &operation.body {
        Some(Body::Json { schema, .. }) => property_at(sampler, schema, place).is_some(),
        _ => false,
    };
    (is_named || is_within) && family.query.iter().all(has_query) && family.body.iter().all(has_place)
}

fn style(family: &Family, own: &Exception, sampler: &Sampler<'static>, schema: &Value) -> Option<Style> {
    match family.style.as_str() {
        "page" => Some(Style::Page { to: family.page.clone()?, first: own.first.or(family.first)? }),
        "offset" => Some(Style::Offset { to: family.offset.clone()? }),
        "cursor" => {
            let next = place(sampler, schema, &family.next, is_scalar)?;
            Some(Style::Cursor { to: family.cursor.clone()?, next })
        }
        _ => Some(Style::Keyset(family.carry.clone().into_iter().collect())),
    }
}

/// The first candidate that the answer has; `/*` at its end is the only list there.
fn place(
    sampler: &Sampler<'static>,
    schema: &Value,
    candidates: &[String],
    fits: fn(&Sampler<'static>, &Value) -> bool,
) -> Option<String> {
    candidates.iter().find_map(|candidate| {
        let place = match candidate.strip_suffix("/*") {
            Some(base) => format!("{base}/{}", only_list(sampler, property_at(sampler, schema, base)?)?),
            None => candidate.clone(),
        };
        fits(sampler, property_at(sampler, schema, &place)?).then_some(place)
    })
}

fn only_list(sampler: &Sampler<'static>, schema: &Value) -> Option<String> {
    let names = sampler.required_properties(schema).into_iter().chain(sampler.optional_properties(schema));
    let mut lists = names.filter(|name| sampler.property(schema, name).is_some_and(|one| is_list(sampler, one)));
    let first = lists.next()?;
    lists.next().is_none().then(|| first.replace('~', "~0").replace('/', "~1"))
}

fn is_list(sampler: &Sampler<'static>, schema: &Value) -> bool {
    sampler.resolve(schema).is_some_and(|schema| text(schema, "type") == Some("array"))
}

fn is_scalar(sampler: &Sampler<'static>, schema: &Value) -> bool {
    sampler.resolve(schema).is_some_and(|schema| {
        matches!(text(schema, "type"), Some("integer" | "number" | "string" | "boolean"))
            && object(schema, "properties").next().is_none()
    })
}
