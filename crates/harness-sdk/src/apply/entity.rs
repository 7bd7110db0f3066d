//! An entity as its YAML has it.

use harness_sdk_core::model::{JsonObject, Map, Value};
use harness_sdk_core::operation::Operation;
use harness_sdk_core::{Error, ErrorKind, GitOptions, Request, Scope};

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

/// The client in the scope that the YAML names, which may not be another one than the client's own.
fn scoped(client: &Client, members: &JsonObject) -> Result<Client, Error> {
    let own = client.context().scope().clone();
    let named = |name: &str| {
        let text = members.get(name).and_then(Value::as_str).filter(|text| !text.is_empty() && !text.starts_with("<+"));
        text.map(ToOwned::to_owned)
    };
    let (org, project) = (named("orgIdentifier"), named("projectIdentifier"));
    for (what, of_yaml, of_client) in [("organisation", &org, own.org_id()), ("project", &project, own.project_id())] {
        if let (Some(of_yaml), Some(of_client)) = (of_yaml, of_client)
            && of_yaml != of_client
        {
            let what = format!("the YAML is for {what} `{of_yaml}`, and the client acts in `{of_client}`");
            return Err(Error::custom(ErrorKind::Request, what));
        }
    }
    let org = own.org_id().map(ToOwned::to_owned).or(org);
    let project = own.project_id().map(ToOwned::to_owned).or(project);
    let scope = match (org, project) {
        (Some(org), Some(project)) => Scope::project(org, project),
        (Some(org), None) => Scope::org(org),
        _ => Scope::account(),
    };
    let scope = match own.account_id() {
        Some(account) => scope.with_account(account),
        None => scope,
    };
    Ok(client.with_scope(scope))
}
