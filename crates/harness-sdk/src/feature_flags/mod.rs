//! Feature management (FME): kill a flag, restore it, change whom it is served to, keep segments.
//!
//! A flag belongs to a project; what it serves is its definition, and each environment has one of its own. Environments are
//! named by their name or by their identifier.
//!
//! ```no_run
//! # #[cfg(feature = "fme")]
//! # async fn run(harness: harness_sdk::Client) -> Result<(), harness_sdk::Error> {
//! let project = harness.project("default", "shop");
//! let flag = project.feature_flag("checkout").in_environment("prod");
//! flag.change().percentages([("on", 20), ("off", 80)]).comment("a fifth of all users").apply().await?;
//! flag.kill().comment("payments fail").await?;
//! flag.restore().await?;
//!
//! let testers = project.segment("beta_testers").in_environment("prod");
//! testers.add_members(["alice", "bob"]).await?;
//! # Ok(())
//! # }
//! ```
//!
//! These are the flags of feature management, named as the platform names them; those of the older product (CF) are
//! [`Client::flag`](crate::Client::flag), behind the feature `flags`. Everything else of feature management is a call of
//! `fme()`.

mod action;
mod change;
mod definition;
mod environment;
mod members;
mod segment;

use std::fmt;

use harness_sdk_core::{Error, Items, Response};
use harness_sdk_fme::types::{
    CreateFmeFeatureFlagRequest, FmeFeatureFlag, FmeFeatureFlagDefinition, SplitWorkspace, UpdateFmeFeatureFlagRequest,
};

pub use self::action::Action;
pub use self::change::DefinitionChange;
pub use self::definition::FlagDefinition;
pub use self::environment::FlagEnvironment;
pub use self::members::MembersChange;
pub use self::segment::{Segment, SegmentDefinition};
use crate::Client;

impl Client {
    /// A feature flag of this client's project, by its name. Needs the feature `fme`.
    pub fn feature_flag(&self, name: impl Into<String>) -> FeatureFlag {
        FeatureFlag { client: self.clone(), name: name.into() }
    }

    /// A segment of this client's project, by its name. Needs the feature `fme`.
    pub fn segment(&self, name: impl Into<String>) -> Segment {
        Segment::new(self.clone(), name.into())
    }

    /// An environment of feature management in this client's project, by its name or its identifier. Needs the feature
    /// `fme`.
    ///
    /// Flags and segments that come from one environment share what was learnt of it.
    pub fn flag_environment(&self, named: impl Into<String>) -> FlagEnvironment {
        FlagEnvironment::new(self.clone(), named.into())
    }

    /// The workspace that stands behind this client's project: what most calls of the Admin API ask for by its identifier.
    /// Needs the feature `fme`.
    ///
    /// # Errors
    /// As any call, and when the project has none or several.
    #[expect(deprecated, reason = "the calls that ask for a workspace are deprecated, and it is asked for their sake")]
    pub async fn flag_workspace(&self) -> Result<SplitWorkspace, Error> {
        let scope = self.context().scope();
        let mut call = self.fme().list_split_workspaces();
        if let (Some(org), Some(project)) = (scope.org_id(), scope.project_id()) {
            call = call.organization_identifier(org).project_identifier(project);
        }
        let found = call.items().try_collect().await?;
        environment::only("workspace", found, |workspace: &SplitWorkspace| workspace.name.clone())
    }
}

/// A feature flag of a project. A clone is cheap.
#[derive(Clone)]
pub struct FeatureFlag {
    client: Client,
    name: String,
}

impl FeatureFlag {
    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it serves in an environment, named by its name or its identifier.
    pub fn in_environment(&self, named: impl Into<String>) -> FlagDefinition {
        self.client.flag_environment(named).feature_flag(self.name.clone())
    }

    /// The flag as it is, whatever the environment.
    ///
    /// # Errors
    /// As any call.
    pub async fn get(&self) -> Result<Response<FmeFeatureFlag>, Error> {
        self.client.fme().get_fme_feature_flag().feature_flag_name(&*self.name).send().await
    }

    /// Makes the flag; its name goes into the request. It serves nothing before an environment has
    /// [a definition](FlagDefinition::create).
    ///
    /// # Errors
    /// As any call; a conflict when it is there already.
    pub async fn create(&self, request: CreateFmeFeatureFlagRequest) -> Result<FmeFeatureFlag, Error> {
        let request = request.name(&*self.name);
        let answer = self.client.fme().create_fme_feature_flag().body(request).send().await?;
        Ok(answer.into_inner().entity.unwrap_or_default())
    }

    /// Changes what is set in the request and nothing else: description, tags, owners, rollout status. `null` clears
    /// what can be cleared.
    ///
    /// # Errors
    /// As any call.
    pub async fn update(&self, request: UpdateFmeFeatureFlagRequest) -> Result<FmeFeatureFlag, Error> {
        let call = self.client.fme().update_fme_feature_flag().feature_flag_name(&*self.name);
        Ok(call.body(request).send().await?.into_inner().entity.unwrap_or_default())
    }

    /// Archives the flag in all environments.
    pub fn archive(&self) -> Action<FmeFeatureFlag> {
        let call = self.client.fme().archive_fme_feature_flag().feature_flag_name(&*self.name);
        Action::new(|note| async move { Ok(call.body(note).send().await?.into_inner().entity.unwrap_or_default()) })
    }

    /// Brings an archived flag back.
    pub fn unarchive(&self) -> Action<FmeFeatureFlag> {
        let call = self.client.fme().unarchive_fme_feature_flag().feature_flag_name(&*self.name);
        Action::new(|note| async move { Ok(call.body(note).send().await?.into_inner().entity.unwrap_or_default()) })
    }

    /// Deletes the flag, with its definitions in all environments.
    ///
    /// # Errors
    /// As any call.
    pub async fn delete(&self) -> Result<(), Error> {
        self.client.fme().delete_fme_feature_flag().feature_flag_name(&*self.name).send().await.map(drop)
    }

    /// What it serves, environment by environment; those where it serves nothing are left out.
    pub fn definitions(&self) -> Items<FmeFeatureFlagDefinition> {
        self.client.fme().list_fme_feature_flag_definitions().feature_flag_name(&*self.name).items()
    }
}

impl fmt::Debug for FeatureFlag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FeatureFlag").field("name", &self.name).finish_non_exhaustive()
    }
}
