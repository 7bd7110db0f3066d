//! What the server says of an error, piece by piece. API keys are blanked out in all of it.

use super::{Error, FieldError, PolicyDenial, ServerError, ServerMessage};

impl Error {
    /// The server's code: the first that says what is wrong. Most services send a word such as `RESOURCE_NOT_FOUND`, some a
    /// number, some none.
    pub fn code(&self) -> Option<&str> {
        self.server()?.code.as_deref()
    }

    /// The server's message, or for an HTML page its title.
    pub fn message(&self) -> Option<&str> {
        self.server()?.message.as_deref()
    }

    /// Every message of an answer that has a list of them (`responseMessages`), hints and explanations among them.
    pub fn messages(&self) -> &[ServerMessage] {
        self.server().map_or(&[], |server| &server.messages)
    }

    /// What the server says can be done about it: messages with the code `HINT`. The hint of this crate itself is
    /// [`Error::hint`].
    pub fn server_hints(&self) -> impl Iterator<Item = &str> {
        self.messages().iter().filter(|message| message.is_hint()).map(|message| message.message.as_str())
    }

    /// What the server says of the cause: messages with the code `EXPLANATION`.
    pub fn explanations(&self) -> impl Iterator<Item = &str> {
        self.messages().iter().filter(|message| message.is_explanation()).map(|message| message.message.as_str())
    }

    /// `details`, or `detail` of an `application/problem+json`: a text, or other JSON in one line.
    pub fn details(&self) -> Option<&str> {
        self.server()?.details.as_deref()
    }

    /// `detailedMessage`.
    pub fn detailed_message(&self) -> Option<&str> {
        self.server()?.detailed_message.as_deref()
    }

    /// Complaints about single fields, violated rules, missing permissions, and inputs that do not fit a pipeline.
    pub fn field_errors(&self) -> &[FieldError] {
        self.server().map_or(&[], |server| &server.fields)
    }

    /// Where a YAML document violates its schema (`schemaErrors`).
    pub fn schema_errors(&self) -> &[FieldError] {
        self.server().map_or(&[], |server| &server.schema)
    }

    /// The policies that denied the change, with their messages. Policies that only warn are not among them. It may be empty
    /// though [`Error::is_policy_denied`] holds, where the answer does not say which policy it was.
    pub fn policy_denials(&self) -> &[PolicyDenial] {
        self.server().map_or(&[], |server| &server.denials)
    }

    /// The identifier to quote to Harness' support, from the body or else from the headers of the answer.
    pub fn correlation_id(&self) -> Option<&str> {
        self.0.correlation_id()
    }

    pub(super) fn server(&self) -> Option<&ServerError> {
        self.0.server.as_ref()
    }
}
