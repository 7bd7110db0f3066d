//! An entity as its YAML has it.

use harness_sdk_core::model::{JsonObject, Map, Value};
use harness_sdk_core::operation::Operation;
use harness_sdk_core::{Error, ErrorKind, GitOptions, Request, Scope, ScopePart};

use crate::Client;
use crate::yaml::{Yaml, YamlError};

/// An entity as its YAML has it, and the client that acts in its scope.
pub(crate) struct Entity {
    client: Client,
    kind: String,
    id: String,
    members: JsonObject,
    yaml: Yaml,
    git: GitOptions,
}

#[allow(dead_code, reason = "features decide which kinds of entities there are, and each uses a part of this")]
impl Entity {
    pub(super) fn read(client: Client, yaml: Yaml, git: GitOptions) -> Result<Entity, Error> {
        let document: Value = yaml.parse()?;
        let root = match document {
            Value::Object(members) if members.len() == 1 => members.into_iter().next(),
            _ => None,
        };
        let Some((kind, Value::Object(members))) = root else {
            let what = "the YAML is no entity: it needs one key at the top that says what it is, such as `pipeline:`";
            return Err(YamlError::plain(what).into());
        };
        check_texts(&kind, &members)?;
        let id = members.get("identifier").and_then(Value::as_str).unwrap_or_default().to_owned();
        if id.is_empty() {
            return Err(YamlError::plain(format!("the YAML says no `identifier` below `{kind}:`")).into());
        }
        let client = scoped(&client, &members)?;
        Ok(Entity { client, kind, id, members, yaml, git })
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    pub(super) fn kind(&self) -> &str {
        &self.kind
    }

    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// The YAML as it was given.
    pub(super) fn text(&self) -> String {
        self.yaml.as_str().to_owned()
    }

    pub(super) fn members(&self) -> &JsonObject {
        &self.members
    }

    /// A text below the key at the top.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        self.members.get(name).and_then(Value::as_str).map(ToOwned::to_owned)
    }

    /// A text that the operations need beside the YAML.
    pub(super) fn need(&self, name: &str) -> Result<String, Error> {
        self.get(name)
            .filter(|text| !text.is_empty())
            .ok_or_else(|| YamlError::plain(format!("the YAML of {} `{}` says no `{name}`", self.kind, self.id)).into())
    }

    /// The name, else the identifier.
    pub(super) fn name(&self) -> String {
        self.get("name").unwrap_or_else(|| self.id.clone())
    }

    pub(super) fn tags(&self) -> Map<String> {
        let tags = self.members.get("tags").and_then(Value::as_object);
        let texts = tags.into_iter().flatten().map(|(name, value)| {
            let text = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
            (name.clone(), text)
        });
        texts.collect()
    }

    /// Whether another YAML says the same.
    pub(super) fn is_same(&self, stored: Option<&String>) -> bool {
        let own: Result<Value, _> = self.yaml.parse();
        stored.is_some_and(|text| matches!((Yaml::from(text.as_str()).parse::<Value>(), own), (Ok(a), Ok(b)) if a == b))
    }

    /// The call, with those of the Git options that it can carry.
    pub(super) fn in_git<Q: Request>(&self, call: Q) -> Q {
        let git = self.git.fitting(call.operation());
        if git.is_empty() { call } else { call.with_git(&git) }
    }

    /// Refuses Git options that neither the create nor the update can carry.
    pub(super) fn check_git(&self, operations: [&'static Operation; 2]) -> Result<(), Error> {
        let carried = |part| operations.iter().flat_map(|operation| operation.git).any(|carrier| carrier.part == part);
        let lost: Vec<&str> =
            self.git.parts().filter(|(part, _)| !carried(*part)).map(|(part, _)| part.as_str()).collect();
        if lost.is_empty() {
            return Ok(());
        }
        let what = format!("a {} cannot carry these Git options: {}", self.kind, lost.join(", "));
        Err(Error::custom(ErrorKind::Request, what))
    }
}

/// Members that can only be texts, and that decide which entity is meant or what it is called. YAML reads an identifier of
/// digits as a number: sent on, it would be another identifier, or none.
const TEXTS: [&str; 9] = [
    "identifier",
    "name",
    "description",
    "type",
    "orgIdentifier",
    "projectIdentifier",
    "pipelineIdentifier",
    "targetIdentifier",
    "environmentRef",
];

fn check_texts(kind: &str, members: &JsonObject) -> Result<(), Error> {
    let wrong = TEXTS.iter().filter_map(|name| Some((name, members.get(*name)?)));
    let wrong = wrong.filter(|(_, value)| !value.is_string() && !value.is_null());
    let wrong: Vec<String> = wrong.map(|(name, _)| format!("`{name}`")).collect();
    if wrong.is_empty() {
        return Ok(());
    }
    let what = format!("below `{kind}:` of the YAML these are no texts: {}; put the value in quotes", wrong.join(", "));
    Err(YamlError::plain(what).into())
}

/// The client in the scope that the YAML names, which may not be another one than the client's own.
fn scoped(client: &Client, members: &JsonObject) -> Result<Client, Error> {
    let own = client.context().scope();
    let org = identifier(members, ScopePart::Org, own.org_id())?;
    let project = identifier(members, ScopePart::Project, own.project_id())?;
    let scope = match (org, project) {
        (Some(org), Some(project)) => Scope::project(org, project),
        (Some(org), None) => Scope::org(org),
        (None, None) => Scope::account(),
        (None, Some(project)) => {
            let what = format!(
                "the YAML is for the project `{project}` and names no organization, and neither does the client: add \
                 `orgIdentifier`, or use a client of that organization"
            );
            return Err(Error::custom(ErrorKind::Request, what));
        }
    };
    let scope = match own.account_id() {
        Some(account) => scope.with_account(account),
        None => scope,
    };
    scope.validate().map_err(|fault| Error::custom(ErrorKind::Request, fault.to_string()).caused_by(fault))?;
    Ok(client.with_scope(scope))
}

/// A part of the scope: what the YAML says and what the client has, which may not differ.
fn identifier(members: &JsonObject, part: ScopePart, of_client: Option<&str>) -> Result<Option<String>, Error> {
    let member = if part == ScopePart::Org { "orgIdentifier" } else { "projectIdentifier" };
    let of_yaml = members.get(member).and_then(Value::as_str);
    let what = match (of_yaml, of_client) {
        (None, None) => return Ok(None),
        (Some(text), None) if text.starts_with("<+") => {
            format!("`{member}` of the YAML is an expression, and the client acts in no {part} that it could stand for")
        }
        (Some(text), None) => return Ok(Some(text.to_owned())),
        (None, Some(own)) => return Ok(Some(own.to_owned())),
        (Some(text), Some(own)) if text == own || text.starts_with("<+") => return Ok(Some(own.to_owned())),
        (Some(text), Some(own)) => format!("the YAML is for {part} `{text}`, and the client acts in `{own}`"),
    };
    Err(Error::custom(ErrorKind::Request, what))
}
