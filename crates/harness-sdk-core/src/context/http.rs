//! The HTTP client.

use std::time::Duration;

use crate::config::ConfigProblem;

/// How the HTTP client is had.
pub(super) enum Http {
    /// Made here, with these additions.
    Builder(Box<reqwest::ClientBuilder>),
    /// The caller's own.
    Own(reqwest::Client),
}

impl Http {
    /// Changes what the client is made of; a caller's own client stays as it is.
    pub(super) fn change(self, change: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder) -> Http {
        match self {
            Http::Builder(builder) => Http::Builder(Box::new(change(*builder))),
            own @ Http::Own(_) => own,
        }
    }

    pub(super) fn build(self, connect: Option<Duration>) -> Result<reqwest::Client, ConfigProblem> {
        match self {
            Http::Builder(builder) => {
                let mut builder = builder.redirect(reqwest::redirect::Policy::none()).referer(false);
                if let Some(limit) = connect {
                    builder = builder.connect_timeout(limit);
                }
                choose_cryptography();
                builder.build().map_err(|fault| {
                    let why = std::error::Error::source(&fault).map(|source| format!(": {source}")).unwrap_or_default();
                    ConfigProblem::missing(format!("the HTTP client cannot be built{why}"))
                })
            }
            Http::Own(client) if follows_no_redirects(&client) => Ok(client),
            Http::Own(_) => Err(ConfigProblem::missing(
                "the HTTP client given follows redirects, and would carry the API key to other hosts: build it with \
                 .redirect(reqwest::redirect::Policy::none()), or give its builder to http_client_builder(..)",
            )),
        }
    }
}

/// Without a provider of its own the HTTP client asks the process for one, and panics when there is none. One that the
/// program has chosen stays.
fn choose_cryptography() {
    #[cfg(all(feature = "rustls-ring", not(feature = "rustls")))]
    drop(rustls::crypto::ring::default_provider().install_default());
}

impl Default for Http {
    /// Retries are this crate's, which count and show; the HTTP client's own would copy each request beforehand.
    fn default() -> Http {
        let no_retries = reqwest::retry::never().max_retries_per_request(0);
        Http::Builder(Box::new(reqwest::Client::builder().retry(no_retries)))
    }
}

/// `Debug` is the one place where a built client tells its redirect policy. A client that does not tell is refused.
fn follows_no_redirects(client: &reqwest::Client) -> bool {
    let shown = format!("{client:?}");
    shown.contains("redirect_policy: \"Policy(None)\"")
}
