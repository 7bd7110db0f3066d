//! Whole URLs are sent as they were written, or refused.

use crate::support::{Server, answer, json};
use harness_sdk_core::{ErrorKind, Method};

#[tokio::test]
async fn what_would_become_another_address_is_refused() {
    let server = Server::answering(json(200, "{}")).await;
    let context = server.context();
    let tails = [
        "/a/../b",
        "/a/./b",
        "/a/..",
        "/a/%2e%2e/b",
        "/a/%2E/b",
        "/a\\b",
        "/a b",
        "/a\tb",
        "/\u{e4}",
        "/a#part",
        "/a?b#part",
        "/a?b=\nc",
        "/a\"b",
    ];
    for tail in tails {
        for target in [format!("{}{tail}", server.url), tail.to_owned()] {
            let fault = context.request(Method::GET, &target).send().await.err();
            let error = fault.unwrap_or_else(|| panic!("{target}: sent as {}", server.seen()[0].target()));
            assert_eq!(error.kind(), ErrorKind::Request, "{target}: {error}");
        }
        let elsewhere = format!("https://elsewhere.invalid{tail}");
        let error = context.request(Method::GET, elsewhere).without_credentials().send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request, "{tail}: {error}");
    }
    let userinfo = server.url.replace("http://", "http://user:CANARY@");
    let error = context.request(Method::GET, format!("{userinfo}/a")).send().await.unwrap_err();
    assert!(error.kind() == ErrorKind::Request && !format!("{error:?}").contains("CANARY"), "{error:?}");
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn what_stays_itself_is_sent() {
    let server = Server::answering(answer(200, &[], "")).await;
    let context = server.context();
    let tails = ["", "/", "/a%2Fb//c/", "/...", "/a?x=%2e%2e/&y=a%20b", "/a?", "/a?b/../c", "/%E4;v=1,2"];
    for tail in tails {
        context.request(Method::GET, format!("{}{tail}", server.url)).send().await.unwrap();
    }
    context.request(Method::GET, format!("{}/upper", server.url.replace("http", "HTTP"))).send().await.unwrap();
    let seen = server.seen();
    let targets: Vec<&str> = seen.iter().map(|seen| seen.target()).collect();
    assert_eq!(
        targets,
        ["/", "/", "/a%2Fb//c/", "/...", "/a?x=%2e%2e/&y=a%20b", "/a?", "/a?b/../c", "/%E4;v=1,2", "/upper"]
    );
}
