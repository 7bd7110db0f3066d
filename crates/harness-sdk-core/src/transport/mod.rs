//! What requests are sent with, and code around it.
//!
//! - [`Transport`] sends one request and receives one response; [`HttpTransport`] does so over the network, and
//!   [`ContextBuilder::transport`](crate::ContextBuilder::transport) takes any other.
//! - [`Middleware`] runs around every request that is sent.
//! - [`Cassette`] is one that records what was answered into a file, and answers from it.

mod answer;
mod attempt;
mod bodies;
mod cassette;
#[cfg(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls"))]
mod certificate;
mod client;
mod failure;
mod fault;
mod limits;
mod middleware;
mod network;
mod origin;
mod proxy;
mod read;
mod redirect;
mod run;
mod same_origin;
mod seam;
#[cfg(feature = "tower")]
mod tower;
mod typed;
mod untaken;
mod watch;

pub use self::bodies::{RequestBody, ResponseBody};
pub use self::cassette::Cassette;
#[cfg(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls"))]
pub use self::certificate::{Certificate, Identity, TlsVersion};
pub use self::client::{HttpTransport, HttpTransportBuilder};
pub use self::fault::TransportError;
pub use self::middleware::{Middleware, Next};
pub use self::proxy::Proxy;
pub use self::seam::{HttpRequest, HttpResponse, Transport, TransportFuture};
#[cfg(feature = "tower")]
pub use self::tower::{TowerTransport, TransportService};

pub(crate) use answer::Answer;
pub(crate) use origin::{Origin, Reading};
pub(crate) use run::run;
pub(crate) use watch::Watch;

/// How an answer is taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Into memory, as JSON: signs of failure inside a success are looked for.
    Json,
    /// Into memory, as text or bytes.
    Other,
    /// Unread, as lines of JSON.
    Lines,
    /// Unread, as server-sent events.
    Events,
    /// Unread, and taken as it comes.
    Raw,
}

impl Mode {
    pub(crate) fn is_streamed(self) -> bool {
        matches!(self, Mode::Lines | Mode::Events | Mode::Raw)
    }
}
