//! Incidents (AI SRE): report one, follow it, change it, close it.
//!
//! ```no_run
//! # #[cfg(feature = "ai-sre")]
//! # async fn run(harness: harness_sdk::Client) -> Result<(), harness_sdk::Error> {
//! use harness_sdk::ai_sre::types::CreateIncidentRequest;
//!
//! let project = harness.project("default", "shop");
//! let request = CreateIncidentRequest::new().template_short_id("major").title("Payments fail").severity("sev1");
//! let made = project.report_incident(request).await?;
//! let incident = project.incident(made.pretty_id.unwrap_or_default());
//! incident.set_status("investigating").await?;
//! incident.close().await?;
//! # Ok(())
//! # }
//! ```
//!
//! `ai_sre().list_incidents()` lists them. Times are milliseconds since 1970 in what is read and reported, and ISO 8601 in
//! the filters of the list.

use std::fmt;

use harness_sdk_ai_sre::types::{self, CreateIncidentRequest, UpdateIncidentRequest};
use harness_sdk_core::{Error, Response};

use crate::Client;

impl Client {
    /// An incident of this client's project, by its identifier. Needs the feature `ai-sre`.
    pub fn incident(&self, id: impl Into<String>) -> Incident {
        Incident { client: self.clone(), id: id.into() }
    }

    /// Reports an incident, made from a template. Its `pretty_id` is what [`Client::incident`] takes. Needs the feature
    /// `ai-sre`.
    ///
    /// # Errors
    /// As any call; the template and a title are required. It is not repeated when its answer is lost, for then the incident
    /// may be there.
    pub async fn report_incident(&self, request: CreateIncidentRequest) -> Result<types::Incident, Error> {
        Ok(self.ai_sre().create_incident().body(request).send().await?.into_inner())
    }
}

/// An incident. A clone is cheap.
#[derive(Clone)]
pub struct Incident {
    client: Client,
    id: String,
}

impl Incident {
    /// Its identifier.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The incident as it is, with its events and theories.
    ///
    /// # Errors
    /// As any call.
    pub async fn get(&self) -> Result<Response<types::Incident>, Error> {
        self.client.ai_sre().get_incident().incident_id(&*self.id).send().await
    }

    /// Changes what is set in the request and nothing else.
    ///
    /// # Errors
    /// As any call.
    pub async fn update(&self, request: UpdateIncidentRequest) -> Result<types::Incident, Error> {
        let call = self.client.ai_sre().update_incident().incident_id(&*self.id).body(request);
        Ok(call.send().await?.into_inner())
    }

    /// Moves it on: `new`, `investigating`, `fixing`, `monitoring` or `closed`. The platform knows no other states: whoever
    /// takes an incident up sets `investigating`.
    ///
    /// # Errors
    /// As any call.
    pub async fn set_status(&self, status: impl Into<types::IncidentStatus>) -> Result<types::Incident, Error> {
        self.update(UpdateIncidentRequest::new().status(status.into())).await
    }

    /// Makes somebody its commander, by the identifier of a user of Harness.
    ///
    /// # Errors
    /// As any call.
    pub async fn assign(&self, user: impl Into<String>) -> Result<types::Incident, Error> {
        self.update(UpdateIncidentRequest::new().commander_harness_user_id(user.into())).await
    }

    /// Closes it. A status set later opens it again.
    ///
    /// # Errors
    /// As any call.
    pub async fn close(&self) -> Result<types::Incident, Error> {
        let call = self.client.ai_sre().close_incident().incident_id(&*self.id);
        Ok(call.send().await?.into_inner())
    }
}

impl fmt::Debug for Incident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Incident").field("id", &self.id).finish_non_exhaustive()
    }
}
