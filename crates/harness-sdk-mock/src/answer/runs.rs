//! Executions: started, looked at until they end, interrupted, approved, retried.

use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use super::draft::Drafts;
use super::place::put;
use super::settings::Settings;
use super::store::{Execution, Store};
use super::things::Things;
use super::written::{list, write};
use crate::catalogue::{Part, Story};
use crate::refusal::Refusal;
use crate::server::Reply;

/// Tells one part of the story of executions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Runs<'a> {
    pub(super) drafts: Drafts<'a>,
    pub(super) part: &'a Part,
    pub(super) story: &'a Story,
    pub(super) settings: &'a Settings,
    pub(super) store: &'a Mutex<Store>,
}

impl Runs<'_> {
    pub(super) fn play(&self) -> Result<Reply, Refusal> {
        match self.part.does.as_str() {
            "start" => self.start(),
            "retry" => {
                self.execution(|_| {})?;
                self.start()
            }
            "list" => self.list(),
            "interrupt" | "approve" => self.decide(),
            "approvals" => self.approvals(),
            _ => {
                let (id, execution, state) = self.execution(|execution| execution.looked += 1)?;
                Ok(self.show(&id, &state, &execution.subject))
            }
        }
    }

    fn with_store<T>(&self, act: impl FnOnce(&mut Store) -> T) -> T {
        act(&mut self.store.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn start(&self) -> Result<Reply, Refusal> {
        let subject = self.part.of.as_ref().and_then(|of| self.drafts.asked.value(of)).unwrap_or_default();
        self.expect_subject(&subject)?;
        let (run, scope) = (self.part.story, self.drafts.scope.clone());
        let id = self.with_store(|store| store.start(run, scope, &self.story.noun, &subject));
        Ok(self.show(&id, &self.story.running, &subject))
    }

    /// What is executed must be there.
    fn expect_subject(&self, subject: &str) -> Result<(), Refusal> {
        let noun = self.story.subject.as_deref().unwrap_or_default();
        let catalogue = self.drafts.catalogue;
        let Some((index, story)) = catalogue.story_of(noun).and_then(|at| Some((at, catalogue.story(at)?))) else {
            return Ok(());
        };
        let part = Part { story: index, ..Part::default() };
        let (drafts, settings, store) = (self.drafts, self.settings, self.store);
        let found = Things { drafts, part: &part, story, settings, store }.find(subject);
        found.map(|_| ()).ok_or_else(|| Refusal::missing(noun, subject))
    }

    /// The execution that is asked for, and its state before `change`.
    fn execution(&self, change: impl FnOnce(&mut Execution)) -> Result<(String, Execution, String), Refusal> {
        let named = self.part.execution.as_ref().and_then(|name| self.drafts.asked.value(name));
        let id = named.ok_or_else(|| Refusal::invalid(format!("the {} must be named", self.story.noun)))?;
        let found = self.with_store(|store| {
            let execution = store.execution(self.part.story, self.drafts.scope, &id)?;
            let before = (execution.clone(), self.state(execution));
            change(execution);
            Some(before)
        });
        match found {
            Some((execution, state)) => Ok((id, execution, state)),
            None if self.settings.seeded(&self.story.noun, &id) || self.settings.answers_unknown => {
                let execution = Execution { ended: Some(self.story.done.clone()), ..Execution::default() };
                Ok((id, execution, self.story.done.clone()))
            }
            None => Err(Refusal::missing(&self.story.noun, &id)),
        }
    }

    fn state(&self, execution: &Execution) -> String {
        match &execution.ended {
            Some(state) => state.clone(),
            None if execution.looked < self.settings.polls => self.story.running.clone(),
            None if self.settings.approval && !execution.approved => self.story.waiting.clone(),
            None => self.story.done.clone(),
        }
    }

    /// An interruption, or what somebody says to an execution that waits.
    fn decide(&self) -> Result<Reply, Refusal> {
        let choice = self.part.choice.as_ref().and_then(|name| self.drafts.asked.value(name)).unwrap_or_default();
        let end = self.part.ends.get(&choice).cloned();
        let is_approval = self.part.does == "approve";
        let (id, before, state) = self.execution(|execution| {
            let is_over = self.state(execution) == self.story.done || execution.ended.is_some();
            if !is_over {
                execution.ended = end.clone();
                execution.approved |= is_approval && end.is_none();
            }
        })?;
        if is_approval && state != self.story.waiting {
            return Err(Refusal::invalid(format!("{} {id} waits for no approval", self.story.noun)));
        }
        let shown = if is_approval { end.unwrap_or_else(|| self.story.running.clone()) } else { state };
        Ok(self.show(&id, &shown, &before.subject))
    }

    fn show(&self, id: &str, state: &str, subject: &str) -> Reply {
        let mut value = self.drafts.answer();
        self.fill(&mut value, id, state, subject);
        write(self.drafts.asked.operation(), &value)
    }

    fn fill(&self, value: &mut Value, id: &str, state: &str, subject: &str) {
        let state = self.part.words.get(state).map_or(state, String::as_str);
        let says = [(&self.part.id, id), (&self.part.status, state), (&self.part.subject, subject)];
        for (place, text) in says {
            if let Some(place) = place {
                put(value, place, text.into());
            }
        }
    }

    fn list(&self) -> Result<Reply, Refusal> {
        let of = self.part.of.as_ref().and_then(|of| self.drafts.asked.value(of));
        let mut all = self.with_store(|store| store.executions(self.part.story, self.drafts.scope));
        let subject = self.story.subject.as_deref().unwrap_or_default();
        all.extend((0..self.settings.items).map(|index| {
            let execution = Execution {
                subject: format!("{subject}_{index}"),
                ended: Some(self.story.done.clone()),
                ..Execution::default()
            };
            (format!("{}_{index}", self.story.noun), execution)
        }));
        all.retain(|(_, execution)| of.as_ref().is_none_or(|of| execution.subject == *of));
        list(&self.drafts, all.len() as u64, &mut |schema, index| {
            let Some((id, execution)) = usize::try_from(index).ok().and_then(|index| all.get(index)) else {
                return Value::Null;
            };
            let mut item = self.drafts.item(schema, index, &self.story.noun);
            self.fill(&mut item, id, &self.state(execution), &execution.subject);
            item
        })
    }

    /// The approvals that an execution asked for: one, if it stops for one at all. It is named like the execution.
    fn approvals(&self) -> Result<Reply, Refusal> {
        let (id, execution, state) = self.execution(|_| {})?;
        let asked = self.settings.approval && (execution.looked >= self.settings.polls || execution.approved);
        list(&self.drafts, u64::from(asked), &mut |schema, index| {
            let mut item = self.drafts.item(schema, index, &self.story.noun);
            self.fill(&mut item, &id, &state, &execution.subject);
            item
        })
    }
}
