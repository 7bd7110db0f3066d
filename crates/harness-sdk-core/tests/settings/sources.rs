//! Keys in files, variables and other programs, and providers that fail for a while.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::support::{Server, json};
use harness_sdk_core::auth::{self, KeySource, Token, TokenError, Transient};
use harness_sdk_core::operation::Operation;
use harness_sdk_core::{Call, Context, ContextBuilder, ErrorKind, Method, RetryPolicy};

static GET: Operation = Operation { id: "get", path: "/start", ..Operation::NEW };
static POST: Operation = Operation { id: "post", method: Method::POST, path: "/start", ..Operation::NEW };

fn builder(server: &Server) -> ContextBuilder {
    let quick = RetryPolicy::default().with_base_delay(Duration::ZERO);
    Context::builder().host(&server.url).no_proxy().account("acc").retry(quick)
}

async fn get(context: &Context) -> Result<(), harness_sdk_core::Error> {
    Call::new(context, &GET).send::<()>().await.map(drop)
}

#[tokio::test]
async fn a_file_is_read_for_every_call() {
    let server = Server::answering(json(200, "{}")).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    let context = builder(&server).token_provider(auth::file(&path)).build().unwrap();
    for written in ["pat.acc.one.x\n", "  sat.acc.two.x\r\n\n", "\u{feff}pat.acc.three.x"] {
        std::fs::write(&path, written).unwrap();
        get(&context).await.unwrap();
    }
    let keys: Vec<String> = server.seen().iter().map(|seen| seen.header("x-api-key").unwrap().to_owned()).collect();
    assert_eq!(keys, ["pat.acc.one.x", "sat.acc.two.x", "pat.acc.three.x"]);
}

#[tokio::test]
async fn a_refused_key_is_read_again() {
    let server = Server::new(vec![json(200, "{}"), json(401, "{}"), json(200, "{}")]).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    std::fs::write(&path, "pat.acc.old.x").unwrap();
    let source = auth::file(&path).lasting(Duration::from_secs(3600)).as_bearer();
    let context = builder(&server).token_provider(source).build().unwrap();
    get(&context).await.unwrap();
    std::fs::write(&path, "pat.acc.new.x").unwrap();
    get(&context).await.unwrap();
    let seen = server.seen();
    let keys: Vec<_> = seen.iter().map(|seen| seen.header("authorization").unwrap()).collect();
    assert_eq!(keys, ["Bearer pat.acc.old.x", "Bearer pat.acc.old.x", "Bearer pat.acc.new.x"]);
}

#[tokio::test]
async fn what_holds_no_key_is_told_and_nothing_is_sent() {
    let server = Server::answering(json(200, "{}")).await;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("quoted"), "\"pat.acc.tok.CANARY\"").unwrap();
    std::fs::write(at("two"), "pat.acc.tok.CANARY\npat.acc.tok.CANARY").unwrap();
    std::fs::write(at("binary"), [0xff, 0xfe]).unwrap();
    std::fs::write(at("large"), vec![b'a'; 65 << 10]).unwrap();
    std::fs::write(at("empty"), "\n").unwrap();
    let sources: [(KeySource, &str); 9] = [
        (auth::file(at("none")), "none"),
        (auth::file(at("quoted")), "quotation marks"),
        (auth::file(at("two")), "white space"),
        (auth::file(at("binary")), "UTF-8"),
        (auth::file(at("large")), "cannot be a key"),
        (auth::file(at("empty")), "empty"),
        (auth::env("HARNESS_SDK_TEST_UNSET"), "HARNESS_SDK_TEST_UNSET is not set"),
        (auth::command("harness-sdk-no-such-program", ["CANARY"]), "harness-sdk-no-such-program cannot be run"),
        (auth::env("PATH").as_bearer().lasting(Duration::from_secs(60)), ""),
    ];
    for (source, words) in sources.into_iter().take(8) {
        let shown = format!("{source:?}");
        let context = builder(&server).token_provider(source).build().unwrap();
        let error = get(&context).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Credentials, 0), "{error}");
        let text = format!("{error} {error:?} {shown}");
        assert!(text.contains(words) && !text.contains("CANARY"), "{words}: {text}");
        assert!(!error.is_retryable(), "{error}");
    }
    assert!(server.seen().is_empty());
}

#[cfg(unix)]
#[tokio::test]
async fn a_program_prints_the_key() {
    let server = Server::new(vec![json(200, "{}"), json(200, "{}"), json(401, "{}"), json(200, "{}")]).await;
    let folder = tempfile::tempdir().unwrap();
    let count = folder.path().join("count");
    let script = format!("echo x >> {0}; echo pat.acc.$(wc -l < {0} | tr -d ' ').x; echo CANARY >&2", count.display());
    let context = builder(&server).token_provider(auth::command("sh", ["-c", &script])).build().unwrap();
    for _ in 0..3 {
        get(&context).await.unwrap();
    }
    let seen = server.seen();
    let keys: Vec<_> = seen.iter().map(|seen| seen.header("x-api-key").unwrap()).collect();
    assert_eq!(keys, ["pat.acc.1.x", "pat.acc.1.x", "pat.acc.1.x", "pat.acc.2.x"]);
    let failing = builder(&server).token_provider(auth::command("sh", ["-c", "echo pat.acc.CANARY.x; exit 3"]));
    let error = get(&failing.build().unwrap()).await.unwrap_err();
    assert!(error.to_string().contains("status 3") && !format!("{error:?}").contains("CANARY"), "{error:?}");
    let slow = auth::command("sleep", ["600"]).within(Duration::from_millis(1));
    let context = builder(&server).token_provider(slow).retry(RetryPolicy::none()).build().unwrap();
    let error = get(&context).await.unwrap_err();
    assert!(error.is_retryable() && error.to_string().contains("no key within"), "{error}");
}

#[tokio::test]
async fn a_provider_that_fails_for_a_while_is_asked_again_whatever_the_call_is() {
    let faults: [fn() -> TokenError; 3] = [
        || Transient::new("the vault is sealed").into(),
        || std::io::Error::from(std::io::ErrorKind::ConnectionRefused).into(),
        || harness_sdk_core::Error::custom(ErrorKind::Timeout, "the vault is slow").into(),
    ];
    for fault in faults {
        let server = Server::answering(json(200, "{}")).await;
        let asked = Arc::new(AtomicU32::new(0));
        let count = Arc::clone(&asked);
        let provider = move || {
            let number = count.fetch_add(1, Ordering::SeqCst);
            async move { if number < 2 { Err(fault()) } else { Ok(Token::bearer("token")?) } }
        };
        let context = builder(&server).token_provider(provider).build().unwrap();
        Call::new(&context, &POST).send::<()>().await.unwrap();
        assert_eq!((asked.load(Ordering::SeqCst), server.seen().len()), (3, 1));
    }
    let server = Server::answering(json(200, "{}")).await;
    let provider = || async { Err::<Token, TokenError>("the vault knows no such key".into()) };
    let error = get(&builder(&server).token_provider(provider).build().unwrap()).await.unwrap_err();
    assert!(!error.is_retryable() && error.attempts() == 0, "{error}");
}
