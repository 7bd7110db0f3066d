//! How errors come to be. Nothing of the query, of header values or of bodies enters their text.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header::RETRY_AFTER};

use super::{Answered, CallFacts, Error, ErrorKind, Inner, ServerError, html};
use crate::auth::AuthError;
use crate::config::ConfigError;
use crate::model::DecodeError;
use crate::redact::{self, Secrets};

/// What is known of a change that a policy denied. The platform's answers do not tell whether anything was saved.
const DENIED_HINT: &str = "the answer does not tell whether anything was changed: read the entity before trying again";

impl Error {
    /// An error of code built on this crate, such as a workflow of several calls. API keys in the text are blanked out.
    ///
    /// ```
    /// use harness_sdk_core::{Error, ErrorKind};
    ///
    /// let error = Error::custom(ErrorKind::Timeout, "the flag is still off after 30 s");
    /// assert!(error.is_timeout() && error.to_string().contains("still off"));
    /// ```
    pub fn custom(kind: ErrorKind, what: impl AsRef<str>) -> Error {
        Error::new(kind, redact::text(what.as_ref()).into_owned())
    }

    /// The error with another one as its cause.
    #[must_use]
    pub fn caused_by(self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Error {
        self.with_source(source)
    }

    /// The same error with other first words, such as what a workflow was about: what the server says, the answer and the
    /// call stay. API keys in the text are blanked out.
    #[must_use]
    pub fn with_summary(mut self, what: impl AsRef<str>) -> Error {
        self.0.what = redact::text(what.as_ref()).into_owned().into();
        self
    }

    pub(crate) fn new(kind: ErrorKind, what: impl Into<Cow<'static, str>>) -> Error {
        Error(Box::new(Inner {
            kind,
            what: what.into(),
            hint: None,
            call: None,
            attempts: 0,
            answer: None,
            server: None,
            retry_after: None,
            path: None,
            source: None,
        }))
    }

    pub(crate) fn with_call(mut self, call: &CallFacts, attempts: u32) -> Error {
        self.0.call = Some(call.clone());
        self.0.attempts = attempts;
        self
    }

    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Error {
        self.0.hint = Some(hint.into());
        self
    }

    pub(crate) fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Error {
        self.0.source = Some(source.into());
        self
    }

    /// Keeps the answer, and the identifiers its headers carry.
    pub(crate) fn with_answer(mut self, answer: Answered) -> Error {
        self.0.retry_after = retry_after(&answer.headers);
        if self.0.server.is_none() {
            let correlation_id = super::correlation_header(&answer.headers);
            self.0.server = Some(ServerError { correlation_id, ..ServerError::default() });
        }
        self.0.answer = Some(answer);
        self
    }

    /// A call that cannot be sent: all its problems at once.
    pub(crate) fn request(problems: &[String]) -> Error {
        let what = match problems {
            [only] => format!("the call was not sent: {only}"),
            many => format!("the call was not sent, {} problems: {}", many.len(), many.join("; ")),
        };
        Error::new(ErrorKind::Request, redact::text(&what).into_owned())
    }

    /// An answer with an error status, or an HTML page of any status.
    pub(crate) fn answered(answer: Answered, host: &str, secrets: &Secrets) -> Error {
        let page = html::is_html(&answer.headers, &answer.body);
        let kind = if page { ErrorKind::Html } else { ErrorKind::Status };
        let server = ServerError::read(&answer.headers, &answer.body, secrets);
        let what = if page { page_text(answer.status, &server) } else { status_text(answer.status) };
        let hint = match (page, server.no_route) {
            (true, _) => Some(page_hint(host)),
            (_, true) => Some(format!("the host `{host}` has no such path; check the base URL")),
            _ => None,
        };
        let mut error = Error::new(kind, what);
        error.0.server = Some(server);
        error.0.hint = hint;
        error.with_answer(answer)
    }

    /// A success that says failure inside, in its whole body, of which the answer may hold the beginning only.
    pub(crate) fn failure(answer: Answered, body: &[u8], secrets: &Secrets) -> Error {
        let server = ServerError::read(&answer.headers, body, secrets);
        let status = status_text(answer.status);
        let what = match server.denied {
            true => format!("the server answered {status}, and a policy denied it"),
            false => format!("the server answered {status} and reports a failure"),
        };
        let hint = server.denied.then(|| DENIED_HINT.to_owned());
        let mut error = Error::new(ErrorKind::Failure, what);
        error.0.server = Some(server);
        error.0.hint = hint;
        error.with_answer(answer)
    }

    /// An answer that could not be read as its type.
    pub(crate) fn decode(answer: Answered, fault: DecodeError) -> Error {
        let what =
            format!("the answer ({}, {} bytes) is not what the document says: {fault}", answer.status, answer.size);
        let mut error = Error::new(ErrorKind::Decode, what).with_answer(answer);
        error.0.path = Some(fault.path().to_owned());
        error.with_source(fault)
    }

    /// An answer that serde could not read as a caller's type. The fault's text is left out where it repeats values.
    pub(crate) fn undecodable(answer: Answered, fault: &serde_json::Error) -> Error {
        let why = format!("{} error at line {}, column {}", category(fault), fault.line(), fault.column());
        Error::unreadable(answer, &why)
    }

    /// An answer that is not readable for another reason than its JSON.
    pub(crate) fn unreadable(answer: Answered, why: &str) -> Error {
        let what = format!("the answer ({}) cannot be read: {why}", answer.status);
        Error::new(ErrorKind::Decode, what).with_answer(answer)
    }

    /// A limit that passed while waiting for `what`.
    pub(crate) fn timeout(what: &str, limit: Duration) -> Error {
        Error::new(ErrorKind::Timeout, format!("{what} took longer than {limit:?}"))
    }
}

impl Error {
    /// The same error without the key of its call, whoever repeated it: the server, a header, a path, a cause.
    pub(crate) fn blanked(mut self, secrets: &Secrets) -> Error {
        let clean = |text: &mut String| {
            if let Cow::Owned(blanked) = secrets.blank(text) {
                *text = blanked;
            }
        };
        if let Cow::Owned(blanked) = secrets.blank(&self.0.what) {
            self.0.what = blanked.into();
        }
        self.0.hint.as_mut().map(clean);
        self.0.path.as_mut().map(clean);
        if let Some(server) = &mut self.0.server {
            server.correlation_id.as_mut().map(clean);
        }
        if let Some(answer) = &mut self.0.answer {
            secrets.blank_headers(&mut answer.headers);
        }
        let told = |cause: &dyn StdError| secrets.are_in(&cause.to_string()) || secrets.are_in(&format!("{cause:?}"));
        let mut cause = StdError::source(&self);
        let mut tells = false;
        while let Some(one) = cause {
            tells |= told(one);
            cause = one.source();
        }
        if tells {
            let text = self.0.source.take().map(|source| source.to_string()).unwrap_or_default();
            self.0.source = Some(secrets.blank(&text).into_owned().into());
        }
        self
    }
}

impl Answered {
    /// The answer with its body cut to the bound. The bytes are copied, so that an error does not hold a large buffer.
    pub(crate) fn bounded(status: StatusCode, headers: HeaderMap, body: &[u8], bound: usize) -> Answered {
        let kept = &body[..body.len().min(bound)];
        Answered {
            status,
            headers,
            body: Bytes::copy_from_slice(kept),
            truncated: kept.len() < body.len(),
            size: body.len(),
        }
    }
}

impl From<ConfigError> for Error {
    fn from(fault: ConfigError) -> Error {
        Error::new(ErrorKind::Config, fault.to_string()).with_source(fault)
    }
}

impl From<AuthError> for Error {
    fn from(fault: AuthError) -> Error {
        let cause = StdError::source(&fault).map(|cause| format!(": {cause}")).unwrap_or_default();
        let what = redact::text(&format!("no credentials: {fault}{cause}")).into_owned();
        Error::new(ErrorKind::Credentials, what).with_source(fault)
    }
}

/// `Retry-After` in seconds; a date counts from the answer's own `Date`, so that no clock is compared with another.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let until = httpdate::parse_http_date(text).ok()?;
    let now = httpdate::parse_http_date(headers.get(http::header::DATE)?.to_str().ok()?).ok()?;
    Some(until.duration_since(now).unwrap_or_default())
}

fn category(fault: &serde_json::Error) -> &'static str {
    match fault.classify() {
        serde_json::error::Category::Io => "input",
        serde_json::error::Category::Syntax => "syntax",
        serde_json::error::Category::Data => "type",
        serde_json::error::Category::Eof => "unexpected end",
    }
}

fn status_text(status: StatusCode) -> String {
    match status.canonical_reason() {
        Some(reason) => format!("{} {reason}", status.as_u16()),
        None => status.as_u16().to_string(),
    }
}

fn page_text(status: StatusCode, server: &ServerError) -> String {
    let title = server.message.as_deref().map(|title| format!(" ({title:?})")).unwrap_or_default();
    format!("an HTML page{title} came with status {} instead of the API's answer", status_text(status))
}

fn page_hint(host: &str) -> String {
    format!(
        "`{host}` is not the API, or a login page or a proxy stands in front of it: check the base URL, also its path on \
         vanity and self-managed addresses"
    )
}
