//! Renewal of the official CLI's single sign-on tokens.

use std::path::Path;

use crate::support::{Reply, Server, json};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use harness_sdk_core::config::{Environment, Settings};
use harness_sdk_core::operation::Operation;
use harness_sdk_core::{Call, Context, ErrorKind, RetryPolicy};

static GET: Operation = Operation { id: "get", path: "/start", ..Operation::NEW };

/// A token that ends so many seconds from now, and a word to know it by.
fn token(word: &str, seconds: i64) -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let end = i64::try_from(now).unwrap() + seconds;
    let claims = BASE64_URL_SAFE_NO_PAD.encode(format!("{{\"exp\":{end},\"jti\":\"{word}\"}}"));
    format!("eyJhbGciOiJub25lIn0.{claims}.CANARY{word}")
}

fn profile(home: &Path, access: &str, refresh: &str) {
    let folder = home.join(".harness");
    std::fs::create_dir_all(&folder).unwrap();
    let config = "profiles:\n  default:\n    account_id: acc\n    auth_type: sso\n";
    std::fs::write(folder.join("config.yaml"), config).unwrap();
    let credentials = format!(
        "# kept\n[other]\nsso_token = \"o\"\nrefresh_token = \"p\"\n\n[default]\nsso_token = \"{access}\"\nrefresh_token = \"{refresh}\"\n"
    );
    std::fs::write(folder.join("credentials"), credentials).unwrap();
}

fn context(home: &Path, api: &Server, sso: &Server) -> Context {
    let environment = Environment::from_pairs([
        ("HARNESS_SSO_AUTH_SERVER_URL", sso.url.as_str()),
        ("HARNESS_SSO_CLIENT_ID", "client"),
    ]);
    let builder = Settings::builder().host(&api.url).environment(environment.with_home(home));
    let context = Context::builder().settings(builder.build().unwrap()).no_proxy();
    context.retry(RetryPolicy::default().with_base_delay(std::time::Duration::ZERO)).build().unwrap()
}

/// An authorization server: where tokens are had, and then these answers.
async fn signing(answers: Vec<Reply>) -> Server {
    let realm = Server::new(answers).await;
    let metadata = format!(r#"{{"issuer":"","authorization_endpoint":"x","token_endpoint":"{}/token"}}"#, realm.url);
    Server::answering(json(200, &metadata)).await
}

async fn call(context: &Context) -> Result<(), harness_sdk_core::Error> {
    Call::new(context, &GET).send::<()>().await.map(drop)
}

#[tokio::test]
async fn a_token_that_ends_is_renewed_and_written_back() {
    let (old, new) = (token("old", 10), token("new", 3600));
    let (refresh, next) = (token("refresh", 7200), token("next", 7200));
    let home = tempfile::tempdir().unwrap();
    profile(home.path(), &old, &refresh);
    let realm = Server::new(vec![
        json(503, "{}"),
        json(200, &format!(r#"{{"access_token":"{new}","refresh_token":"{next}"}}"#)),
    ])
    .await;
    let inner = format!(r#"{{"issuer":"{{}}","authorization_endpoint":"x","token_endpoint":"{}/token"}}"#, realm.url);
    let issuer = Server::answering(json(200, &inner.replace("{}", ""))).await;
    let sso = Server::answering(json(200, &inner.replace("{}", &issuer.url))).await;
    let api = Server::answering(json(200, "{}")).await;
    let context = context(home.path(), &api, &sso);
    call(&context).await.unwrap();
    call(&context).await.unwrap();
    assert!(api.seen().iter().all(|seen| seen.header("authorization") == Some(&format!("Bearer {new}"))));
    let asked = realm.seen();
    assert_eq!(asked.len(), 2, "a server that is busy is asked again, and a good token not renewed");
    assert_eq!(asked[1].target(), "/token");
    assert_eq!(asked[1].text(), format!("grant_type=refresh_token&refresh_token={refresh}&client_id=client"));
    assert_eq!(asked[1].header("authorization"), None);
    assert_eq!(sso.seen()[0].target(), "/.well-known/oauth-authorization-server");
    let path = home.path().join(".harness/credentials");
    let written = std::fs::read_to_string(&path).unwrap();
    assert_eq!(
        written,
        format!(
            "# kept\n[other]\nsso_token = \"o\"\nrefresh_token = \"p\"\n\n[default]\nsso_token = \"{new}\"\nrefresh_token = \"{next}\"\n"
        )
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(std::fs::read_dir(home.path().join(".harness")).unwrap().count(), 2, "nothing is left beside it");
}

#[tokio::test]
async fn a_good_token_is_used_until_it_is_refused() {
    let (old, new) = (token("old", 3600), token("new", 3600));
    let home = tempfile::tempdir().unwrap();
    profile(home.path(), &old, "opaque");
    let sso = signing(vec![json(200, &format!(r#"{{"access_token":"{new}"}}"#))]).await;
    let api = Server::new(vec![json(200, "{}"), json(401, "{}"), json(200, "{}")]).await;
    let context = context(home.path(), &api, &sso);
    call(&context).await.unwrap();
    call(&context).await.unwrap();
    let seen = api.seen();
    let tokens: Vec<_> = seen.iter().map(|seen| seen.header("authorization").unwrap()).collect();
    assert_eq!(tokens, [format!("Bearer {old}"), format!("Bearer {old}"), format!("Bearer {new}")]);
    let written = std::fs::read_to_string(home.path().join(".harness/credentials")).unwrap();
    assert!(written.contains(&new) && written.contains("refresh_token = \"opaque\""), "{written}");
}

#[tokio::test]
async fn a_token_that_another_program_renewed_is_taken() {
    let (old, new) = (token("old", 3600), token("new", 3600));
    let home = tempfile::tempdir().unwrap();
    profile(home.path(), &old, "opaque");
    let sso = signing(vec![json(500, "{}")]).await;
    let api = Server::new(vec![json(200, "{}"), json(401, "{}"), json(200, "{}")]).await;
    let context = context(home.path(), &api, &sso);
    call(&context).await.unwrap();
    profile(home.path(), &new, "another");
    call(&context).await.unwrap();
    assert!(sso.seen().is_empty());
    assert_eq!(api.seen()[2].header("authorization"), Some(&*format!("Bearer {new}")));
}

#[tokio::test]
async fn a_session_that_has_ended_says_what_to_do() {
    let ended = token("refresh", -10);
    let faulty: [(&str, Vec<Reply>); 3] = [
        (&ended, vec![json(200, "{}")]),
        ("opaque", vec![json(400, r#"{"error":"invalid_grant","error_description":"CANARY"}"#)]),
        ("opaque", vec![json(200, r#"{"refresh_token":"CANARY"}"#)]),
    ];
    for (index, (refresh, answers)) in faulty.into_iter().enumerate() {
        let home = tempfile::tempdir().unwrap();
        profile(home.path(), &token("old", 5), refresh);
        let sso = signing(answers).await;
        let api = Server::answering(json(200, "{}")).await;
        let error = call(&context(home.path(), &api, &sso)).await.unwrap_err();
        let text = format!("{error} {error:?}");
        assert_eq!(error.kind(), ErrorKind::Credentials, "{text}");
        assert!(index == 2 || text.contains("log in again"), "{text}");
        assert!(!text.contains("CANARY") && api.seen().is_empty(), "{text}");
        let kept = std::fs::read_to_string(home.path().join(".harness/credentials")).unwrap();
        assert!(kept.contains(refresh), "{kept}");
    }
}

#[tokio::test]
async fn a_refresh_token_travels_by_https_only() {
    let home = tempfile::tempdir().unwrap();
    profile(home.path(), &token("old", 5), "opaque");
    let metadata = r#"{"issuer":"","token_endpoint":"http://sso.invalid/token"}"#;
    let sso = Server::answering(json(200, metadata)).await;
    let api = Server::answering(json(200, "{}")).await;
    let error = call(&context(home.path(), &api, &sso)).await.unwrap_err();
    assert!(error.to_string().contains("not reached by https"), "{error}");
}
