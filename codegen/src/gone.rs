//! `spec/gone.toml`: operations that the official document no longer has are deprecated, with what came after them.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::data;
use crate::data::entry::Entry;
use crate::data::gone::{Gone, GoneData};
use crate::defect::{Defect, of_data};
use crate::document::Document;
use crate::report::Report;

/// Name of the rule in the report.
pub const RULE: &str = "gone";

/// The key of the document's mark.
const MARK: &str = "x-harness-gone";

/// The key under which an operation names its successor.
pub const SUCCESSOR: &str = "x-harness-successor";

const FILE: &str = "gone.toml";

/// Marks every operation that is gone as deprecated and names its successor; what is wrong with the file, and its
/// entries that match nothing.
///
/// # Errors
/// The file cannot be read or is malformed.
pub fn apply(
    folder: &Path,
    document: &mut Document,
    report: &mut Report,
) -> Result<(Vec<Defect>, Vec<Entry>), Vec<Defect>> {
    let data: GoneData = data::read(&folder.join(FILE)).map_err(|text| of_data(vec![text]))?;
    let (mut known, mut marked) = (BTreeSet::new(), BTreeSet::new());
    let mut problems = Vec::new();
    document.operations_mut(|place, operation| {
        let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default().to_owned();
        if operation.get(MARK).and_then(Value::as_bool) == Some(true) {
            operation.insert("deprecated".to_owned(), Value::Bool(true));
            let Some(entry) = data.operation.iter().find(|entry| entry.id == id) else {
                problems.push(format!(
                    "{FILE}: {id:?} is marked {MARK} and has no entry; add [[operation]] with its successor, if any"
                ));
                return;
            };
            if let Some(successor) = &entry.successor {
                operation.insert(SUCCESSOR.to_owned(), Value::from(successor.clone()));
            }
            report.hit(RULE, place.pointer(), entry.why.clone());
            marked.insert(id);
        } else {
            known.insert(id);
        }
    });
    let lost = data.operation.iter().filter_map(|entry| lost(entry, &known));
    problems.extend(lost);
    let unused = data.operation.iter().enumerate().filter(|(_, entry)| !marked.contains(&entry.id));
    let unused = unused
        .map(|(index, entry)| Entry::new(FILE, format!("[[operation]] {:?}", entry.id)).key("operation").index(index));
    Ok((of_data(problems), unused.collect()))
}

/// A successor that the document does not have.
fn lost(entry: &Gone, known: &BTreeSet<String>) -> Option<String> {
    let successor = entry.successor.as_ref().filter(|successor| !known.contains(*successor))?;
    Some(format!("{FILE}: the successor {successor:?} of {:?} is no operation; correct it", entry.id))
}
