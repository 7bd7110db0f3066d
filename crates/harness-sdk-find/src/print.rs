//! What was found, for people and for programs.

use serde_json::{Value, json as object};

use crate::rank::Hit;

/// A few lines a hit: the call, what it does, what is sent, what to depend on, where it is documented.
pub fn text(hits: &[Hit<'_>]) -> String {
    let blocks: Vec<String> = hits.iter().map(block).collect();
    blocks.join("\n")
}

fn block(hit: &Hit<'_>) -> String {
    let (module, operation) = (hit.module, hit.operation);
    let old = if operation.deprecated { "  [deprecated]" } else { "" };
    let former = operation.former.map(|former| format!(", formerly {former}")).unwrap_or_default();
    let mut lines = vec![
        format!("{}{old}", module.call(operation)),
        format!("    {} ({}, tag {}{former})", operation.summary, module.title, operation.tag),
        format!("    {} {}", operation.method, operation.path),
        format!("    {}", module.dependency()),
        format!("    {}", module.rustdoc(operation)),
    ];
    lines.extend(operation.docs.iter().map(|url| format!("    {url}")));
    lines.join("\n") + "\n"
}

/// A JSON array of objects, the best first.
pub fn json(hits: &[Hit<'_>]) -> String {
    let objects: Vec<Value> = hits
        .iter()
        .map(|hit| {
            let (module, operation) = (hit.module, hit.operation);
            object!({
                "score": (hit.score * 1000.0).round() / 1000.0,
                "crate": module.package,
                "feature": module.name,
                "dependency": module.dependency(),
                "product": module.title,
                "call": module.call(operation),
                "method": operation.method,
                "path": operation.path,
                "operation_id": operation.id,
                "name": operation.name,
                "former": operation.former,
                "summary": operation.summary,
                "tag": operation.tag,
                "needs": operation.needs,
                "types": operation.types,
                "paged": operation.paged,
                "deprecated": operation.deprecated,
                "docs": operation.docs,
                "rustdoc": module.rustdoc(operation),
            })
        })
        .collect();
    format!("{:#}", Value::Array(objects))
}
