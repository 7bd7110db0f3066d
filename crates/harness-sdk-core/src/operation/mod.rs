//! What is known of an API operation before it is called: constant data, one `static` per operation.

mod base;
mod body;
mod failure;
mod git;
mod limit;
mod paging;
mod parameter;

pub use base::{Base, Legacy, Login};
pub use body::{BodyKind, BodyScope};
pub use failure::{Failure, FailureRule};
pub use git::{GitCarrier, GitPart, GitPlace};
pub use limit::RequestLimit;
pub use paging::{Advance, Paging};
pub use parameter::{Encoding, Location, Parameter, Role, Style};

use http::Method;

/// Whether an operation may be repeated after a failure that leaves its effect unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RetryClass {
    /// As the method says: GET, HEAD, OPTIONS and PUT are [`RetryClass::Safe`], the others [`RetryClass::Unsafe`]. A
    /// repeated DELETE that had worked would answer "not found" and hide the success.
    #[default]
    ByMethod,
    /// Repeated after a lost answer, a timeout and the statuses that pass, as with a list that is asked for by POST.
    Safe,
    /// Repeated only when nothing was done: no connection was made, or the limiter in front refused it (429).
    Unsafe,
}

/// An operation of the API.
///
/// Generated crates hold one `static` for each; [`Operation::NEW`] is the base to update from:
///
/// ```
/// use harness_sdk_core::{Method, operation::{Operation, Parameter}};
/// static GET_THING: Operation = Operation {
///     id: "getThing",
///     method: Method::GET,
///     path: "/ng/api/things/{thing}",
///     parameters: &[Parameter::path("thing"), Parameter::query("accountIdentifier").required().account()],
///     ..Operation::NEW
/// };
/// assert_eq!(GET_THING.id, "getThing");
/// ```
#[derive(Clone, Debug)]
pub struct Operation {
    /// The operation's identifier in the document.
    pub id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path template below the host; parameters stand in braces.
    pub path: &'static str,
    /// The family it belongs to, when that has an address or a login for itself.
    pub base: Option<&'static Base>,
    /// Everything that the path, the query and the headers can carry.
    pub parameters: &'static [Parameter],
    /// What the request body is.
    pub body: BodyKind,
    /// Whether the call is refused, before anything is sent, when no body was given.
    pub body_required: bool,
    /// Fields of a form that must be given.
    pub form_required: &'static [&'static str],
    /// The `Accept` header.
    pub accept: &'static str,
    /// Whether the operation may be repeated.
    pub retry: RetryClass,
    /// The limit that the server sets on requests of this operation, besides that on all.
    pub limit: Option<&'static RequestLimit>,
    /// How the operation pages, when it does.
    pub paging: Option<&'static Paging>,
    /// Properties of a JSON body that carry the scope; filled when absent, null or empty.
    pub body_scope: &'static [BodyScope],
    /// The Git options that the operation can carry.
    pub git: &'static [GitCarrier],
    /// Whether the document calls the operation deprecated.
    pub deprecated: bool,
    /// Whether a redirect to another host is a documented answer: it is then followed without credentials.
    pub redirects: bool,
    /// How an answer with a success status says that the operation failed.
    pub failure: Option<&'static Failure>,
}

impl Operation {
    /// A GET on `/` without parameters, answering JSON: the base for struct update.
    pub const NEW: Operation = Operation {
        id: "",
        method: Method::GET,
        path: "/",
        base: None,
        parameters: &[],
        body: BodyKind::None,
        body_required: false,
        form_required: &[],
        accept: "application/json",
        retry: RetryClass::ByMethod,
        limit: None,
        paging: None,
        body_scope: &[],
        git: &[],
        deprecated: false,
        redirects: false,
        failure: None,
    };

    /// The parameter of that location and wire name; header names compare without case.
    pub fn parameter(&self, location: Location, name: &str) -> Option<&'static Parameter> {
        self.parameters.iter().find(|parameter| {
            parameter.location == location
                && match location {
                    Location::Header => parameter.name.eq_ignore_ascii_case(name),
                    _ => parameter.name == name,
                }
        })
    }
}
