//! Pipelines, their input sets and their triggers.

use harness_sdk_core::operation::Operation;
use harness_sdk_core::{Error, Request};
use harness_sdk_pipelines::Client;

use super::entity::Entity;
use super::store::{Store, Stored};
use crate::edit::Seen;
use crate::yaml::YamlError;

pub(super) struct Pipelines;
pub(super) struct InputSets;
pub(super) struct Overlays;
pub(super) struct Triggers;

fn client(entity: &Entity) -> Client {
    entity.client().pipelines()
}

impl Store for Pipelines {
    fn operations(&self, entity: &Entity) -> [&'static Operation; 2] {
        let client = client(entity);
        [client.create_pipeline_v2().operation(), client.update_pipeline_v2().operation()]
    }

    async fn read(&self, entity: &Entity) -> Result<Stored, Error> {
        let answer = entity.in_git(client(entity).get_pipeline().pipeline_identifier(entity.id())).send().await?;
        let yaml = answer.data.as_ref().and_then(|data| data.yaml_pipeline.as_ref());
        Ok(Stored { same: entity.is_same(yaml), seen: Seen::of(&answer) })
    }

    async fn create(&self, entity: &Entity) -> Result<(), Error> {
        entity.in_git(client(entity).create_pipeline_v2().yaml(entity.text())).send().await.map(drop)
    }

    async fn update(&self, entity: &Entity, seen: &Seen) -> Result<(), Error> {
        let call = client(entity).update_pipeline_v2().pipeline_identifier(entity.id()).yaml(entity.text());
        seen.guard(entity.in_git(call)).send().await.map(drop)
    }
}

/// The pipeline that an input set belongs to stands in its YAML.
fn pipeline_of(entity: &Entity) -> Result<String, Error> {
    let at = if entity.kind() == "inputSet" { "/pipeline/identifier" } else { "/pipelineIdentifier" };
    let members = harness_sdk_core::model::Value::Object(entity.members().clone());
    let pipeline = members.pointer(at).and_then(|value| value.as_str()).filter(|id| !id.is_empty());
    pipeline.map(ToOwned::to_owned).ok_or_else(|| {
        let at = at.trim_start_matches('/').replace('/', ".");
        let what = format!("the YAML of {} `{}` says no `{at}`, as a text", entity.kind(), entity.id());
        YamlError::plain(what).into()
    })
}

impl Store for InputSets {
    fn operations(&self, entity: &Entity) -> [&'static Operation; 2] {
        let client = client(entity);
        [client.create_input_set().operation(), client.update_input_set().operation()]
    }

    async fn read(&self, entity: &Entity) -> Result<Stored, Error> {
        let call = client(entity).get_input_set().input_set_identifier(entity.id());
        let answer = entity.in_git(call.pipeline_identifier(pipeline_of(entity)?)).send().await?;
        let yaml = answer.data.as_ref().and_then(|data| data.input_set_yaml.as_ref());
        Ok(Stored { same: entity.is_same(yaml), seen: Seen::of(&answer) })
    }

    async fn create(&self, entity: &Entity) -> Result<(), Error> {
        let call = client(entity).create_input_set().pipeline_identifier(pipeline_of(entity)?).yaml(entity.text());
        entity.in_git(call).send().await.map(drop)
    }

    async fn update(&self, entity: &Entity, seen: &Seen) -> Result<(), Error> {
        let call = client(entity).update_input_set().input_set_identifier(entity.id()).yaml(entity.text());
        let call = call.pipeline_identifier(pipeline_of(entity)?);
        seen.guard(entity.in_git(call)).send().await.map(drop)
    }
}

impl Store for Overlays {
    fn operations(&self, entity: &Entity) -> [&'static Operation; 2] {
        let client = client(entity);
        [client.create_overlay_input_set().operation(), client.update_overlay_input_set().operation()]
    }

    async fn read(&self, entity: &Entity) -> Result<Stored, Error> {
        let call = client(entity).get_overlay_input_set().input_set_identifier(entity.id());
        let answer = entity.in_git(call.pipeline_identifier(pipeline_of(entity)?)).send().await?;
        let yaml = answer.data.as_ref().and_then(|data| data.overlay_input_set_yaml.as_ref());
        Ok(Stored { same: entity.is_same(yaml), seen: Seen::of(&answer) })
    }

    async fn create(&self, entity: &Entity) -> Result<(), Error> {
        let call = client(entity).create_overlay_input_set().pipeline_identifier(pipeline_of(entity)?);
        entity.in_git(call.yaml(entity.text())).send().await.map(drop)
    }

    async fn update(&self, entity: &Entity, seen: &Seen) -> Result<(), Error> {
        let call = client(entity).update_overlay_input_set().input_set_identifier(entity.id()).yaml(entity.text());
        let call = call.pipeline_identifier(pipeline_of(entity)?);
        seen.guard(entity.in_git(call)).send().await.map(drop)
    }
}

impl Store for Triggers {
    fn operations(&self, entity: &Entity) -> [&'static Operation; 2] {
        let client = client(entity);
        [client.create_trigger().operation(), client.update_trigger().operation()]
    }

    async fn read(&self, entity: &Entity) -> Result<Stored, Error> {
        let call = client(entity).get_trigger().trigger_identifier(entity.id());
        let answer = call.target_identifier(pipeline_of(entity)?).send().await?;
        let yaml = answer.data.as_ref().and_then(|data| data.yaml.as_ref());
        Ok(Stored { same: entity.is_same(yaml), seen: Seen::of(&answer) })
    }

    async fn create(&self, entity: &Entity) -> Result<(), Error> {
        let call = client(entity).create_trigger().target_identifier(pipeline_of(entity)?).yaml(entity.text());
        call.send().await.map(drop)
    }

    async fn update(&self, entity: &Entity, seen: &Seen) -> Result<(), Error> {
        let call = client(entity).update_trigger().trigger_identifier(entity.id()).yaml(entity.text());
        seen.guard(call.target_identifier(pipeline_of(entity)?)).send().await.map(drop)
    }
}
