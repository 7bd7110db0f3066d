//! Segments: named groups of those that flags are served to.

use std::collections::BTreeSet;
use std::fmt;

use harness_sdk_core::{Error, Response};
use harness_sdk_fme::types::{
    CreateFmeSegmentRequest, FmeDescriptionPatch, FmeSegment, FmeSegmentDefinition, SplitSegmentKey,
};

use super::environment::FlagEnvironment;
use super::members::{Direction, MembersChange};
use crate::Client;

/// A segment of a project. A clone is cheap.
#[derive(Clone)]
pub struct Segment {
    client: Client,
    name: String,
}

impl Segment {
    pub(super) fn new(client: Client, name: String) -> Segment {
        Segment { client, name }
    }

    /// What it holds in an environment, named by its name or its identifier.
    pub fn in_environment(&self, named: impl Into<String>) -> SegmentDefinition {
        self.client.flag_environment(named).segment(self.name.clone())
    }

    /// The segment as it is, whatever the environment.
    ///
    /// # Errors
    /// As any call.
    pub async fn get(&self) -> Result<Response<FmeSegment>, Error> {
        self.client.fme().get_fme_segment().segment_name(&*self.name).send().await
    }

    /// Makes the segment; its name goes into the request. It holds nothing before an environment has
    /// [a definition](SegmentDefinition::create).
    ///
    /// # Errors
    /// As any call; a conflict when it is there already.
    pub async fn create(&self, request: CreateFmeSegmentRequest) -> Result<FmeSegment, Error> {
        let answer = self.client.fme().create_fme_segment().body(request.name(&*self.name)).send().await?;
        Ok(answer.into_inner().entity.unwrap_or_default())
    }

    /// Describes it anew; an empty text stays an empty description.
    ///
    /// # Errors
    /// As any call.
    pub async fn describe(&self, description: impl Into<String>) -> Result<FmeSegment, Error> {
        let request = FmeDescriptionPatch::new().description(description.into());
        let call = self.client.fme().update_fme_segment().segment_name(&*self.name);
        Ok(call.body(request).send().await?.into_inner().entity.unwrap_or_default())
    }

    /// Deletes the segment.
    ///
    /// # Errors
    /// As any call.
    pub async fn delete(&self) -> Result<(), Error> {
        self.client.fme().delete_fme_segment().segment_name(&*self.name).send().await.map(drop)
    }
}

impl fmt::Debug for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Segment").field("name", &self.name).finish_non_exhaustive()
    }
}

/// A segment in an environment. A clone is cheap.
#[derive(Clone)]
pub struct SegmentDefinition {
    environment: FlagEnvironment,
    segment: String,
}

impl FlagEnvironment {
    /// What a segment holds here.
    pub fn segment(&self, name: impl Into<String>) -> SegmentDefinition {
        SegmentDefinition { environment: self.clone(), segment: name.into() }
    }
}

impl SegmentDefinition {
    /// The environment.
    pub fn environment(&self) -> &FlagEnvironment {
        &self.environment
    }

    /// The definition as it is; its members are not in it.
    ///
    /// # Errors
    /// As any call, and as [`FlagEnvironment::id`].
    pub async fn get(&self) -> Result<Response<FmeSegmentDefinition>, Error> {
        let call = self.environment.client().fme().get_fme_segment_definition().segment_name(&*self.segment);
        call.environment_id(self.environment.id().await?).send().await
    }

    /// Makes the definition, without members, so that flags can aim at the segment in the environment.
    ///
    /// # Errors
    /// As any call, and as [`FlagEnvironment::id`].
    pub async fn create(&self) -> Result<FmeSegmentDefinition, Error> {
        let call = self.environment.client().fme().create_fme_segment_definition().segment_name(&*self.segment);
        let call = call.environment_id(self.environment.id().await?).body(FmeDescriptionPatch::new());
        Ok(call.send().await?.into_inner().entity.unwrap_or_default())
    }

    /// Deletes the definition: the segment is no longer known in the environment.
    ///
    /// # Errors
    /// As any call, and as [`FlagEnvironment::id`].
    pub async fn delete(&self) -> Result<(), Error> {
        let call = self.environment.client().fme().delete_fme_segment_definition().segment_name(&*self.segment);
        call.environment_id(self.environment.id().await?).send().await.map(drop)
    }

    /// The members of a standard segment, by their keys.
    ///
    /// # Errors
    /// As any call, and as [`FlagEnvironment::id`].
    pub async fn members(&self) -> Result<Vec<String>, Error> {
        let call = self.environment.client().fme().list_split_segment_keys().segment_name(&*self.segment);
        let keys: Vec<SplitSegmentKey> =
            call.environment_id(self.environment.id().await?).items().try_collect().await?;
        Ok(keys.into_iter().filter_map(|key| key.key).collect())
    }

    /// Adds members to a standard segment, by their keys.
    pub fn add_members<S: Into<String>>(&self, keys: impl IntoIterator<Item = S>) -> MembersChange {
        self.change(Direction::Add, keys.into_iter().map(Into::into).collect())
    }

    /// Removes members from a standard segment, by their keys.
    pub fn remove_members<S: Into<String>>(&self, keys: impl IntoIterator<Item = S>) -> MembersChange {
        self.change(Direction::Remove, keys.into_iter().map(Into::into).collect())
    }

    fn change(&self, direction: Direction, keys: Vec<String>) -> MembersChange {
        MembersChange::new(self.environment.clone(), self.segment.clone(), direction, keys)
    }

    /// Makes a standard segment have these members and no others: adds those that are missing, then removes the surplus.
    /// It is never empty in between, and members that stay are not touched.
    ///
    /// # Errors
    /// As [`SegmentDefinition::members`] and [`MembersChange`].
    pub async fn set_members<S: Into<String>>(&self, keys: impl IntoIterator<Item = S>) -> Result<(), Error> {
        let wanted: BTreeSet<String> = keys.into_iter().map(Into::into).collect();
        let there: BTreeSet<String> = self.members().await?.into_iter().collect();
        let (missing, surplus): (Vec<&String>, Vec<&String>) =
            (wanted.difference(&there).collect(), there.difference(&wanted).collect());
        if !missing.is_empty() {
            self.add_members(missing).await?;
        }
        if !surplus.is_empty() {
            self.remove_members(surplus).await?;
        }
        Ok(())
    }
}

impl fmt::Debug for SegmentDefinition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("SegmentDefinition");
        shown.field("segment", &self.segment).field("environment", &self.environment).finish()
    }
}
