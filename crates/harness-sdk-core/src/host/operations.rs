//! Paths that belong to operations and are no part of an installation's address.

/// The first segments of the paths of the document and its supplement.
const FIRST: &[&str] = &[
    "api",
    "audit",
    "authz",
    "ccm",
    "cf",
    "code",
    "cv",
    "dashboard",
    "fme",
    "gatway",
    "gitops",
    "gratis",
    "har",
    "iacm",
    "ng",
    "pipeline",
    "pkg",
    "pm",
    "query-service",
    "resourcegroup",
    "rmg",
    "schema-service",
    "sto",
    "template",
    "v1",
    "v2",
    "v3",
    "v4",
];
/// What follows `/gateway` in their paths.
const AFTER_GATEWAY: &[&str] = &[
    "agents",
    "ai-evals",
    "aicr",
    "chaos",
    "ir",
    "loadTest",
    "log-service",
    "lw",
    "sei",
    "servicediscovery",
    "ssca-manager",
];
/// Services whose paths go on with `api`, wherever they stand.
const SERVICES: &[&str] = &[
    "audit",
    "authz",
    "ccm",
    "code",
    "cv",
    "dashboard",
    "fme",
    "gitops",
    "har",
    "iacm",
    "ng",
    "pipeline",
    "pm",
    "resourcegroup",
    "rmg",
    "sto",
    "template",
];

/// Whether a base path begins as the path of an operation does, or holds a service and its `api`.
pub(super) fn is_operation(segments: &[&str]) -> bool {
    let inner = segments.strip_prefix(&["gateway"]).unwrap_or(segments);
    let begins = inner.first().is_some_and(|first| FIRST.contains(first));
    let gateway = inner.len() < segments.len() && inner.first().is_some_and(|first| AFTER_GATEWAY.contains(first));
    begins || gateway || segments.windows(2).any(|pair| SERVICES.contains(&pair[0]) && pair[1] == "api")
}
