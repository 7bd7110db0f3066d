//! Things that are created, listed, read, changed and deleted.

use std::sync::{Mutex, PoisonError};

use http::Method;
use serde_json::{Map, Value};

use super::draft::Drafts;
use super::place::put;
use super::scope::Scope;
use super::settings::Settings;
use super::store::{Known, Store, Thing};
use super::written::{list, write};
use crate::catalogue::{Part, Story};
use crate::refusal::Refusal;
use crate::server::Reply;

/// Tells one part of the story of things.
#[derive(Clone, Copy, Debug)]
pub(super) struct Things<'a> {
    pub(super) drafts: Drafts<'a>,
    pub(super) part: &'a Part,
    pub(super) story: &'a Story,
    pub(super) settings: &'a Settings,
    pub(super) store: &'a Mutex<Store>,
}

/// A thing of a list.
struct Listed {
    scope: Scope,
    name: String,
    thing: Thing,
    /// Whether all of it is known.
    whole: bool,
}

impl Things<'_> {
    pub(super) fn play(&self) -> Result<Reply, Refusal> {
        match self.part.does.as_str() {
            "create" => self.create(),
            "update" => self.update(true),
            "upsert" => self.update(false),
            "delete" => self.delete(),
            "list" => self.list(),
            _ => self.get(),
        }
    }

    /// The scope in which the thing lives.
    fn scope(&self) -> Scope {
        self.drafts.scope.clone().without(self.story.own)
    }

    /// Parts of the scope themselves are found from above, whatever they are in.
    fn is_wide(&self) -> bool {
        self.story.own.is_some()
    }

    fn with_store<T>(&self, act: impl FnOnce(&mut Store) -> T) -> T {
        act(&mut self.store.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The thing of a name, when there is one, and whether all of it is known.
    pub(super) fn find(&self, name: &str) -> Option<(Scope, Thing, bool)> {
        let scope = self.scope();
        let known = self.with_store(|store| store.know(self.part.story, &scope, self.is_wide(), name));
        let is_seeded = || self.settings.seeded(&self.story.noun, name);
        match known {
            Known::Thing(scope, thing) => Some((scope, thing, true)),
            Known::Deleted => None,
            Known::Nothing => (is_seeded() || self.settings.answers_unknown).then(|| (scope, seeded(name), false)),
        }
    }

    fn named(&self) -> Result<String, Refusal> {
        let given = self.part.name.as_ref().and_then(|name| self.drafts.asked.parameter(name)).map(str::to_owned);
        given.or_else(|| self.own_name(&self.given().ok()?)).ok_or_else(|| {
            Refusal::invalid(format!("identifier of the {} is required", self.story.noun)).about("identifier")
        })
    }

    /// The thing as the body has it.
    fn given(&self) -> Result<Thing, Refusal> {
        let asked = self.drafts.asked;
        let place = self.part.body.as_deref().unwrap_or_default();
        // A body that may be a form or JSON is, as JSON, what the form has in one part.
        let inner = place.get(1..).and_then(|rest| rest.find('/')).map_or(place, |at| &place[at + 1..]);
        let found = asked.body.pointer(place).or_else(|| asked.body.pointer(inner));
        let Some(members) = found.and_then(Value::as_object) else {
            let what =
                if place.is_empty() { "the request body".to_owned() } else { format!("{place} of the request body") };
            return Err(Refusal::invalid(format!("{what} must be an object that describes the {}", self.story.noun)));
        };
        let text = self.part.text.as_ref().and_then(|place| asked.in_body(place)).or_else(|| asked.yaml.clone());
        Ok(Thing { members: members.clone(), text })
    }

    fn own_name(&self, thing: &Thing) -> Option<String> {
        let name = thing.members.get(self.drafts.catalogue.members("identity").first()?)?.as_str()?;
        (!name.is_empty()).then(|| name.to_owned())
    }

    fn create(&self) -> Result<Reply, Refusal> {
        let thing = self.given()?;
        let name = self.named()?;
        let scope = self.scope();
        let noun = &self.story.noun;
        let known = self.with_store(|store| {
            let known = store.know(self.part.story, &scope, self.is_wide(), &name);
            let is_taken = match known {
                Known::Thing(..) => true,
                Known::Deleted => false,
                Known::Nothing => self.settings.seeded(noun, &name),
            };
            if !is_taken {
                store.keep(self.part.story, scope.clone(), name.clone(), Some(thing.clone()));
            }
            is_taken
        });
        if known {
            return Err(Refusal::taken(noun, &name).about("identifier"));
        }
        Ok(self.show(&scope, &name, &thing, true))
    }

    fn update(&self, must_exist: bool) -> Result<Reply, Refusal> {
        let mut thing = self.given()?;
        let name = self.named()?;
        let old = self.find(&name);
        if old.is_none() && must_exist {
            return Err(Refusal::missing(&self.story.noun, &name));
        }
        let (scope, old) = old.map_or_else(|| (self.scope(), Thing::default()), |(scope, old, _)| (scope, old));
        if self.drafts.asked.operation().method == Method::PATCH {
            let mut members = old.members;
            members.extend(thing.members);
            thing = Thing { members, text: thing.text.or(old.text) };
        }
        if self.own_name(&thing).as_deref() != Some(&name)
            && let Some(member) = self.drafts.catalogue.members("identity").first()
        {
            thing.members.insert(member.clone(), name.as_str().into());
        }
        self.with_store(|store| store.keep(self.part.story, scope.clone(), name.clone(), Some(thing.clone())));
        Ok(self.show(&scope, &name, &thing, true))
    }

    fn get(&self) -> Result<Reply, Refusal> {
        let name = self.named()?;
        let (scope, thing, whole) = self.find(&name).ok_or_else(|| Refusal::missing(&self.story.noun, &name))?;
        Ok(self.show(&scope, &name, &thing, whole))
    }

    fn delete(&self) -> Result<Reply, Refusal> {
        let name = self.named()?;
        let (scope, thing, whole) = self.find(&name).ok_or_else(|| Refusal::missing(&self.story.noun, &name))?;
        self.with_store(|store| store.keep(self.part.story, scope.clone(), name.clone(), None));
        Ok(self.show(&scope, &name, &thing, whole))
    }

    /// The answer that shows a thing where the operation shows it.
    fn show(&self, scope: &Scope, name: &str, thing: &Thing, whole: bool) -> Reply {
        let drafts = Drafts { scope, ..self.drafts };
        let mut value = drafts.answer();
        if let Some(place) = &self.part.answer {
            drafts.overlay(&mut value, place, drafts.schema(), &thing.members, whole);
        }
        if let Some(place) = &self.part.answer_text {
            let text = thing.text.clone().unwrap_or_else(|| text(&self.story.noun, name, &thing.members));
            put(&mut value, place, text.into());
        }
        if let Some(place) = &self.part.yes {
            put(&mut value, place, true.into());
        }
        drafts.settle(&mut value);
        write(self.drafts.asked.operation(), &value)
    }

    fn list(&self) -> Result<Reply, Refusal> {
        let wanted = self.part.search.as_ref().and_then(|name| self.drafts.asked.value(name));
        let mut all = self.listed();
        if let Some(wanted) = wanted.map(|wanted| wanted.to_lowercase()) {
            all.retain(|one| {
                let title = one.thing.members.get("name").and_then(Value::as_str).unwrap_or_default();
                one.name.to_lowercase().contains(&wanted) || title.to_lowercase().contains(&wanted)
            });
        }
        let place = self.part.item.as_deref().unwrap_or_default();
        list(&self.drafts, all.len() as u64, &mut |schema, index| {
            let Some(one) = usize::try_from(index).ok().and_then(|index| all.get(index)) else { return Value::Null };
            let drafts = Drafts { scope: &one.scope, ..self.drafts };
            let mut item = drafts.item(schema, index, &self.story.noun);
            drafts.overlay(&mut item, place, schema, &one.thing.members, one.whole);
            drafts.settle(&mut item);
            item
        })
    }

    /// What is there within the scope: first what was there from the start, then what was created.
    fn listed(&self) -> Vec<Listed> {
        let scope = self.scope();
        let known = self.with_store(|store| store.all(self.part.story, &scope, self.is_wide()));
        let mut all = Vec::new();
        for index in 0..self.settings.items {
            let name = format!("{}_{index}", self.story.noun);
            match known.iter().find(|(_, other, _)| *other == name) {
                Some((scope, _, Some(thing))) => {
                    all.push(Listed { scope: scope.clone(), name, thing: thing.clone(), whole: true });
                }
                Some((_, _, None)) => {}
                None => {
                    let thing = seeded(&name);
                    all.push(Listed { scope: scope.clone(), name, thing, whole: false });
                }
            }
        }
        let created = known.into_iter().filter(|(_, name, _)| !self.settings.seeded(&self.story.noun, name));
        all.extend(created.filter_map(|(scope, name, thing)| Some(Listed { scope, name, thing: thing?, whole: true })));
        all
    }
}

/// A thing that was there from the start.
fn seeded(name: &str) -> Thing {
    let title = name.replace('_', " ");
    let title = title.get(..1).map(|first| first.to_uppercase() + title.get(1..).unwrap_or_default());
    let members = [("identifier", Some(name.to_owned())), ("name", title)];
    let members = members.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?.into())));
    Thing { members: members.collect::<Map<_, _>>(), text: None }
}

/// A YAML text that describes a thing of which only members are known. JSON texts are YAML, too.
fn text(noun: &str, name: &str, members: &Map<String, Value>) -> String {
    let title = members.get("name").and_then(Value::as_str).unwrap_or(name);
    format!("{noun}:\n  identifier: {}\n  name: {}\n", Value::from(name), Value::from(title))
}
