//! One refresh for however many calls wait.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::panic::AssertUnwindSafe;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::{Shared, WeakShared};
use http::HeaderValue;
use tokio::time::Instant;

use super::error::AuthError;
use super::header::AuthHeader;
use super::provider::{Token, TokenProvider, TokenSecret};
use crate::transport::Transport;

/// How long before its end a token is replaced, so that it does not end on its way. The official CLI keeps the same.
const GRACE: Duration = Duration::from_secs(15);

type Refresh = Pin<Box<dyn Future<Output = Result<AuthHeader, AuthError>> + Send>>;

pub(super) struct TokenCache {
    provider: Box<dyn TokenProvider>,
    /// The configured account, which a key must belong to when it names one.
    account: Option<String>,
    /// The word before the token, where it goes as `Authorization` whatever its kind.
    scheme: Option<&'static str>,
    state: Mutex<State>,
}

thread_local! {
    /// The caches whose providers are being polled on this thread, the innermost last.
    static ASKING: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

/// Marks that the provider of a cache is being polled.
struct Within;

impl Within {
    fn enter(cache: &TokenCache) -> Within {
        ASKING.with_borrow_mut(|asking| asking.push(std::ptr::from_ref(cache).addr()));
        Within
    }
}

impl Drop for Within {
    fn drop(&mut self) {
        ASKING.with_borrow_mut(|asking| asking.pop());
    }
}

#[derive(Default)]
struct State {
    current: Option<Current>,
    /// Weak, so that a refresh whose callers have all gone is dropped and not resumed much later.
    refresh: Option<WeakShared<Refresh>>,
}

struct Current {
    header: AuthHeader,
    until: Option<Instant>,
}

impl TokenCache {
    pub(super) fn new(provider: Box<dyn TokenProvider>, account: Option<String>) -> Self {
        Self { provider, account, scheme: None, state: Mutex::default() }
    }

    /// Tokens that go as `Authorization` with this word before them.
    pub(super) fn own(provider: Box<dyn TokenProvider>, scheme: &'static str) -> Self {
        Self { provider, account: None, scheme: Some(scheme), state: Mutex::default() }
    }

    pub(super) fn connect(&self, transport: &Arc<dyn Transport>) {
        self.provider.connect(transport);
    }

    /// The current token, or the one that the refresh under way gives. Only the callers drive that refresh: when one
    /// gives up, the others carry it on.
    ///
    /// A provider that asks for what it is to give would wait for itself; it gets an error instead.
    pub(super) async fn header(self: &Arc<Self>) -> Result<AuthHeader, AuthError> {
        let refresh = match self.current_or_refresh() {
            Ok(header) => return Ok(header),
            Err(refresh) => refresh,
        };
        refresh.await
    }

    fn current_or_refresh(self: &Arc<Self>) -> Result<AuthHeader, Shared<Refresh>> {
        let mut state = self.state();
        if let Some(current) = &state.current
            && current.until.is_none_or(|until| Instant::now() < until)
        {
            return Ok(current.header.clone());
        }
        if self.is_asking() {
            return Err(FutureExt::shared(Box::pin(async { Err(AuthError::recursive()) })));
        }
        if let Some(refresh) = state.refresh.as_ref().and_then(WeakShared::upgrade) {
            return Err(refresh);
        }
        let cache = Arc::clone(self);
        let refresh: Shared<Refresh> = FutureExt::shared(Box::pin(async move { cache.refresh().await }));
        state.refresh = refresh.downgrade();
        Err(refresh)
    }

    async fn refresh(&self) -> Result<AuthHeader, AuthError> {
        let answer = self.ask().await.and_then(|token| self.accept(token));
        let mut state = self.state();
        state.refresh = None;
        state.current = None;
        let current = answer?;
        let header = current.header.clone();
        state.current = Some(current);
        Ok(header)
    }

    /// Asks the provider. A panic of it is an error: it would otherwise be one of every waiting call.
    async fn ask(&self) -> Result<Token, AuthError> {
        let asking = AssertUnwindSafe(async { self.provider.token().await });
        let mut asking = pin!(asking.catch_unwind());
        let answer = poll_fn(|cx| {
            let _within = Within::enter(self);
            asking.as_mut().poll(cx)
        });
        match answer.await {
            Ok(answer) => answer.map_err(AuthError::provider),
            Err(_) => Err(AuthError::panicked()),
        }
    }

    /// Whether this runs within the provider of this cache.
    fn is_asking(&self) -> bool {
        ASKING.with_borrow(|asking| asking.contains(&std::ptr::from_ref(self).addr()))
    }

    fn accept(&self, token: Token) -> Result<Current, AuthError> {
        let header = match (&token.secret, self.scheme) {
            (secret, Some(scheme)) => {
                AuthHeader::own(scheme, &secret.text()).map_err(|fault| AuthError::provider(fault.into()))?
            }
            (TokenSecret::Bearer(bearer), None) => AuthHeader::bearer(bearer),
            (TokenSecret::ApiKey(key), None) => {
                if let (Some(expected), Some(found)) = (self.account.as_deref(), key.account())
                    && expected != found
                {
                    return Err(AuthError::account(expected, found));
                }
                AuthHeader::api_key(key)
            }
        };
        let until = token.lifetime.and_then(|lifetime| Instant::now().checked_add(lifetime.saturating_sub(GRACE)));
        Ok(Current { header, until })
    }

    /// The value of the header that was given last.
    pub(super) fn current(&self) -> Option<HeaderValue> {
        self.state().current.as_ref().map(|current| current.header.value.clone())
    }

    /// Forgets the token if it is the refused one; another call may have replaced it already.
    pub(super) fn forget(&self, refused: &HeaderValue) {
        let mut state = self.state();
        if state.current.as_ref().is_some_and(|current| current.header.value == *refused) {
            state.current = None;
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
