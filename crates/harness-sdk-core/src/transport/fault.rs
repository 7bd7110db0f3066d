//! What goes wrong between here and the server.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use http::StatusCode;

use crate::body::BodyFault;
use crate::error::{Error, ErrorKind, one_line};
use crate::redact;

type Source = Box<dyn StdError + Send + Sync>;

/// Why a request got no response, or a response broke off.
///
/// The kind decides what the client does next: a refused connection left the server untouched, so that any request may be
/// repeated; after a broken one only what is harmless to repeat is.
///
/// ```
/// use harness_sdk_core::transport::TransportError;
///
/// let fault = std::io::Error::from(std::io::ErrorKind::ConnectionRefused);
/// assert_eq!(TransportError::connect(fault).to_string(), "no connection: connection refused");
/// ```
pub struct TransportError(Box<Fault>);

struct Fault {
    kind: Kind,
    what: Option<String>,
    hint: Option<String>,
    untaken: bool,
    proxy: Option<Arc<str>>,
    source: Option<Source>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Connect,
    ConnectTimeout,
    Timeout,
    Broken,
    Unsendable,
    Body,
    Refused,
}

impl TransportError {
    pub(super) fn of(kind: Kind, source: impl Into<Source>) -> TransportError {
        let (source, untaken) = (Some(source.into()), false);
        TransportError(Box::new(Fault { kind, what: None, hint: None, untaken, proxy: None, source }))
    }

    /// There is no connection: the server has seen nothing of the request.
    pub fn connect(source: impl Into<Source>) -> TransportError {
        TransportError::of(Kind::Connect, source)
    }

    /// The connection broke while the request or the response was under way.
    pub fn broken(source: impl Into<Source>) -> TransportError {
        TransportError::of(Kind::Broken, source)
    }

    /// A time limit of the transport has passed.
    pub fn timeout(source: impl Into<Source>) -> TransportError {
        TransportError::of(Kind::Timeout, source)
    }

    /// The request is not sent and not tried again, and the text says why. It must hold no secret.
    pub fn refused(what: impl Into<String>) -> TransportError {
        let what = Some(what.into());
        TransportError(Box::new(Fault {
            kind: Kind::Refused,
            what,
            hint: None,
            untaken: false,
            proxy: None,
            source: None,
        }))
    }

    /// The source of the request's body failed, a file or a stream, and not the network.
    pub(super) fn body(fault: BodyFault) -> TransportError {
        TransportError::of(Kind::Body, fault)
    }

    /// What to do about it.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> TransportError {
        self.0.hint = Some(hint.into());
        self
    }

    /// The server is known not to have processed any of the request, as with a refused HTTP/2 stream: it is sent again at
    /// once, whatever it is.
    #[must_use]
    pub fn not_taken(mut self) -> TransportError {
        self.0.untaken = true;
        self
    }

    pub(super) fn is_untaken(&self) -> bool {
        self.0.untaken
    }

    /// The proxy that was asked, as it may be shown.
    pub(super) fn through(mut self, proxy: Option<Arc<str>>) -> TransportError {
        self.0.proxy = proxy;
        self
    }

    /// The innermost cause; the outer ones only repeat what the kind says.
    fn root(&self) -> String {
        let Some(source) = &self.0.source else { return self.0.what.clone().unwrap_or_default() };
        let mut cause: &dyn StdError = source.as_ref();
        while let Some(inner) = cause.source() {
            cause = inner;
        }
        redact::text(&one_line(&cause.to_string(), 200)).into_owned()
    }

    fn says(&self, words: &str) -> bool {
        let mut cause = self.0.source.as_ref().map(|source| source.as_ref() as &(dyn StdError + 'static));
        while let Some(inner) = cause {
            if inner.to_string().contains(words) {
                return true;
            }
            cause = inner.source();
        }
        false
    }

    fn connecting(&self, host: &str) -> (String, String) {
        let root = self.root();
        let Some(proxy) = &self.0.proxy else {
            let hint = match (self.says(OWN_CERTIFICATE), self.says("certificate")) {
                (true, _) => OWN_CERTIFICATE_HINT,
                (_, true) => CERTIFICATE_HINT,
                _ => CONNECT_HINT,
            };
            return (format!("no connection to `{host}`: {root}"), hint.to_owned());
        };
        // What the tunnel reports is text alone.
        if self.says("proxy authorization required") {
            let what = format!("the proxy {proxy} on the way to `{host}` wants credentials (status 407)");
            return (what, PROXY_CREDENTIALS_HINT.to_owned());
        }
        if self.says("tunnel error: unsuccessful") {
            let what = format!("the proxy {proxy} refuses to connect to `{host}` (such as with status 403 or 502)");
            return (what, format!("ask who runs the proxy to allow `{host}`, or name the host in NO_PROXY"));
        }
        let what = format!("no connection to `{host}` through the proxy {proxy}: {root}");
        (what, PROXY_HINT.to_owned())
    }
}

const CONNECT_HINT: &str = "check the host name, the network, the proxy and the certificates";
const CERTIFICATE_HINT: &str = "check the host name and the server's certificate; one that an authority of yours signed, or \
                                the server itself, is trusted when root_certificate(..) is given it";
const PROXY_CREDENTIALS_HINT: &str = "give its user and password with Proxy::basic_auth, or in the proxy's address";
const PROXY_HINT: &str = "check that the proxy runs and may be reached, or leave it out: HTTPS_PROXY, HTTP_PROXY, \
                          ALL_PROXY and NO_PROXY name proxies, unless no_proxy() is set";
/// What webpki says of a server that shows a certificate authority's certificate as its own.
const OWN_CERTIFICATE: &str = "CaUsedAsEndEntity";
const OWN_CERTIFICATE_HINT: &str = "the server shows a certificate that is marked as an authority's (CA:TRUE): issue it anew with \
                                    basicConstraints=CA:FALSE and give that to root_certificate(..), or let an authority \
                                    of yours sign it and give the authority's";

impl Error {
    /// What the transport reports.
    pub(crate) fn transport(mut fault: TransportError, host: &str) -> Error {
        let (kind, what, hint) = match fault.0.kind {
            Kind::Body => {
                return Error::new(ErrorKind::Local, format!("the request body could not be read: {}", fault.root()));
            }
            Kind::Refused => (ErrorKind::Local, fault.0.what.clone().unwrap_or_default(), None),
            Kind::ConnectTimeout => {
                let way = fault.0.proxy.as_ref().map(|proxy| format!(" through the proxy {proxy}")).unwrap_or_default();
                let what = format!("connecting to `{host}`{way} took longer than the limit of the HTTP client");
                (ErrorKind::Timeout, what, None)
            }
            Kind::Timeout => (
                ErrorKind::Timeout,
                format!("waiting for `{host}` took longer than the limit of the HTTP client"),
                None,
            ),
            Kind::Connect => {
                let (what, hint) = fault.connecting(host);
                (ErrorKind::Connect, what, Some(hint))
            }
            Kind::Unsendable => (ErrorKind::Request, "the HTTP client cannot send this request".to_owned(), None),
            Kind::Broken => (ErrorKind::Transport, format!("the connection to `{host}` broke: {}", fault.root()), None),
        };
        let mut error = Error::new(kind, what);
        if let Some(hint) = fault.0.hint.take().or(hint) {
            error = error.with_hint(hint);
        }
        match fault.0.source.take() {
            Some(source) => error.with_source(source),
            None => error,
        }
    }
}

impl Error {
    /// A status that came through a proxy, and may be its own: what is encrypted it cannot answer.
    pub(super) fn answered_by_proxy(self, proxy: &str, scheme: &str) -> Error {
        let own = matches!(self.status().map(|status| status.as_u16()), Some(403 | 502 | 503 | 504));
        if self.status() == Some(StatusCode::PROXY_AUTHENTICATION_REQUIRED) {
            let hint = format!("the proxy {proxy} wants credentials: {PROXY_CREDENTIALS_HINT}");
            return self.with_hint(hint);
        }
        if scheme == "http" && own && self.code().is_none() {
            return self.with_hint(format!("the proxy {proxy} is on the way, and may be the one that answers so"));
        }
        self
    }
}

/// The outermost cause of that type.
pub(super) fn find_cause<'a, T: StdError + 'static>(fault: &'a (dyn StdError + 'static)) -> Option<&'a T> {
    let mut cause = Some(fault);
    while let Some(inner) = cause {
        if let Some(found) = inner.downcast_ref() {
            return Some(found);
        }
        cause = inner.source();
    }
    None
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.0.kind {
            Kind::Connect => "no connection",
            Kind::ConnectTimeout | Kind::Timeout => "a time limit passed",
            Kind::Broken => "the connection broke",
            Kind::Unsendable => "the request cannot be sent",
            Kind::Body => "the request body could not be read",
            Kind::Refused => return f.write_str(&self.root()),
        };
        write!(f, "{kind}: {}", self.root())
    }
}

impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportError").field("kind", &self.0.kind).field("message", &self.to_string()).finish()
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_ref().map(|source| source.as_ref() as &(dyn StdError + 'static))
    }
}
