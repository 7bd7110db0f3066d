//! Changes of operations.

use std::collections::BTreeMap;

use crate::diff::change::{Changes, Level, What};
use crate::diff::matching::Matched;
use crate::diff::pair::{Pair, subject};
use crate::diff::parameters;
use crate::diff::types::Renames;
use crate::ir::{Answer, Body, Module, Operation, Paging, Retry, Type};

/// An operation in its module.
struct Placed<'a> {
    module: &'a str,
    operation: &'a Operation,
}

/// Compares the operations: the same method and path, then the same path but for names of parameters, then the same
/// identifier, then the same shape.
pub(super) fn compare(old: &[Module], new: &[Module], renames: &Renames, changes: &mut Changes) {
    let (olds, news) = (placed(old), placed(new));
    let matched = Matched::none(olds.iter().collect(), news.iter().collect())
        .by(|one| Some((one.operation.method.clone(), one.operation.path.clone())))
        .by(|one| Some((one.operation.method.clone(), anonymous(&one.operation.path))))
        .by(|one| Some((one.operation.method.clone(), one.operation.id.clone())))
        .by(|one| Some(one.operation.id.clone()))
        .by(|one| shape(one.operation));
    for one in &matched.removed {
        let text = format!("is gone: `Client::{}`", one.operation.name);
        changes.add(What::OperationRemoved, Level::Breaking, one.module, subject(one.operation), text);
    }
    for one in &matched.added {
        let text = format!("is new: `Client::{}`", one.operation.name);
        changes.add(What::OperationAdded, Level::Addition, one.module, subject(one.operation), text);
    }
    let mut texts: BTreeMap<&str, usize> = BTreeMap::new();
    for (old, new) in &matched.pairs {
        let mut pair = Pair { module: new.module, old: old.operation, new: new.operation, renames, changes };
        pair.place(old.module);
        pair.deprecation();
        parameters::compare(&mut pair);
        pair.body();
        pair.answer();
        pair.paging();
        pair.retry();
        let texts_of = |one: &Placed<'_>| (one.operation.summary.clone(), one.operation.description.clone());
        if texts_of(old) != texts_of(new) {
            *texts.entry(new.module).or_default() += 1;
        }
    }
    for (module, count) in texts {
        changes.add(What::Texts, Level::Fix, module, module, format!("descriptions of {count} operations changed"));
    }
}

fn placed(modules: &[Module]) -> Vec<Placed<'_>> {
    let all = modules.iter().flat_map(|module| {
        module.operations.iter().map(|operation| Placed { module: module.name.as_str(), operation })
    });
    all.collect()
}

/// The path without the names of its parameters.
fn anonymous(path: &str) -> String {
    let segments: Vec<&str> = path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part }).collect();
    segments.join("/")
}

/// What an operation takes and gives, where that is enough to know it again.
fn shape(operation: &Operation) -> Option<String> {
    let mut parameters: Vec<String> = operation
        .parameters
        .iter()
        .filter(|parameter| !parameter.client)
        .map(|parameter| format!("{:?} {} {}", parameter.location, parameter.wire, parameter.ty.rust("")))
        .collect();
    parameters.sort();
    let answer = answer_type(&operation.answer);
    let body = operation.body.as_ref().map(body_type).unwrap_or_default();
    let answers = match &operation.answer {
        Answer::Json(ty) | Answer::JsonLines(ty) => ty.named(),
        _ => None,
    };
    let takes = operation.body.as_ref().and_then(|body| body.ty.named());
    // Two operations that both take an identifier and answer nothing are not the same.
    let is_telling = parameters.len() > 2 || takes.or(answers).is_some();
    is_telling.then(|| format!("{} {parameters:?} {body} {answer}", operation.method))
}

impl Pair<'_> {
    fn place(&mut self, old_module: &str) {
        let (old, new) = (self.old, self.new);
        if old_module != self.module {
            let text = format!("moved from module `{old_module}` to `{}`", self.module);
            self.add(What::OperationMoved, Level::Breaking, text);
        }
        if (&old.method, &old.path) != (&new.method, &new.path) {
            let text = format!("was `{} {}`", old.method, old.path);
            self.add(What::PathChanged, Level::Fix, text);
        }
        if old.name != new.name {
            let text = format!("`Client::{}` is called `Client::{}` now", old.name, new.name);
            let keep = format!("names.toml: [methods] {:?} = {:?}", new.id, old.name);
            self.renamed(What::OperationRenamed, text, keep);
        } else if old.id != new.id {
            let text = format!("was `{}`; `Client::{}` stays", old.id, new.name);
            self.add(What::OperationRenamed, Level::Fix, text);
        }
    }

    fn deprecation(&mut self) {
        match (self.old.deprecated, self.new.deprecated) {
            (false, true) => self.add(What::OperationDeprecated, Level::Addition, "is deprecated"),
            (true, false) => self.add(What::OperationRestored, Level::Fix, "is deprecated no more"),
            _ => {}
        }
    }

    fn body(&mut self) {
        match (&self.old.body, &self.new.body) {
            (None, Some(new)) if new.required => {
                let text = format!("takes a body now, and needs it: {}", body_type(new));
                self.add(What::BodyChanged, Level::Breaking, text);
            }
            (None, Some(new)) => {
                self.add(What::BodyChanged, Level::Addition, format!("takes a body now: {}", body_type(new)));
            }
            (Some(old), None) => {
                self.add(What::BodyChanged, Level::Breaking, format!("takes no body any more: {}", body_type(old)));
            }
            (Some(old), Some(new)) => self.bodies(old, new),
            (None, None) => {}
        }
    }

    fn bodies(&mut self, old: &Body, new: &Body) {
        let before = Body { ty: self.today(&old.ty), ..old.clone() };
        if (before.kind, &before.ty) != (new.kind, &new.ty) {
            let text = format!("the body was {} and is {}", body_type(&before), body_type(new));
            self.add(What::BodyChanged, Level::Breaking, text);
        }
        match (old.required, new.required) {
            (false, true) => self.add(What::BodyChanged, Level::Breaking, "the body is required now"),
            (true, false) => self.add(What::BodyChanged, Level::Addition, "the body is no longer required"),
            _ => {}
        }
    }

    fn answer(&mut self) {
        let before = match &self.old.answer {
            Answer::Json(ty) => Answer::Json(self.today(ty)),
            Answer::JsonLines(ty) => Answer::JsonLines(self.today(ty)),
            other => other.clone(),
        };
        if before == self.new.answer {
            return;
        }
        let (old, new) = (answer_type(&before), answer_type(&self.new.answer));
        if self.old.untyped && !self.new.untyped {
            self.add(What::AnswerTyped, Level::Breaking, format!("answers `{new}`, which was `{old}`"));
        } else {
            self.add(What::AnswerChanged, Level::Breaking, format!("answered `{old}` and answers `{new}`"));
        }
    }

    fn paging(&mut self) {
        match (&self.old.paging, &self.new.paging) {
            (None, Some(_)) => self.add(What::PagingAdded, Level::Addition, "has `items` and `pages` now"),
            (Some(_), None) => {
                self.add(What::PagingChanged, Level::Breaking, "has no `items` and `pages` any more");
            }
            (Some(old), Some(new)) => {
                let before = Paging { item: self.today(&old.item), ..old.clone() };
                if before.item != new.item {
                    let (old, new) = (before.item.rust(""), new.item.rust(""));
                    self.add(What::PagingChanged, Level::Breaking, format!("pages held `{old}` and hold `{new}`"));
                } else if before != *new {
                    self.add(What::PagingChanged, Level::Fix, "asks for pages in another way");
                }
            }
            (None, None) => {}
        }
    }

    fn retry(&mut self) {
        if self.old.method == self.new.method && self.old.retry != self.new.retry {
            let words = |retry: Retry| match retry {
                Retry::ByMethod => "as its method says",
                Retry::Safe => "after any failure that may pass",
                Retry::Unsafe => "only when nothing was done",
            };
            let text = format!("was repeated {}, is repeated {}", words(self.old.retry), words(self.new.retry));
            self.add(What::RetryChanged, Level::Fix, text);
        }
    }
}

fn body_type(body: &Body) -> String {
    match body.ty {
        Type::Unit => format!("{:?}", body.kind),
        _ => body.ty.rust(""),
    }
}

fn answer_type(answer: &Answer) -> String {
    match answer {
        Answer::Json(ty) => ty.rust(""),
        Answer::Text => "String".to_owned(),
        Answer::Bytes => "Bytes".to_owned(),
        Answer::JsonLines(ty) => format!("JsonLines<{}>", ty.rust("")),
        Answer::Events => "Events".to_owned(),
        Answer::None => "()".to_owned(),
    }
}
