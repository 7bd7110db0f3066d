//! Families of operations with addresses and keys of their own: where they are called, with which key, and what never
//! happens: that a key of one goes to another.

use crate::support::{self, CANARY, KEY, Reply, Server, answer, json};
use harness_sdk_core::auth::{Token, TokenError};
use harness_sdk_core::config::{Environment, SettingsBuilder};
use harness_sdk_core::operation::{Base, Legacy, Login, Operation, Parameter};
use harness_sdk_core::{Call, Context, ContextBuilder, ErrorKind, Request, RetryPolicy, Service};

/// The family's own key.
const OWN: &str = "own-CANARYsecret-9876543210";

/// On the client's host, with a key of its own.
static REPORTS: Base = Base {
    name: "reports",
    title: "Reports",
    host: None,
    prefix: "/free/reports",
    login: Login::Own("APIKEY"),
    legacy: None,
};

/// On a host of its own, with the client's key.
static FILES: Base = Base {
    name: "files",
    title: "Files",
    host: Some("https://files.harness.io"),
    prefix: "",
    login: Login::Platform,
    legacy: None,
};

/// On the client's host with the client's key, and formerly elsewhere.
static FLAGS: Base = Base {
    name: "old-flags",
    title: "Flags",
    host: None,
    prefix: "",
    login: Login::Platform,
    legacy: Some(&Legacy { host: "https://flags.example", cut: "/flags", login: Login::Own("Bearer") }),
};

static REPORT: Operation = Operation {
    id: "report",
    path: "/free/reports/v1/of/{name}",
    base: Some(&REPORTS),
    parameters: &[Parameter::path("name"), Parameter::query("size")],
    ..Operation::NEW
};
static FILE: Operation = Operation { id: "file", path: "/pkg/file", base: Some(&FILES), ..Operation::NEW };
static FLAG: Operation = Operation { id: "flag", path: "/flags/api/v2/flag", base: Some(&FLAGS), ..Operation::NEW };
static PLAIN: Operation = Operation { id: "plain", path: "/plain", ..Operation::NEW };

fn report(context: &Context) -> Call {
    let mut call = Call::new(context, &REPORT);
    call.path("name", "a b");
    call
}

async fn served() -> Server {
    Server::answering(json(200, "{}")).await
}

/// The lines and keys of the requests that a server got.
fn requests(server: &Server) -> Vec<(String, Option<String>, Option<String>)> {
    let of = |seen: &support::Seen, name: &str| seen.header(name).map(str::to_owned);
    let seen = server.seen();
    seen.iter().map(|seen| (seen.target().to_owned(), of(seen, "x-api-key"), of(seen, "authorization"))).collect()
}

#[tokio::test]
async fn a_family_with_a_key_of_its_own_gets_that_key_alone() {
    let server = served().await;
    let context = server.builder().service(Service::new("reports").key(OWN)).build().unwrap();
    report(&context).send::<()>().await.unwrap();
    Call::new(&context, &PLAIN).send::<()>().await.unwrap();
    let expected = [
        ("/free/reports/v1/of/a%20b".to_owned(), None, Some(format!("APIKEY {OWN}"))),
        ("/plain".to_owned(), Some(KEY.to_owned()), None),
    ];
    assert_eq!(requests(&server), expected);
}

#[tokio::test]
async fn an_address_takes_the_place_of_host_and_base() {
    let (server, other) = (served().await, served().await);
    let service = Service::new("reports").at(format!("{}/inner", other.url)).key(OWN);
    let context = server.builder().service(service).build().unwrap();
    report(&context).with_query("size", 2).send::<()>().await.unwrap();
    assert_eq!(requests(&other), [("/inner/v1/of/a%20b?size=2".to_owned(), None, Some(format!("APIKEY {OWN}")))]);
    assert_eq!(requests(&server), []);
    let curl = report(&context).with_query("size", 2).to_curl();
    assert!(curl.contains("Authorization: APIKEY $HARNESS_REPORTS_API_KEY") && curl.contains("size=2"), "{curl}");
    assert!(!curl.contains("x-api-key"), "{curl}");
}

#[tokio::test]
async fn without_its_key_a_family_is_not_called() {
    let server = served().await;
    let context = server.builder().service(Service::new("report").key(OWN)).build().unwrap();
    let error = report(&context).send::<()>().await.unwrap_err();
    assert_eq!((error.kind(), requests(&server).len()), (ErrorKind::Request, 0));
    let text = error.to_string();
    for expected in [
        "Reports takes a key of its own",
        "Service::new(\"reports\").key(..)",
        "HARNESS_REPORTS_API_KEY",
        "for `report`",
    ] {
        assert!(text.contains(expected), "{expected} is missing: {text}");
    }
}

#[tokio::test]
async fn key_and_address_come_from_the_environment_that_gives_the_rest() {
    let (server, other) = (served().await, served().await);
    let variables = || {
        Environment::from_pairs([
            ("HARNESS_API_KEY", KEY.to_owned()),
            ("HARNESS_BASE_URL", server.url.clone()),
            ("HARNESS_REPORTS_API_KEY", OWN.to_owned()),
            ("HARNESS_REPORTS_BASE_URL", other.url.clone()),
            ("HARNESS_OLD_FLAGS_BASE_URL", format!("{}/old", other.url)),
        ])
    };
    let context = Context::builder().environment(variables()).no_proxy().build().unwrap();
    report(&context).send::<()>().await.unwrap();
    Call::new(&context, &FLAG).send::<()>().await.unwrap();
    let expected = [
        ("/v1/of/a%20b".to_owned(), None, Some(format!("APIKEY {OWN}"))),
        ("/old/flags/api/v2/flag".to_owned(), Some(KEY.to_owned()), None),
    ];
    assert_eq!(requests(&other), expected);
    // What code says wins.
    let service = Service::new("reports").key("of-code").at(&server.url);
    let context = Context::builder().environment(variables()).service(service).no_proxy().build().unwrap();
    report(&context).send::<()>().await.unwrap();
    assert_eq!(requests(&server), [("/v1/of/a%20b".to_owned(), None, Some("APIKEY of-code".to_owned()))]);
}

#[tokio::test]
async fn a_provider_gives_the_key_whatever_kind_it_says_and_again_when_it_was_refused() {
    let server = Server::new(vec![json(401, "{}"), json(200, "{}")]).await;
    let asked = std::sync::atomic::AtomicU32::new(0);
    let asked = std::sync::Arc::new(asked);
    let provider = move || {
        let number = asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        async move {
            Ok::<_, TokenError>(match number {
                0 => Token::bearer("first-key")?,
                _ => Token::api_key("second-key")?,
            })
        }
    };
    let context = server.builder().service(Service::new("reports").key_provider(provider)).build().unwrap();
    report(&context).send::<()>().await.unwrap();
    let keys: Vec<_> = requests(&server).into_iter().map(|(_, _, key)| key.unwrap()).collect();
    assert_eq!(keys, ["APIKEY first-key", "APIKEY second-key"]);
}

#[tokio::test]
async fn the_older_address_has_its_own_path_and_key() {
    let (server, old) = (served().await, served().await);
    let flags = || Service::new("old-flags").legacy();
    let context = server.builder().service(flags().key(OWN).at(&old.url)).build().unwrap();
    Call::new(&context, &FLAG).send::<()>().await.unwrap();
    assert_eq!(requests(&old), [("/api/v2/flag".to_owned(), None, Some(format!("Bearer {OWN}")))]);
    // Its documented host, and no other.
    let context = server.builder().service(flags().key(OWN)).build().unwrap();
    let curl = Call::new(&context, &FLAG).to_curl();
    assert!(
        curl.contains("'https://flags.example/api/v2/flag'") && curl.contains("Bearer $HARNESS_OLD_FLAGS_API_KEY"),
        "{curl}"
    );
    let error = Call::new(&server.context(), &REPORT).to_curl();
    assert!(error.starts_with("# "), "{error}");
    let none = server.builder().service(Service::new("reports").legacy()).build().unwrap();
    assert!(report(&none).to_curl().contains("has no older address"));
}

#[tokio::test]
async fn the_platforms_key_goes_to_the_platforms_hosts_and_to_no_others() {
    let at = |host: &str| Context::builder().api_key(KEY).host(host).build().unwrap();
    for host in ["https://app.harness.io", "acme", "eu"] {
        let curl = Call::new(&at(host), &FILE).to_curl();
        assert!(curl.contains("'https://files.harness.io/pkg/file'") && curl.contains("x-api-key"), "{curl}");
    }
    // The key of an installation of one's own is not the platform's.
    for host in ["https://harness.example.com", "https://harness.io.example", "http://127.0.0.1:1"] {
        let error = Call::new(&at(host), &FILE).to_curl();
        assert!(error.starts_with("# ") && error.contains("Service::new(\"files\").at(..)"), "{error}");
    }
    let (server, other) = (served().await, served().await);
    let context = server.builder().service(Service::new("files").at(&other.url)).build().unwrap();
    Call::new(&context, &FILE).send::<()>().await.unwrap();
    assert_eq!(requests(&other), [("/pkg/file".to_owned(), Some(KEY.to_owned()), None)]);
    let context = server.builder().service(Service::new("files").at(&other.url).key(OWN)).build().unwrap();
    assert!(Call::new(&context, &FILE).to_curl().contains("leave its key() away"));
}

#[tokio::test]
async fn one_host_serves_all_families_under_their_whole_paths() {
    let server = served().await;
    let context = server.builder().one_host(true).service(Service::new("reports").key(OWN)).build().unwrap();
    for call in [report(&context), Call::new(&context, &FILE), Call::new(&context, &FLAG)] {
        call.send::<()>().await.unwrap();
    }
    let paths: Vec<String> = requests(&server).into_iter().map(|(path, _, _)| path).collect();
    assert_eq!(paths, ["/free/reports/v1/of/a%20b", "/pkg/file", "/flags/api/v2/flag"]);
}

#[tokio::test]
async fn no_redirect_takes_a_familys_key_to_another_host() {
    let elsewhere = served().await;
    let location = format!("{}/file", elsewhere.url);
    let server = Server::answering(answer(302, &[("location", &location)], "")).await;
    let context = server.builder().service(Service::new("reports").key(OWN)).build().unwrap();
    let error = report(&context).send::<()>().await.unwrap_err();
    assert_eq!((error.kind(), requests(&elsewhere).len()), (ErrorKind::Redirect, 0));
    static FOLLOWED: Operation = Operation { redirects: true, path: "/free/reports/r", ..REPORT_TO_FOLLOW };
    Call::new(&context, &FOLLOWED).send::<()>().await.unwrap();
    assert_eq!(requests(&elsewhere), [("/file".to_owned(), None, None)]);
}

const REPORT_TO_FOLLOW: Operation = Operation { id: "followed", base: Some(&REPORTS), ..Operation::NEW };

#[tokio::test]
async fn no_text_holds_a_familys_key_or_the_clients() {
    let echo = format!(r#"{{"message":"bad keys {KEY} and {OWN} given","code":"X"}}"#);
    let server = Server::answering(json(403, &echo)).await;
    let context = server.builder().service(Service::new("reports").key(OWN)).build().unwrap();
    let mut texts = vec![
        format!("{context:?} {:?} {:?}", context.settings(), Service::new("reports").key(OWN)),
        format!("{:?}", server.builder().service(Service::new("reports").key(OWN))),
        format!("{:?}", SettingsBuilder::default().service(Service::new("reports").key(OWN))),
        report(&context).with_query("q", OWN).to_curl(),
        Call::new(&context, &PLAIN).with_query("q", OWN).to_curl(),
    ];
    for call in [report(&context), Call::new(&context, &PLAIN)] {
        let error = call.with_retry(RetryPolicy::none()).send::<()>().await.unwrap_err();
        texts.push(format!("{error} {error:?} {error:#?} {:?} {:?}", error.message(), error.headers()));
    }
    let wrong = |change: fn(ContextBuilder) -> ContextBuilder| change(server.builder()).build().unwrap_err();
    let quoted = wrong(|builder| builder.service(Service::new("reports").key(format!("'{OWN}'"))));
    let address = wrong(|builder| builder.service(Service::new("reports").at(format!("https://u:{OWN}@x.example"))));
    assert!(quoted.to_string().contains("the key of `reports`"), "{quoted}");
    texts.extend([quoted, address].map(|error| format!("{error} {error:?}")));
    for text in texts {
        assert!(!text.contains(CANARY), "{text}");
    }
}

#[tokio::test]
async fn a_refused_connection_is_told_with_the_familys_host() {
    let server = Server::answering(Reply::Pieces(Vec::new())).await;
    let service = Service::new("reports").at("http://localhost:1").key(OWN);
    let context = server.builder().service(service).retry(RetryPolicy::none()).build().unwrap();
    let error = report(&context).send::<()>().await.unwrap_err();
    assert!(error.to_string().contains("localhost") && !error.to_string().contains(CANARY), "{error}");
}
