//! Single sign-on sessions of the official CLI, renewed as it renews them: by discovery of the authorization server and its
//! `refresh_token` grant, with the new tokens written back.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderValue, Method, StatusCode};
use serde::Deserialize;
use url::Url;
use url::form_urlencoded::Serializer;
use zeroize::Zeroizing;

use super::credentials_file::{section, with_tokens};
use super::file;
use super::sign_on::SignOn;
use crate::auth::{Token, TokenError, TokenFuture, TokenProvider, Transient};
use crate::host::is_loopback;
use crate::transport::{HttpRequest, HttpTransport, RequestBody, Transport, TransportError};

/// The same as the CLI's.
const GRACE: Duration = Duration::from_secs(15);
const DISCOVERY: &str = "/.well-known/oauth-authorization-server";
const DISCOVERY_LIMIT: Duration = Duration::from_secs(10);
const TOKEN_LIMIT: Duration = Duration::from_secs(30);
/// The most bytes of an answer of the authorization server.
const MOST: usize = 256 << 10;
/// The most authorization servers that may name the next one as the issuer.
const MOST_ISSUERS: usize = 4;

pub(super) struct SsoSession {
    path: PathBuf,
    profile: String,
    sign_on: SignOn,
    transport: OnceLock<Arc<dyn Transport>>,
    /// The access token given last: asked again, it has expired or was refused.
    given: Mutex<Option<Zeroizing<String>>>,
}

struct Tokens {
    access: Zeroizing<String>,
    refresh: Zeroizing<String>,
}

#[derive(Deserialize)]
struct Metadata {
    #[serde(default)]
    issuer: String,
    #[serde(default)]
    token_endpoint: String,
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default, deserialize_with = "wiped")]
    access_token: Zeroizing<String>,
    #[serde(default, deserialize_with = "wiped")]
    refresh_token: Zeroizing<String>,
    #[serde(default)]
    error: String,
}

fn wiped<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Zeroizing<String>, D::Error> {
    String::deserialize(deserializer).map(Zeroizing::new)
}

impl SsoSession {
    pub(super) fn new(path: &Path, profile: &str, sign_on: SignOn) -> SsoSession {
        SsoSession {
            path: path.to_owned(),
            profile: profile.to_owned(),
            sign_on,
            transport: OnceLock::new(),
            given: Mutex::default(),
        }
    }

    async fn current(&self) -> Result<Token, TokenError> {
        let kept = self.read()?;
        let known = self.given.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let used = known.is_some_and(|given| *given == *kept.access);
        let tokens = if used || is_ending(&kept.access) == Some(true) { self.renew(kept).await? } else { kept };
        let end = expiry(&tokens.access);
        *self.given.lock().unwrap_or_else(PoisonError::into_inner) = Some(tokens.access.clone());
        let token = Token::bearer(tokens.access.as_str())?;
        Ok(end.into_iter().fold(token, Token::expires_at))
    }

    fn read(&self) -> Result<Tokens, TokenError> {
        let text = file::read(&self.path).map_err(|problem| problem.to_string())?.unwrap_or_default();
        let mut problems = Vec::new();
        let section = section(&self.path, &text, &self.profile, &mut problems);
        if let Some(problem) = problems.first() {
            return Err(problem.to_string().into());
        }
        match (section.sso_token, section.refresh_token) {
            (Some(access), Some(refresh)) => Ok(Tokens { access: access.value, refresh: refresh.value }),
            _ => Err(self.logged_out("has no tokens any more")),
        }
    }

    fn logged_out(&self, why: &str) -> TokenError {
        let path = self.path.display();
        format!("{path}: the session of the profile {why}; log in again with the official CLI").into()
    }

    async fn renew(&self, old: Tokens) -> Result<Tokens, TokenError> {
        if is_ending(&old.refresh) == Some(true) {
            return Err(self.logged_out("has expired"));
        }
        let metadata = tokio::time::timeout(DISCOVERY_LIMIT, self.discover());
        let endpoint = metadata.await.map_err(|_| Transient::new("single sign-on: no answer within 10 s"))??;
        let asked = tokio::time::timeout(TOKEN_LIMIT, self.exchange(endpoint, &old.refresh));
        let answer = asked.await.map_err(|_| Transient::new("single sign-on: no answer within 30 s"))??;
        let refresh = if answer.refresh_token.is_empty() { old.refresh } else { answer.refresh_token };
        let new = Tokens { access: answer.access_token, refresh };
        if let Err(fault) = self.write(&new) {
            // The token is good for this program; who starts next finds the old one.
            let path = self.path.display();
            tracing::warn!(%fault, %path, "the renewed single sign-on token cannot be written back");
        }
        Ok(new)
    }

    /// Where tokens are had. A server whose issuer is another one is asked there.
    async fn discover(&self) -> Result<Url, TokenError> {
        let mut server = self.sign_on.server.trim_end_matches('/').to_owned();
        for _ in 0..MOST_ISSUERS {
            let request = HttpRequest::new(Method::GET, secure(&format!("{server}{DISCOVERY}"))?);
            let (status, body) = self.send(request).await?;
            let metadata: Option<Metadata> = serde_json::from_slice(&body).ok();
            let Some(metadata) = metadata.filter(|found| status.is_success() && !found.token_endpoint.is_empty())
            else {
                return Err(format!("single sign-on: {server} does not say where tokens are renewed ({status})").into());
            };
            let issuer = metadata.issuer.trim_end_matches('/');
            if issuer.is_empty() || issuer == server {
                return secure(&metadata.token_endpoint);
            }
            issuer.clone_into(&mut server);
        }
        Err("single sign-on: the authorization server names one issuer after another".into())
    }

    async fn exchange(&self, endpoint: Url, refresh: &str) -> Result<Answer, TokenError> {
        let form = Serializer::new(String::new())
            .append_pair("grant_type", "refresh_token")
            .append_pair("refresh_token", refresh)
            .append_pair("client_id", &self.sign_on.client)
            .finish();
        let mut request = HttpRequest::new(Method::POST, endpoint);
        request.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        request.body = RequestBody::from(form);
        let (status, body) = self.send(request).await?;
        match serde_json::from_slice::<Answer>(&body) {
            Ok(answer) if status.is_success() && !answer.access_token.is_empty() => Ok(answer),
            // RFC 6749, section 5.2: the refresh token has expired or was revoked.
            Ok(answer) if answer.error == "invalid_grant" => Err(self.logged_out("has ended")),
            // The answer itself may hold tokens.
            _ => Err(format!("single sign-on: the authorization server gives no token ({status})").into()),
        }
    }

    async fn send(&self, mut request: HttpRequest) -> Result<(StatusCode, Zeroizing<Vec<u8>>), TokenError> {
        request.headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        let host = request.url.host_str().unwrap_or_default().to_owned();
        let passing = |fault: TransportError| Transient::new(format!("single sign-on at {host}: {fault}"));
        let mut response = self.transport()?.send(request).await.map_err(passing)?;
        let status = response.status;
        if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
            return Err(Transient::new(format!("single sign-on at {host}: status {status}")).into());
        }
        let body = response.body.buffer(MOST).await.map_err(passing)?;
        Ok((status, Zeroizing::new(body.to_vec())))
    }

    fn transport(&self) -> Result<&Arc<dyn Transport>, TokenError> {
        if self.transport.get().is_none() {
            let own: Arc<dyn Transport> = Arc::new(HttpTransport::builder().build()?);
            let _ = self.transport.set(own);
        }
        self.transport.get().ok_or_else(|| "single sign-on: there is no transport".into())
    }

    /// Writes the new tokens over the old ones, all at once.
    fn write(&self, tokens: &Tokens) -> io::Result<()> {
        // A link stays one.
        let path = std::fs::canonicalize(&self.path)?;
        let text = file::read(&path).map_err(|problem| io::Error::other(problem.to_string()))?.unwrap_or_default();
        let text = with_tokens(&text, &self.profile, &tokens.access, &tokens.refresh);
        let beside = path.with_extension(format!("{}.new", std::process::id()));
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let written = options.open(&beside).and_then(|mut new| {
            new.write_all(text.as_bytes())?;
            new.sync_all()
        });
        let placed = written.and_then(|()| std::fs::rename(&beside, &path));
        if placed.is_err() {
            // Why it cannot be removed says no more than the error does.
            let _ = std::fs::remove_file(&beside);
        }
        placed
    }
}

impl TokenProvider for SsoSession {
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(self.current())
    }

    fn connect(&self, transport: &Arc<dyn Transport>) {
        // The first client's serves all that share the settings.
        let _ = self.transport.set(Arc::clone(transport));
    }
}

/// An address that a refresh token may be sent to.
fn secure(address: &str) -> Result<Url, TokenError> {
    let url =
        Url::parse(address).map_err(|_| "single sign-on: the address of the authorization server cannot be read")?;
    if url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url)) {
        return Ok(url);
    }
    Err("single sign-on: the authorization server is not reached by https, and no token is sent there".into())
}

/// When a JSON web token ends.
fn expiry(token: &str) -> Option<SystemTime> {
    #[derive(Deserialize)]
    struct Claims {
        exp: f64,
    }
    let payload = token.split('.').nth(1).filter(|_| token.split('.').count() == 3)?;
    let bytes = Zeroizing::new(BASE64_URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?);
    let claims: Claims = serde_json::from_slice(&bytes).ok()?;
    UNIX_EPOCH.checked_add(Duration::try_from_secs_f64(claims.exp).ok()?)
}

/// Whether a token is about to end; nothing when it does not say.
fn is_ending(token: &str) -> Option<bool> {
    let end = expiry(token)?;
    Some(SystemTime::now().checked_add(GRACE).is_none_or(|soon| soon >= end))
}
