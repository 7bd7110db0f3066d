//! What was found, for people and for programs.

use serde_json::{Value, json};

use super::rank::Hit;

/// Five lines an operation: how it is called, what it does, what is sent, what to depend on, where it is documented.
pub(crate) fn text(hits: &[Hit<'_>]) -> String {
    let blocks: Vec<String> = hits.iter().map(block).collect();
    blocks.join("\n")
}

fn block(hit: &Hit<'_>) -> String {
    let (module, entry) = (hit.module, hit.entry);
    let old = if entry.deprecated { "  [deprecated]" } else { "" };
    let mut lines = vec![
        format!("{}{old}", call(hit)),
        format!("    {} ({}, tag {})", entry.summary, module.title, entry.tag),
        format!("    {} {}", entry.method, entry.path),
        format!("    crate {}, feature \"{}\" of harness-sdk", module.package, module.module),
    ];
    lines.extend(entry.docs.iter().map(|url| format!("    {url}")));
    lines.join("\n") + "\n"
}

/// The call, ready to be filled in.
fn call(hit: &Hit<'_>) -> String {
    let end = if hit.entry.paged { ".items()" } else { ".send().await" };
    format!("client.{}().{}{end}", hit.module.accessor, hit.entry.call())
}

/// An array of objects, the best first.
pub(crate) fn json(hits: &[Hit<'_>]) -> serde_json::Result<String> {
    let objects: Vec<Value> = hits
        .iter()
        .map(|hit| {
            let (module, entry) = (hit.module, hit.entry);
            json!({
                "score": (hit.score * 1000.0).round() / 1000.0,
                "crate": module.package,
                "feature": module.module,
                "product": module.title,
                "call": call(hit),
                "method": entry.method,
                "path": entry.path,
                "operation_id": entry.id,
                "name": entry.name,
                "summary": entry.summary,
                "tag": entry.tag,
                "types": entry.types,
                "paged": entry.paged,
                "deprecated": entry.deprecated,
                "docs": entry.docs,
                "rustdoc": module.rustdoc(entry),
            })
        })
        .collect();
    serde_json::to_string_pretty(&objects)
}
