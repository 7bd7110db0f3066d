//! What a flag serves in one environment.

use std::fmt;

use harness_sdk_core::{Error, Response};
use harness_sdk_fme::types::{CreateFmeDefinitionRequest, FmeFeatureFlagDefinition};

use super::action::Action;
use super::change::DefinitionChange;
use super::environment::FlagEnvironment;

/// The definition of a flag in an environment. A clone is cheap.
#[derive(Clone)]
pub struct FlagDefinition {
    environment: FlagEnvironment,
    flag: String,
}

/// An action on a definition: the calls have the same parameters and answers, and types of their own.
macro_rules! action {
    ($definition:expr, $call:ident) => {{
        let FlagDefinition { environment, flag } = $definition.clone();
        Action::new(|note| async move {
            let call = environment.client().fme().$call().feature_flag_name(flag);
            let answer = call.environment_id(environment.id().await?).body(note).send().await?;
            Ok(answer.into_inner().entity.unwrap_or_default())
        })
    }};
}

impl FlagEnvironment {
    /// What a flag serves here.
    pub fn feature_flag(&self, name: impl Into<String>) -> FlagDefinition {
        FlagDefinition { environment: self.clone(), flag: name.into() }
    }
}

impl FlagDefinition {
    /// The environment.
    pub fn environment(&self) -> &FlagEnvironment {
        &self.environment
    }

    /// The definition as it is.
    ///
    /// # Errors
    /// As any call, and as [`FlagEnvironment::id`].
    pub async fn get(&self) -> Result<Response<FmeFeatureFlagDefinition>, Error> {
        let call = self.environment.client().fme().get_fme_feature_flag_definition().feature_flag_name(&*self.flag);
        call.environment_id(self.environment.id().await?).send().await
    }

    /// Makes the definition, so that the flag is served in the environment.
    ///
    /// # Errors
    /// As any call, and as [`FlagEnvironment::id`]; treatments, the default treatment and the default rule are required.
    pub async fn create(&self, request: CreateFmeDefinitionRequest) -> Result<FmeFeatureFlagDefinition, Error> {
        let call = self.environment.client().fme().create_fme_feature_flag_definition().feature_flag_name(&*self.flag);
        let answer = call.environment_id(self.environment.id().await?).body(request).send().await?;
        Ok(answer.into_inner().entity.unwrap_or_default())
    }

    /// A change, to be put together and applied as one.
    pub fn change(&self) -> DefinitionChange {
        DefinitionChange::new(self.environment.clone(), self.flag.clone())
    }

    /// Kills the flag here: everybody gets the default treatment until it is restored.
    pub fn kill(&self) -> Action<FmeFeatureFlagDefinition> {
        action!(self, kill_fme_feature_flag)
    }

    /// Restores a killed flag: its rules count again.
    pub fn restore(&self) -> Action<FmeFeatureFlagDefinition> {
        action!(self, restore_fme_feature_flag)
    }

    /// Deals everybody out anew among the treatments, in the shares that the definition says.
    pub fn reallocate(&self) -> Action<FmeFeatureFlagDefinition> {
        action!(self, reallocate_fme_feature_flag)
    }

    /// Deletes the definition: the flag is no longer served in the environment.
    ///
    /// # Errors
    /// As any call, and as [`FlagEnvironment::id`].
    pub async fn delete(&self) -> Result<(), Error> {
        let call = self.environment.client().fme().delete_fme_feature_flag_definition().feature_flag_name(&*self.flag);
        call.environment_id(self.environment.id().await?).send().await.map(drop)
    }
}

impl fmt::Debug for FlagDefinition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FlagDefinition").field("flag", &self.flag).field("environment", &self.environment).finish()
    }
}
