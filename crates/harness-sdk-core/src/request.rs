//! What every builder of a call can do besides setting its parameters.

use std::borrow::Cow;
use std::time::Duration;

use crate::call::{Call, Payload};
use crate::encode::{ParameterValue, Values};
use crate::git::GitOptions;
use crate::model::Value;
use crate::operation::{Location, Operation};
use crate::raw_response::RawResponse;
use crate::retry::RetryPolicy;
use crate::scope::Scope;
use crate::send::ResponseFuture;

/// A call that is being put together. Options of the call begin with `with_`, so that they never collide with setters of
/// parameters.
pub trait Request: Sized {
    /// The call.
    fn call(&self) -> &Call;

    /// The call, to change it.
    fn call_mut(&mut self) -> &mut Call;

    /// The call alone.
    fn into_call(self) -> Call;

    /// The operation that is called.
    fn operation(&self) -> &'static Operation {
        self.call().operation()
    }

    /// The longest time that the whole call may take, attempts and waits included, up to the last byte of its answer and
    /// of a body of any size. It replaces both the attempt and the total limit of the client. For an answer that is taken
    /// piece by piece for as long as it lasts, leave it away, or lift it when the answer is there, by
    /// [`RawResponse::with_time_limit`].
    #[must_use]
    fn with_timeout(mut self, timeout: Duration) -> Self {
        self.call_mut().parts_mut().options.timeout = Some(timeout);
        self
    }

    /// A header; it wins over what the client would send. Credentials of the client are sent nonetheless.
    #[must_use]
    fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.call_mut().set(Location::Header, Cow::Owned(name.into()), Values::One(value.into()));
        self
    }

    /// A query parameter, known to the operation or not.
    #[must_use]
    fn with_query(mut self, name: impl Into<String>, value: impl ParameterValue) -> Self {
        self.call_mut().set(Location::Query, Cow::Owned(name.into()), value.values());
        self
    }

    /// The scope of this call in place of the client's.
    #[must_use]
    fn with_scope(mut self, scope: Scope) -> Self {
        self.call_mut().parts_mut().options.scope = Some(scope);
        self
    }

    /// How failed attempts of this call are repeated, in place of the client's policy.
    #[must_use]
    fn with_retry(mut self, policy: RetryPolicy) -> Self {
        self.call_mut().parts_mut().options.retry = Some(policy);
        self
    }

    /// Where the entity lies in Git and how the change is committed. What a setter gave wins; an option that the operation
    /// cannot carry is an error before anything is sent.
    #[must_use]
    fn with_git(mut self, git: &GitOptions) -> Self {
        self.call_mut().parts_mut().options.git = git.clone();
        self
    }

    /// Changes the resource only when it still has this entity tag. Such a change is never repeated automatically.
    #[must_use]
    fn with_if_match(self, etag: impl Into<String>) -> Self {
        self.with_header("If-Match", etag)
    }

    /// Whether a success that reports a failure inside is an error; it is unless switched off here.
    #[must_use]
    fn with_failure_check(mut self, check: bool) -> Self {
        self.call_mut().parts_mut().options.check_failure = check;
        self
    }

    /// Any JSON as the body, in place of what the setters made.
    #[must_use]
    fn with_body_json(mut self, body: Value) -> Self {
        self.call_mut().json_bytes(body.to_string().into());
        self
    }

    /// Any YAML text as the body, in place of what the setters made.
    #[must_use]
    fn with_body_yaml(mut self, text: impl Into<String>) -> Self {
        self.call_mut().parts_mut().payload = Payload::Yaml(text.into());
        self
    }

    /// Sends the call and hands out the answer unread, whatever its type. An error status is an error nonetheless.
    fn send_raw(self) -> ResponseFuture<RawResponse> {
        self.into_call().send_raw()
    }

    /// The call as a curl line, to look at or to run; nothing is sent. Credentials are named as environment variables,
    /// other secrets are blanked out. What keeps the call from being sent stands in comments before it.
    fn to_curl(&self) -> String {
        crate::curl::line(self.call())
    }
}

impl Request for Call {
    fn call(&self) -> &Call {
        self
    }

    fn call_mut(&mut self) -> &mut Call {
        self
    }

    fn into_call(self) -> Call {
        self
    }
}

/// Makes builders that wrap a [`Call`] in their first field requests: `request!(ListThings, GetThing);`
#[macro_export]
macro_rules! request {
    ($($name:ident),+ $(,)?) => { $(
        impl $crate::Request for $name {
            fn call(&self) -> &$crate::Call { &self.0 }
            fn call_mut(&mut self) -> &mut $crate::Call { &mut self.0 }
            fn into_call(self) -> $crate::Call { self.0 }
        }
    )+ };
}
