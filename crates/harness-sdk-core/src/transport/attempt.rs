//! One attempt: credentials, hooks, request, redirects, status, body.

use std::borrow::Cow;

use http::header::{ACCEPT, CONTENT_LENGTH};
use http::{HeaderMap, HeaderValue, Method};
use url::Url;

use super::same_origin::same_origin;
use super::{Answer, HttpRequest, HttpResponse, Mode, Next, RequestBody, failure, read, redirect};
use crate::auth::AuthHeader;
use crate::call::{Outgoing, Prepared};
use crate::error::{Answered, Error, ErrorKind, html};
use crate::redact::Secrets;
use crate::response::Head;
use crate::telemetry::AttemptSpan;
use crate::trace;

/// A failed attempt.
pub(crate) struct Failed {
    pub(crate) error: Error,
    /// Whether the request was sent.
    pub(crate) sent: bool,
    /// Whether newer credentials can be had, after these were refused.
    pub(crate) renewable: bool,
    /// Whether the server did not take the request.
    pub(crate) untaken: bool,
    /// Whether nothing was sent for want of a token, and the provider may have one later.
    pub(crate) tokenless: bool,
}

impl Failed {
    pub(super) fn unsent(error: impl Into<Error>) -> Failed {
        Failed { error: error.into(), sent: false, renewable: false, untaken: false, tokenless: false }
    }

    fn blanked(self, secrets: &Secrets) -> Failed {
        Failed { error: self.error.blanked(secrets), ..self }
    }

    pub(super) fn sent(error: Error) -> Failed {
        Failed { error, sent: true, renewable: false, untaken: false, tokenless: false }
    }
}

pub(crate) async fn attempt(prepared: &Prepared, mode: Mode, number: u32) -> Result<Answer, Failed> {
    let span = AttemptSpan::start(&prepared.facts, &prepared.url, number);
    let outcome = attempt_within(prepared, mode, number, &span).await;
    span.end(outcome.as_ref().map(Answer::status).map_err(|failed| &failed.error));
    outcome
}

async fn attempt_within(prepared: &Prepared, mode: Mode, number: u32, span: &AttemptSpan) -> Result<Answer, Failed> {
    let hooked = hooked_headers(prepared, number).map_err(Failed::unsent)?;
    let auth = match prepared.credentials {
        true => Some(prepared.credentials().header().await.map_err(|fault| {
            let tokenless = fault.is_transient();
            Failed { tokenless, ..Failed::unsent(fault) }
        })?),
        false => None,
    };
    let secrets = prepared.context.secrets(auth.as_ref().map(|auth| &auth.value));
    trace::request_body(&prepared.context, prepared.outgoing.bytes(), &secrets);
    let exchanged = exchange(prepared, hooked, auth.as_ref(), (number, span)).await;
    let response = exchanged.map_err(|failed| failed.blanked(&secrets))?;
    let outcome = take_in(prepared, response, &secrets, mode).await;
    outcome.map_err(|error| {
        let error = error.blanked(&secrets);
        let unauthorised = error.status().is_some_and(|status| status.as_u16() == 401);
        let renewable = match &auth {
            // Forgotten in any case, so that the next call has a newer one.
            Some(header) if unauthorised => prepared.credentials().refused(header) && prepared.outgoing_repeats(),
            _ => false,
        };
        Failed { renewable, ..Failed::sent(error) }
    })
}

/// How many headers an attempt adds to those of its call: the credentials, the length of the body, and what the HTTP
/// client sets.
const ADDED: usize = 4;

/// The headers as the hooks leave them, if there are hooks.
fn hooked_headers(prepared: &Prepared, number: u32) -> Result<Option<HeaderMap>, Error> {
    let hooks = prepared.context.hooks();
    if hooks.is_empty() {
        return Ok(None);
    }
    let mut headers = prepared.headers.to_map(ADDED);
    let attempt = prepared.facts.attempt(number);
    for hook in hooks {
        hook.before(&attempt, &mut headers)
            .map_err(|fault| Error::new(ErrorKind::Local, "a hook refused the attempt").with_source(fault))?;
    }
    Ok(Some(headers))
}

/// Sends the request and follows redirects as far as they may be followed.
async fn exchange(
    prepared: &Prepared,
    hooked: Option<HeaderMap>,
    auth: Option<&AuthHeader>,
    (number, span): (u32, &AttemptSpan),
) -> Result<HttpResponse, Failed> {
    let mut url = Cow::Borrowed(&prepared.url);
    let mut foreign = false;
    for _ in 0..=redirect::MOST {
        let mut headers = hooked.clone().unwrap_or_else(|| prepared.headers.to_map(ADDED));
        match foreign {
            true => redirect::strip(&mut headers),
            false => span.inject(&mut headers),
        }
        let body = open_body(prepared, &mut headers).await.map_err(Failed::unsent)?;
        let mut request = HttpRequest::new(prepared.facts.method.clone(), Url::clone(&url));
        (request.headers, request.body) = (headers, body);
        let request = request.of_call(&prepared.facts, number, &prepared.sensitive);
        let mut response = send(prepared, &url, request, auth.filter(|_| !foreign)).await?;
        match redirect::next(&mut response, &url, prepared).map_err(Failed::sent)? {
            None => return Ok(response),
            Some(next) => {
                foreign |= !same_origin(&url, &next);
                url = Cow::Owned(next);
            }
        }
    }
    let what = format!("the server redirected more than {} times", redirect::MOST);
    Err(Failed::sent(Error::new(ErrorKind::Redirect, what)))
}

async fn send(
    prepared: &Prepared,
    url: &Url,
    request: HttpRequest,
    auth: Option<&AuthHeader>,
) -> Result<HttpResponse, Failed> {
    let context = &prepared.context;
    let next = Next::new(context.middleware(), context.transport(), auth, url);
    next.run(request).await.map_err(|fault| {
        let untaken = fault.is_untaken();
        let error = Error::transport(fault, url.host_str().unwrap_or_default());
        let sent = !matches!(error.kind(), ErrorKind::Local | ErrorKind::Request);
        Failed { sent, untaken, ..Failed::sent(error) }
    })
}

async fn open_body(prepared: &Prepared, headers: &mut HeaderMap) -> Result<RequestBody, Error> {
    let opened = match &prepared.outgoing {
        Outgoing::None => {
            // RFC 9110, section 8.6: a method that gives content a meaning says that there is none.
            if matches!(prepared.facts.method, Method::POST | Method::PUT | Method::PATCH) {
                headers.insert(CONTENT_LENGTH, HeaderValue::from(0));
            }
            return Ok(RequestBody::empty());
        }
        Outgoing::Bytes(bytes) => {
            // reqwest sends an empty body as none, and gateways refuse a POST that does not say its length.
            if bytes.is_empty() {
                headers.insert(CONTENT_LENGTH, HeaderValue::from(0));
            }
            return Ok(bytes.clone().into());
        }
        Outgoing::Body(body) => body.open().await?,
        Outgoing::Form(form, boundary) => form.open(boundary).await?,
    };
    if let Some(length) = opened.length {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    let opened = match &prepared.watch {
        Some(watch) => watch.over(opened),
        None => opened,
    };
    Ok(RequestBody::opened(opened))
}

/// Judges the status and, unless the answer is to be streamed, reads it.
async fn take_in(
    prepared: &Prepared,
    mut response: HttpResponse,
    secrets: &Secrets,
    mode: Mode,
) -> Result<Answer, Error> {
    let bounds = prepared.context.bounds();
    let host = &prepared.facts.host;
    let (status, mut headers) = (response.status, read::headers(&mut response));
    secrets.blank_headers(&mut headers);
    let proxy = response.proxy.take();
    if !status.is_success() {
        let (body, truncated) = read::up_to(response.body, bounds.error_body).await;
        trace::response_body(&prepared.context, &body, secrets);
        let size = body.len();
        let error = Error::answered(Answered { status, headers, body, truncated, size }, host, secrets);
        return Err(match proxy {
            Some(proxy) => error.answered_by_proxy(&proxy, prepared.url.scheme()),
            None => error,
        });
    }
    if mode.is_streamed() {
        let page = mode != Mode::Raw && html::has_html_type(&headers);
        if !page {
            let mut answer = Answer::streamed(prepared, Head { status, headers }, response.body, mode);
            answer.keep_secret(secrets.clone());
            return Ok(answer);
        }
    }
    let body = read::whole(response.body, bounds.answer, host).await?;
    trace::response_body(&prepared.context, &body, secrets);
    let answered = |body: &[u8]| Answered::bounded(status, headers.clone(), body, bounds.error_body);
    let page = match mode {
        Mode::Other => html::has_html_type(&headers) && !accepts_html(prepared),
        _ => true,
    };
    if page && html::is_html(&headers, &body) {
        return Err(Error::answered(answered(&body), host, secrets));
    }
    if mode == Mode::Json
        && let Some(rules) = prepared.failure
        && failure::is_reported(rules, &body)
    {
        return Err(Error::failure(answered(&body), &body, secrets));
    }
    let mut answer = Answer::whole(prepared, status, headers, body);
    answer.keep_secret(secrets.clone());
    Ok(answer)
}

fn accepts_html(prepared: &Prepared) -> bool {
    let accept = prepared.headers.get(&ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("html")) || prepared.facts.method == Method::HEAD
}
