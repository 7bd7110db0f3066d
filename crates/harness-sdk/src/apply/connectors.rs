//! Connectors and secrets.

use harness_sdk_connectors::Client;
use harness_sdk_connectors::types::{Connector, SecretRequestWrapper};
use harness_sdk_core::model::{self, Slot, Value};
use harness_sdk_core::operation::Operation;
use harness_sdk_core::{Error, ErrorKind, Request};

use super::entity::Entity;
use super::store::{Store, Stored};
use crate::edit::Seen;

pub(super) struct Connectors;
pub(super) struct Secrets;

fn client(entity: &Entity) -> Client {
    entity.client().connectors()
}

/// The body that the YAML stands for; the scope is filled in when it is sent.
fn body<T: Slot + Default>(entity: &Entity) -> Result<T, Error> {
    let json = Value::Object([(entity.kind().to_owned(), entity.members().clone().into())].into_iter().collect());
    model::from_value(&json).map_err(|fault| {
        let what = format!("the YAML of {} `{}` cannot be sent: {fault}", entity.kind(), entity.id());
        Error::custom(ErrorKind::Request, what).caused_by(fault)
    })
}

impl Store for Connectors {
    fn operations(&self, entity: &Entity) -> [&'static Operation; 2] {
        let client = client(entity);
        [client.create_connector().operation(), client.update_connector().operation()]
    }

    async fn read(&self, entity: &Entity) -> Result<Stored, Error> {
        let answer = entity.in_git(client(entity).get_connector().identifier(entity.id())).send().await?;
        let stored = answer.data.as_ref().and_then(|data| data.connector.as_ref());
        let stored = stored.and_then(|connector| model::to_value(connector).ok()).unwrap_or(Value::Null);
        let wanted = Value::Object(entity.members().clone());
        Ok(Stored { same: covers(&stored, &wanted), seen: Seen::of(&answer) })
    }

    async fn create(&self, entity: &Entity) -> Result<(), Error> {
        entity.in_git(client(entity).create_connector().body(body::<Connector>(entity)?)).send().await.map(drop)
    }

    async fn update(&self, entity: &Entity, seen: &Seen) -> Result<(), Error> {
        let call = client(entity).update_connector().body(body::<Connector>(entity)?);
        seen.guard(entity.in_git(call)).send().await.map(drop)
    }
}

/// Whether `stored` says all that `wanted` says; it may say more, for the server fills in defaults.
fn covers(stored: &Value, wanted: &Value) -> bool {
    match (stored, wanted) {
        (Value::Object(stored), Value::Object(wanted)) => wanted
            .iter()
            .all(|(name, wanted)| stored.get(name).map_or(wanted.is_null(), |stored| covers(stored, wanted))),
        (stored, wanted) => stored == wanted,
    }
}

impl Store for Secrets {
    fn operations(&self, entity: &Entity) -> [&'static Operation; 2] {
        let client = client(entity);
        [client.create_secret().operation(), client.update_secret().operation()]
    }

    async fn read(&self, entity: &Entity) -> Result<Stored, Error> {
        let answer = client(entity).get_secret_v2().identifier(entity.id()).send().await?;
        // The server never tells a secret's value: whether it is the same cannot be known.
        Ok(Stored { same: false, seen: Seen::of(&answer) })
    }

    async fn create(&self, entity: &Entity) -> Result<(), Error> {
        client(entity).create_secret().body(body::<SecretRequestWrapper>(entity)?).send().await.map(drop)
    }

    async fn update(&self, entity: &Entity, seen: &Seen) -> Result<(), Error> {
        let call = client(entity).update_secret().identifier(entity.id()).body(body::<SecretRequestWrapper>(entity)?);
        seen.guard(call).send().await.map(drop)
    }
}
