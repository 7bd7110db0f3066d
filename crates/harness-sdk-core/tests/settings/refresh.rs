//! Tokens that expire are asked for once, however many calls wait.

use std::error::Error;
use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::time::{Duration, SystemTime};

use harness_sdk_core::auth::{AuthError, Credentials, Token, TokenError, TokenFuture, TokenProvider};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;

/// Gives `token-1`, `token-2` … as the test allows, or fails when it says so.
struct Desk {
    asked: AtomicUsize,
    doors: Semaphore,
    fails: bool,
    lifetime: Option<Duration>,
}

impl Desk {
    fn open() -> Self {
        Self { asked: AtomicUsize::new(0), doors: Semaphore::new(Semaphore::MAX_PERMITS), fails: false, lifetime: None }
    }

    fn closed() -> Self {
        Self { doors: Semaphore::new(0), ..Self::open() }
    }

    /// Lets every question through, so that one too many is counted and does not wait for ever.
    fn unlock(&self) {
        self.doors.add_permits(10_000);
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

impl TokenProvider for Desk {
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(async move {
            let number = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
            self.doors.acquire().await?.forget();
            if self.fails {
                return Err(TokenError::from(format!("refusal {number}")));
            }
            let token = Token::bearer(format!("token-{number}"))?;
            Ok(match self.lifetime {
                Some(lifetime) => token.expires_in(lifetime),
                None => token,
            })
        })
    }
}

fn desk(desk: Desk) -> (Arc<Desk>, Credentials) {
    let desk = Arc::new(desk);
    (Arc::clone(&desk), Credentials::provider(desk, None))
}

async fn text(credentials: &Credentials) -> Result<String, AuthError> {
    Ok(credentials.header().await?.value.to_str().unwrap().to_owned())
}

/// Starts so many calls and returns when each of them is waiting.
async fn waiting(credentials: &Credentials, count: usize) -> Vec<JoinHandle<Result<String, AuthError>>> {
    let started = Arc::new(AtomicUsize::new(0));
    let calls = (0..count)
        .map(|_| {
            let (credentials, started) = (credentials.clone(), Arc::clone(&started));
            // On this one thread a task counted as started has also reached its first wait.
            tokio::spawn(async move {
                started.fetch_add(1, Ordering::SeqCst);
                text(&credentials).await
            })
        })
        .collect();
    while started.load(Ordering::SeqCst) < count {
        tokio::task::yield_now().await;
    }
    calls
}

#[tokio::test]
async fn many_waiting_calls_share_one_refresh() {
    let (desk, credentials) = desk(Desk::closed());
    assert!(credentials.can_refresh());
    let calls = waiting(&credentials, 500).await;
    assert!(calls.iter().all(|call| !call.is_finished()));
    desk.unlock();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap(), "Bearer token-1");
    }
    assert_eq!(text(&credentials).await.unwrap(), "Bearer token-1");
    assert_eq!(desk.asked(), 1);
}

#[test]
fn threads_share_one_refresh() {
    let (desk, credentials) = desk(Desk::open());
    let start = Barrier::new(16);
    std::thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
                start.wait();
                assert_eq!(runtime.block_on(text(&credentials)).unwrap(), "Bearer token-1");
            });
        }
    });
    assert_eq!(desk.asked(), 1);
}

#[tokio::test]
async fn a_failure_is_shared_and_the_next_call_asks_again() {
    let (desk, credentials) = desk(Desk { fails: true, ..Desk::closed() });
    let calls = waiting(&credentials, 50).await;
    desk.unlock();
    for call in calls {
        let error = call.await.unwrap().unwrap_err();
        assert_eq!(error.to_string(), "the token provider gave no token");
        assert_eq!(error.source().unwrap().to_string(), "refusal 1");
        assert!(!error.is_account_mismatch());
    }
    assert_eq!(desk.asked(), 1);
    assert_eq!(text(&credentials).await.unwrap_err().source().unwrap().to_string(), "refusal 2");
}

#[tokio::test]
async fn a_call_that_gives_up_leaves_the_others_waiting() {
    let (desk, credentials) = desk(Desk::closed());
    let first = waiting(&credentials, 1).await;
    let others = waiting(&credentials, 10).await;
    for call in first {
        call.abort();
        assert!(call.await.unwrap_err().is_cancelled());
    }
    desk.unlock();
    for call in others {
        assert_eq!(call.await.unwrap().unwrap(), "Bearer token-1");
    }
    assert_eq!(desk.asked(), 1);
}

#[tokio::test]
async fn a_refresh_that_all_have_given_up_is_dropped() {
    let (desk, credentials) = desk(Desk::closed());
    for call in waiting(&credentials, 5).await {
        call.abort();
        assert!(call.await.unwrap_err().is_cancelled());
    }
    desk.unlock();
    assert_eq!(text(&credentials).await.unwrap(), "Bearer token-2");
    assert_eq!(desk.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_token_is_replaced_shortly_before_its_end() {
    let (desk, credentials) = desk(Desk { lifetime: Some(Duration::from_secs(600)), ..Desk::open() });
    assert_eq!(text(&credentials).await.unwrap(), "Bearer token-1");
    tokio::time::advance(Duration::from_secs(584)).await;
    assert_eq!(text(&credentials).await.unwrap(), "Bearer token-1");
    tokio::time::advance(Duration::from_secs(1)).await;
    assert_eq!(text(&credentials).await.unwrap(), "Bearer token-2");
    assert_eq!(text(&credentials.clone()).await.unwrap(), "Bearer token-2");
    assert_eq!(desk.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_token_that_has_ended_serves_the_calls_that_waited_for_it() {
    let credentials =
        Credentials::provider(|| async { Ok(Token::bearer("old")?.expires_at(SystemTime::UNIX_EPOCH)) }, None);
    assert_eq!(text(&credentials).await.unwrap(), "Bearer old");
    let (desk, endless) = desk(Desk { lifetime: Some(Duration::MAX), ..Desk::open() });
    tokio::time::advance(Duration::from_secs(60 * 60 * 24 * 365)).await;
    text(&endless).await.unwrap();
    tokio::time::advance(Duration::from_secs(60 * 60 * 24 * 365)).await;
    text(&endless).await.unwrap();
    assert_eq!(desk.asked(), 1);
}

#[tokio::test]
async fn a_refused_token_is_replaced_once() {
    let (desk, credentials) = desk(Desk::open());
    let old = credentials.header().await.unwrap();
    for _ in 0..20 {
        assert!(credentials.refused(&old));
        assert_eq!(text(&credentials).await.unwrap(), "Bearer token-2");
    }
    assert_eq!(desk.asked(), 2);
}

#[tokio::test]
async fn a_provided_key_must_be_of_the_configured_account() {
    let provider = || async { Ok::<_, TokenError>(Token::api_key("pat.other.tok.CANARY")?) };
    let error = Credentials::provider(provider, Some("mine".to_owned())).header().await.unwrap_err();
    assert!(error.is_account_mismatch());
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("`other`") && shown.contains("`mine`") && !shown.contains("CANARY"), "{shown}");

    let header = Credentials::provider(provider, Some("other".to_owned())).header().await.unwrap();
    assert_eq!(header.name.as_str(), "x-api-key");
    let older = || async { Ok::<_, TokenError>(Token::api_key("pat.tok.secret")?) };
    assert!(Credentials::provider(older, Some("mine".to_owned())).header().await.is_ok());
}

#[test]
fn waiting_is_send_and_providers_are_objects() {
    fn is_send<T: Future + Send>(future: T) {
        drop(future);
    }
    let provider: Arc<dyn TokenProvider> = Arc::new(Desk::open());
    is_send(Credentials::provider(provider, None).header());
}

#[tokio::test]
async fn a_provider_that_asks_its_own_client_gets_an_error() {
    let own: Arc<std::sync::OnceLock<Credentials>> = Arc::default();
    let inner = Arc::clone(&own);
    let provider = move || {
        let own = inner.get().unwrap().clone();
        async move {
            tokio::task::yield_now().await;
            let header = own.header().await?;
            Ok::<_, TokenError>(Token::bearer(header.value.to_str()?)?)
        }
    };
    let credentials = Credentials::provider(provider, None);
    own.set(credentials.clone()).unwrap();
    let error = credentials.header().await.unwrap_err();
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert!(cause.contains("would wait for itself"), "{cause}");
}

#[tokio::test]
async fn a_provider_that_panics_is_an_error_for_every_waiting_call() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let provider = move || {
        let number = count.fetch_add(1, Ordering::SeqCst);
        async move {
            for _ in 0..100 {
                tokio::task::yield_now().await;
            }
            assert!(number > 0, "out of order");
            Ok::<_, TokenError>(Token::bearer("token")?)
        }
    };
    let credentials = Credentials::provider(provider, None);
    for call in waiting(&credentials, 10).await {
        assert!(call.await.unwrap().unwrap_err().to_string().contains("panicked"));
    }
    assert_eq!(text(&credentials).await.unwrap(), "Bearer token", "the next call asks again");
}
