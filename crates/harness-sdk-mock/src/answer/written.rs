//! Answers as replies, lists as much as is asked for.

use serde_json::Value;

use super::draft::Drafts;
use super::page::Slice;
use super::place::put;
use crate::catalogue::Operation;
use crate::refusal::Refusal;
use crate::server::Reply;

/// A list of `total` items, as much of it as is asked for.
pub(super) fn list(
    drafts: &Drafts<'_>,
    total: u64,
    item: &mut dyn FnMut(&Value, u64) -> Value,
) -> Result<Reply, Refusal> {
    static OPEN: Value = Value::Null;
    let operation = drafts.asked.operation();
    let paging = operation.paging.as_ref();
    let place = paging.map_or("", |paging| paging.items.as_str());
    let schema = drafts.schemas().at(drafts.schema(), &format!("{place}/*")).unwrap_or(&OPEN);
    let slice = paging.map(|paging| Slice::of(drafts.asked, paging, total)).transpose()?;
    let range = slice.map_or(0..total, |slice| slice.start..slice.end);
    let mut value = drafts.answer();
    put(&mut value, place, range.map(|index| item(schema, index)).collect());
    let (Some(slice), Some(paging)) = (slice, paging) else { return Ok(write(operation, &value)) };
    slice.describe(&mut value, paging, drafts.catalogue);
    Ok(slice.headers(write(operation, &value), drafts.asked, paging))
}

/// The JSON answer of an operation; nothing where it answers nothing.
pub(super) fn write(operation: &Operation, value: &Value) -> Reply {
    match operation.answer.kind.as_str() {
        "json" => typed(operation, value.to_string()),
        _ => Reply::new(operation.answer.status),
    }
}

pub(super) fn typed(operation: &Operation, body: String) -> Reply {
    let media = operation.answer.media.as_deref().unwrap_or("application/octet-stream");
    Reply::new(operation.answer.status).typed(media, body)
}
