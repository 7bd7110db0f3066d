//! Services, environments and infrastructures: JSON around the YAML, with identifier and name beside it.

use harness_sdk_cd::Client;
use harness_sdk_cd::types::{EnvironmentRequest, InfrastructureRequest, ServiceRequest};
use harness_sdk_core::operation::Operation;
use harness_sdk_core::{Error, Request};

use super::entity::Entity;
use super::store::{Store, Stored};
use crate::edit::Seen;

pub(super) struct Services;
pub(super) struct Environments;
pub(super) struct Infrastructures;

fn client(entity: &Entity) -> Client {
    entity.client().cd()
}

fn service(entity: &Entity) -> ServiceRequest {
    let mut body = ServiceRequest::new().identifier(entity.id()).name(entity.name()).yaml(entity.text());
    body.tags = entity.tags();
    body.description = entity.get("description");
    body
}

impl Store for Services {
    fn operations(&self, entity: &Entity) -> [&'static Operation; 2] {
        let client = client(entity);
        [client.create_service_v2().operation(), client.update_service_v2().operation()]
    }

    async fn read(&self, entity: &Entity) -> Result<Stored, Error> {
        let answer = client(entity).get_service_v2().service_identifier(entity.id()).send().await?;
        let stored = answer.data.as_ref().and_then(|data| data.service.as_ref());
        let yaml = stored.and_then(|service| service.yaml.as_ref());
        Ok(Stored { same: entity.is_same(yaml), seen: Seen::of(&answer) })
    }

    async fn create(&self, entity: &Entity) -> Result<(), Error> {
        entity.in_git(client(entity).create_service_v2().body(service(entity))).send().await.map(drop)
    }

    async fn update(&self, entity: &Entity, seen: &Seen) -> Result<(), Error> {
        let call = client(entity).update_service_v2().body(service(entity));
        seen.guard(entity.in_git(call)).send().await.map(drop)
    }
}

fn environment(entity: &Entity) -> Result<EnvironmentRequest, Error> {
    let mut body = EnvironmentRequest::new().identifier(entity.id()).name(entity.name()).yaml(entity.text());
    body.r#type = entity.need("type")?.into();
    body.tags = entity.tags();
    body.description = entity.get("description");
    Ok(body)
}

impl Store for Environments {
    fn operations(&self, entity: &Entity) -> [&'static Operation; 2] {
        let client = client(entity);
        [client.create_environment_v2().operation(), client.update_environment_v2().operation()]
    }

    async fn read(&self, entity: &Entity) -> Result<Stored, Error> {
        let answer = client(entity).get_environment_v2().environment_identifier(entity.id()).send().await?;
        let stored = answer.data.as_ref().and_then(|data| data.environment.as_ref());
        let yaml = stored.and_then(|environment| environment.yaml.as_ref());
        Ok(Stored { same: entity.is_same(yaml), seen: Seen::of(&answer) })
    }

    async fn create(&self, entity: &Entity) -> Result<(), Error> {
        client(entity).create_environment_v2().body(environment(entity)?).send().await.map(drop)
    }

    async fn update(&self, entity: &Entity, seen: &Seen) -> Result<(), Error> {
        seen.guard(client(entity).update_environment_v2().body(environment(entity)?)).send().await.map(drop)
    }
}

fn infrastructure(entity: &Entity) -> Result<InfrastructureRequest, Error> {
    let mut body = InfrastructureRequest::new().identifier(entity.id()).name(entity.name()).yaml(entity.text());
    body.environment_ref = Some(entity.need("environmentRef")?);
    body.r#type = Some(entity.need("type")?.into());
    body.tags = entity.tags();
    body.description = entity.get("description");
    Ok(body)
}

impl Store for Infrastructures {
    fn operations(&self, entity: &Entity) -> [&'static Operation; 2] {
        let client = client(entity);
        [client.create_infrastructure().operation(), client.update_infrastructure().operation()]
    }

    async fn read(&self, entity: &Entity) -> Result<Stored, Error> {
        let call = client(entity).get_infrastructure().infra_identifier(entity.id());
        let answer = call.environment_identifier(entity.need("environmentRef")?).send().await?;
        let stored = answer.data.as_ref().and_then(|data| data.infrastructure.as_ref());
        let yaml = stored.and_then(|infrastructure| infrastructure.yaml.as_ref());
        Ok(Stored { same: entity.is_same(yaml), seen: Seen::of(&answer) })
    }

    async fn create(&self, entity: &Entity) -> Result<(), Error> {
        client(entity).create_infrastructure().body(infrastructure(entity)?).send().await.map(drop)
    }

    async fn update(&self, entity: &Entity, seen: &Seen) -> Result<(), Error> {
        seen.guard(client(entity).update_infrastructure().body(infrastructure(entity)?)).send().await.map(drop)
    }
}
