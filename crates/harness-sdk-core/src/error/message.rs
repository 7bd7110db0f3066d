//! What a server says, piece by piece.

/// One message of an answer's list of messages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServerMessage {
    /// The code, such as `SCM_CONFLICT_ERROR_V2`, `HINT` or `EXPLANATION`.
    pub code: Option<String>,
    /// How grave it is: `INFO`, `WARN` or `ERROR`.
    pub level: Option<String>,
    /// The text.
    pub message: String,
}

/// One complaint about one part of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldError {
    /// The field, as the server names it.
    pub field: Option<String>,
    /// What is wrong with it.
    pub message: String,
    /// Where the wrong value comes from, when the server tells: for runtime inputs, the identifier of the input set.
    pub origin: Option<String>,
}

/// One policy that denied a change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct PolicyDenial {
    /// The set that the policy belongs to, by name or else by identifier.
    pub policy_set: Option<String>,
    /// The policy, by name or else by identifier.
    pub policy: Option<String>,
    /// Why it denies.
    pub messages: Vec<String>,
}

impl ServerMessage {
    pub(super) fn is_hint(&self) -> bool {
        self.has_code("HINT")
    }

    pub(super) fn is_explanation(&self) -> bool {
        self.has_code("EXPLANATION")
    }

    /// Whether it says what went wrong, and not what to do about it.
    pub(super) fn is_verdict(&self) -> bool {
        !self.is_hint() && !self.is_explanation()
    }

    fn has_code(&self, code: &str) -> bool {
        self.code.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(code))
    }
}

impl FieldError {
    /// The complaint as a text: the field, what is wrong, where the value comes from.
    pub(super) fn line(&self) -> String {
        let origin = self.origin.as_ref().map(|origin| format!(" (from `{origin}`)")).unwrap_or_default();
        match &self.field {
            Some(name) => format!("{name}: {}{origin}", self.message),
            None => format!("{}{origin}", self.message),
        }
    }
}

impl PolicyDenial {
    /// The denial as a text: the set, the policy, its messages.
    pub(super) fn line(&self) -> String {
        let named = match (&self.policy_set, &self.policy) {
            (Some(set), Some(policy)) => format!("policy `{policy}` of set `{set}`"),
            (None, Some(policy)) => format!("policy `{policy}`"),
            (Some(set), None) => format!("policy set `{set}`"),
            (None, None) => "a policy".to_owned(),
        };
        match self.messages.is_empty() {
            true => named,
            false => format!("{named}: {}", self.messages.join("; ")),
        }
    }
}
