//! What a call sends.

use std::collections::BTreeSet;

use crate::checks::{Subject, verdict};
use crate::document::{Body, Bound, Operation, PartKind};
use crate::expect::plan::{Form, Setting, plan};
use crate::worker::{self, ACCOUNT, PROJECT};

/// Everything set, by a client that is bound to a project: what a caller sets wins over the scope.
pub(crate) fn everything(subject: Subject) -> Result<(), String> {
    sends(subject, PROJECT, Setting::All, Form::Main, "everything set")?;
    let Some(Body::Json { yaml, parts, .. }) = &subject.operation.body else { return Ok(()) };
    if *yaml {
        sends(subject, PROJECT, Setting::All, Form::Yaml, "everything set, the body as YAML")?;
    }
    if !parts.is_empty() {
        sends(subject, PROJECT, Setting::All, Form::Parts, "everything set, a form in place of JSON")?;
    }
    Ok(())
}

/// What is required alone, by a client of an account: nothing else is sent.
pub(crate) fn required(subject: Subject) -> Result<(), String> {
    sends(subject, ACCOUNT, Setting::Required, Form::Main, "what is required alone")?;
    members(subject)
}

/// A new body of which nothing is set: the call is refused and names each required member that nothing else gives.
fn members(subject: Subject) -> Result<(), String> {
    let Some(Body::Json { schema, fills, .. }) = &subject.operation.body else { return Ok(()) };
    let sampler = &subject.facts.sampler;
    if sampler.is_union(schema) {
        return Ok(());
    }
    let filled = |name: &str| fills.iter().any(|fill| fill.at.is_empty() && fill.name == name);
    let given = |name: &str| {
        let property = sampler.property(schema, name);
        let resolved = property.and_then(|property| sampler.resolve(property));
        let says = |key| property.into_iter().chain(resolved).any(|one| one.get(key).is_some());
        property.is_none() || says("default") || says("readOnly")
    };
    let wanted: Vec<String> =
        sampler.required_properties(schema).into_iter().filter(|name| !filled(name) && !given(name)).collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let mut plan = plan(subject.facts, subject.operation, PROJECT, Setting::All, Form::Main);
    if plan.arguments.make_body_fresh().is_none() {
        return Ok(());
    }
    let problems = worker::with(|worker| {
        worker.server.answer(subject.success());
        let outcome = worker.send(PROJECT, &mut plan.arguments, subject.case.send);
        let text = outcome.err().map(|error| error.to_string()).unwrap_or_default();
        let named = |name: &String| {
            let pointer = format!("`/{}` of the body", name.replace('~', "~0").replace('/', "~1"));
            !text.contains(&pointer)
        };
        let missing =
            wanted.iter().filter(|name| named(name)).map(|name| format!("{name:?} is not asked for: {text:?}"));
        let mut problems: Vec<String> = missing.collect();
        if !worker.server.seen().is_empty() {
            problems.push("the call was sent".to_owned());
        }
        Ok(problems)
    })?;
    verdict(&subject.operation.title(), "required members left out", &problems)
}

/// What is required alone, by clients that are bound to an organisation and to a project: they send both.
pub(crate) fn scope(subject: Subject) -> Result<(), String> {
    sends(subject, PROJECT, Setting::Required, Form::Main, "bound to a project")?;
    sends(subject, Bound { project: None, ..PROJECT }, Setting::Required, Form::Main, "bound to an organisation")
}

fn sends(subject: Subject, bound: Bound, setting: Setting, form: Form, what: &str) -> Result<(), String> {
    let mut plan = plan(subject.facts, subject.operation, bound, setting, form);
    let problems = worker::with(|worker| {
        worker.server.answer(subject.success());
        let outcome = worker.send(bound, &mut plan.arguments, subject.case.send);
        let mut problems = plan.arguments.faults();
        problems.extend(setter_problems(subject.operation, plan.arguments.asked()));
        match (worker.server.seen().as_slice(), outcome) {
            ([seen], Ok(_)) => problems.extend(plan.expected.problems(seen)),
            (seen, Ok(_)) => problems.push(format!("expected one request, got {}", seen.len())),
            (seen, Err(error)) => {
                problems.extend(seen.iter().flat_map(|seen| plan.expected.problems(seen)));
                problems.push(format!("the call failed after {} requests: {error}", seen.len()));
            }
        }
        Ok(problems)
    })?;
    verdict(&subject.operation.title(), what, &problems)
}

/// Parameters without a setter, and setters without a parameter.
fn setter_problems(operation: &Operation, asked: &BTreeSet<(String, String)>) -> Vec<String> {
    let mut declared: BTreeSet<(String, String)> =
        operation.parameters.iter().map(|one| (one.place.word().to_owned(), one.name.to_owned())).collect();
    let mut declare = |how: &str, name: &str| declared.extend([(how.to_owned(), name.to_owned())]);
    match &operation.body {
        None => {}
        Some(Body::Json { yaml, parts, .. }) => {
            declare("json", "body");
            parts.iter().for_each(|part| declare(setter_of(part.kind), part.name));
            if *yaml {
                declare("text", "yaml");
            }
        }
        Some(Body::Yaml { .. }) => declare("text", "yaml"),
        Some(Body::Text { .. } | Body::Bytes { .. }) => declare("text", "body"),
        Some(Body::Multipart { parts, .. }) => {
            parts.iter().for_each(|part| declare(setter_of(part.kind), part.name));
        }
    }
    let missing = declared.difference(asked).map(|(how, name)| format!("{how} {name:?} is declared and has no setter"));
    let extra =
        asked.difference(&declared).map(|(how, name)| format!("{how} {name:?} has a setter and is not declared"));
    missing.chain(extra).collect()
}

/// What the setter of a part takes.
fn setter_of(kind: PartKind) -> &'static str {
    match kind {
        PartKind::File => "file",
        PartKind::Files => "files",
        PartKind::Text | PartKind::Texts | PartKind::Json => "form",
    }
}
