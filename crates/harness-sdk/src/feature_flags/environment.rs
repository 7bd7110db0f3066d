//! Environments, which the API knows by identifiers and people by names.

use std::fmt;
use std::sync::Arc;

use harness_sdk_core::{Error, ErrorKind, Response};
use harness_sdk_fme::types::{CreateFmeEnvironmentRequest, FmeEnvironment, UpdateFmeEnvironmentRequest};
use tokio::sync::OnceCell;

use crate::Client;

/// How many names an error shows.
const SHOWN: usize = 10;
/// The status of what is kept for its history, in the words of the flags' own.
const ARCHIVED: &str = "ARCHIVED";

/// An environment of feature management. A clone is cheap, and shares the identifier once it was looked up.
#[derive(Clone)]
pub struct FlagEnvironment {
    client: Client,
    named: Arc<str>,
    id: Arc<OnceCell<String>>,
}

impl FlagEnvironment {
    pub(super) fn new(client: Client, named: String) -> FlagEnvironment {
        FlagEnvironment { client, named: named.into(), id: Arc::default() }
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    /// Its identifier: found once among the project's environments, and kept. An identifier counts before a name, and
    /// the names of archived environments do not count.
    ///
    /// # Errors
    /// As any call, and when no environment or more than one is named so.
    pub async fn id(&self) -> Result<&str, Error> {
        self.id.get_or_try_init(|| self.look_up()).await.map(String::as_str)
    }

    async fn look_up(&self) -> Result<String, Error> {
        let mut all = self.client.fme().list_fme_environments().items().try_collect().await?;
        if all.iter().any(|environment: &FmeEnvironment| environment.id.as_deref() == Some(&*self.named)) {
            return Ok(self.named.as_ref().to_owned());
        }
        all.retain(|environment| {
            !environment.status.as_deref().is_some_and(|text| text.eq_ignore_ascii_case(ARCHIVED))
        });
        let name = |environment: &FmeEnvironment| environment.name.clone().unwrap_or_default();
        let id = |environment: &FmeEnvironment| environment.id.clone().unwrap_or_default();
        if all.iter().all(|environment| name(environment) != *self.named) {
            let names: Vec<String> = all.iter().take(SHOWN).map(name).collect();
            let what = format!("the project has no environment `{}`; it has {}", self.named, names.join(", "));
            return Err(Error::custom(ErrorKind::Request, what));
        }
        all.retain(|environment| name(environment) == *self.named);
        only(&format!("environment `{}`", self.named), all, id).map(|environment| id(&environment))
    }

    /// The environment as it is.
    ///
    /// # Errors
    /// As any call, and as [`FlagEnvironment::id`].
    pub async fn get(&self) -> Result<Response<FmeEnvironment>, Error> {
        self.client.fme().get_fme_environment().environment_id(self.id().await?).send().await
    }

    /// Makes an environment of that name, which has 15 characters at most.
    ///
    /// # Errors
    /// As any call; a conflict when it is there already.
    pub async fn create(&self, production: bool) -> Result<FmeEnvironment, Error> {
        let request = CreateFmeEnvironmentRequest::new().name(&*self.named).is_production(production);
        let answer = self.client.fme().create_fme_environment().body(request).send().await?;
        Ok(answer.into_inner().entity.unwrap_or_default())
    }

    /// Changes what is set in the request and nothing else.
    ///
    /// # Errors
    /// As any call, and as [`FlagEnvironment::id`].
    pub async fn update(&self, request: UpdateFmeEnvironmentRequest) -> Result<FmeEnvironment, Error> {
        let call = self.client.fme().update_fme_environment().environment_id(self.id().await?);
        Ok(call.body(request).send().await?.into_inner().entity.unwrap_or_default())
    }

    /// Archives the environment. The platform refuses while it has keys of SDKs, definitions or segments.
    ///
    /// # Errors
    /// As any call, and as [`FlagEnvironment::id`].
    pub async fn archive(&self) -> Result<(), Error> {
        self.client.fme().delete_fme_environment().environment_id(self.id().await?).send().await.map(drop)
    }
}

impl fmt::Debug for FlagEnvironment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FlagEnvironment")
            .field("named", &self.named)
            .field("id", &self.id.get())
            .finish_non_exhaustive()
    }
}

/// The one thing of its kind; an error that shows all of them when there are several, or none.
pub(super) fn only<T>(kind: &str, mut all: Vec<T>, show: impl Fn(&T) -> String) -> Result<T, Error> {
    match (all.pop(), all.len()) {
        (Some(one), 0) => Ok(one),
        (None, _) => Err(Error::custom(ErrorKind::Request, format!("the project has no {kind}"))),
        (Some(last), _) => {
            let shown: Vec<String> = all.iter().chain([&last]).take(SHOWN).map(show).collect();
            let what = format!("the project has more than one {kind}: {}", shown.join(", "));
            Err(Error::custom(ErrorKind::Request, what))
        }
    }
}
