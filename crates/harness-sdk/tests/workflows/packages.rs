//! Packages, up and down, at the address that the platform names.

use std::sync::{Arc, Mutex};

use harness_sdk::{Client, RetryPolicy, Service};
use serde_json::{Value, json};

use crate::support::{KEY, Reply, Server, ok};

const BYTES: &[(&str, &str)] = &[("content-type", "application/octet-stream")];
const SHA256: &str = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

/// A platform that names the address of its packages.
fn platform(names: impl Into<String>) -> Server {
    let names = names.into();
    Server::new(move |_| ok(json!({ "data": { "registryUrl": names, "registryHost": "pkg" } })))
}

fn taken() -> Reply {
    Reply::With(201, BYTES, Vec::new())
}

fn folder() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("shop.tar.gz");
    std::fs::write(&path, "hello").expect("a file");
    (folder, path)
}

#[tokio::test]
async fn a_file_goes_up_with_its_checksum_to_the_address_that_was_asked_for_once() {
    let (_folder, path) = folder();
    let packages = Server::script([taken()]);
    let platform = platform(format!("{}/ignored/path", packages.url));
    let told = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&told);
    let client = platform.account();
    let registry = client.package_registry("releases");
    let file = registry.file("shop/1.4.2/shop.tar.gz");
    let sent = file.upload(&path).progress(move |done, of| log.lock().expect("a log").push((done, of))).await;
    let sent = sent.expect("uploaded");
    assert_eq!((sent.length, sent.sha256.as_str()), (5, SHA256));
    assert_eq!(*told.lock().expect("a log"), [(5, 5)]);
    // A clone in another scope knows the address, too.
    let other = client.project("default", "shop").package_registry("releases");
    other.file("a/1/b").upload(&path).await.expect("uploaded");

    let asked: Vec<String> = platform.seen().into_iter().map(|seen| seen.path).collect();
    assert_eq!(asked, ["/har/api/v3/system/info"], "asked once");
    let seen = packages.seen();
    assert_eq!((seen[0].method.as_str(), &*seen[0].path), ("PUT", "/pkg/acc/releases/files/shop/1.4.2/shop.tar.gz"));
    assert_eq!((seen[0].header("x-api-key"), &*seen[0].body), (Some(KEY), "hello"));
    assert_eq!((seen[0].header("x-checksum-sha256"), seen[0].header("content-length")), (Some(SHA256), Some("5")));
}

#[tokio::test]
async fn each_kind_of_package_has_its_route_and_its_form() {
    let (_folder, path) = folder();
    let packages = Server::script([taken()]);
    let registry = platform(&*packages.url).account().package_registry("libs");
    registry.maven("com.example", "shop", "1.4.2", "shop-1.4.2.jar").upload(&path).await.expect("maven");
    registry.python("shop", "1.4.2", "shop-1.4.2.whl").upload(&path).await.expect("python");
    registry.nuget("Shop", "1.4.2", "shop.1.4.2.nupkg").upload(&path).await.expect("nuget");
    let seen = packages.seen();
    let asked: Vec<(&str, &str)> = seen.iter().map(|seen| (seen.method.as_str(), seen.path.as_str())).collect();
    let maven = "/pkg/acc/libs/maven/com.example/shop/1.4.2/shop-1.4.2.jar";
    assert_eq!(asked, [("PUT", maven), ("POST", "/pkg/acc/libs/python"), ("PUT", "/pkg/acc/libs/nuget")]);
    assert_eq!(seen[0].body, "hello");
    for part in [
        "name=\"name\"\r\n\r\nshop\r\n",
        "name=\"version\"\r\n\r\n1.4.2\r\n",
        "name=\"content\"; filename=\"shop-1.4.2.whl\"",
        "hello",
    ] {
        assert!(seen[1].body.contains(part), "{part}: {}", seen[1].body);
    }
    assert!(seen[2].body.contains("name=\"package\"; filename=\"shop.1.4.2.nupkg\""), "{}", seen[2].body);
}

#[tokio::test]
async fn an_npm_package_travels_inside_its_document() {
    let (_folder, path) = folder();
    let packages = Server::script([taken()]);
    let registry = platform(&*packages.url).account().package_registry("npm");
    let package_json = json!({ "name": "@acme/shop", "version": "1.4.2", "license": "MIT" });
    let Value::Object(package_json) = package_json else { panic!("an object") };
    for (content, base64) in [("hello", "aGVsbG8="), ("hell", "aGVsbA=="), ("hel", "aGVs"), ("", "")] {
        std::fs::write(&path, content).expect("a file");
        registry.npm_publish(package_json.clone(), &path).tag("next").await.expect("published");
        let seen = packages.seen().pop().expect("a request");
        assert_eq!((seen.method.as_str(), &*seen.path), ("PUT", "/pkg/acc/npm/npm/@acme/shop"));
        assert_eq!(seen.header("content-type"), Some("application/json"));
        let entry = json!({ "_id": "@acme/shop@1.4.2", "name": "@acme/shop", "version": "1.4.2", "license": "MIT", "dist": {} });
        let archive = json!({ "content_type": "application/octet-stream", "data": base64, "length": content.len() });
        let expected = json!({
            "_id": "@acme/shop", "name": "@acme/shop", "dist-tags": { "next": "1.4.2" },
            "versions": { "1.4.2": entry }, "_attachments": { "@acme/shop-1.4.2.tgz": archive },
        });
        assert_eq!(seen.json(), expected);
    }
    // More than one piece: what is cut at pieces is put together again.
    std::fs::write(&path, vec![0; 100_000]).expect("a file");
    registry.npm_publish(package_json.clone(), &path).await.expect("published");
    let seen = packages.seen().pop().expect("a request");
    let data = seen.json()["_attachments"]["@acme/shop-1.4.2.tgz"]["data"].as_str().map(str::to_owned);
    let data = data.expect("the archive");
    assert_eq!((data.len(), data.ends_with("AA=="), data.matches('=').count()), (133_336, true, 2));
    let error = registry.npm_publish(serde_json::Map::new(), &path).await.expect_err("no name");
    assert!(error.to_string().contains("`name`"), "{error}");
}

#[tokio::test]
async fn a_file_comes_down_without_the_key_where_the_registry_redirects() {
    let (folder, _) = folder();
    let storage = Server::script([Reply::With(200, BYTES, b"hello".to_vec())]);
    // A leaked header, for the test's own life: the scripted server takes static ones.
    let place: &'static str = Box::leak(format!("{}/stored?sig=1", storage.url).into_boxed_str());
    let headers: &'static [(&'static str, &'static str)] = Box::leak(Box::new([("location", place)]));
    let packages = Server::script([Reply::With(307, headers, Vec::new())]);
    let registry = platform(&*packages.url).account().package_registry("releases");
    let path = folder.path().join("copy");
    let file = registry.file("shop/1.4.2/shop.tar.gz");
    let saved = file.download_to(&path).sha256(SHA256).await.expect("saved");
    assert_eq!((saved.length, std::fs::read(&path).expect("a file")), (5, b"hello".to_vec()));
    assert_eq!(packages.seen()[0].header("x-api-key"), Some(KEY));
    let stored = storage.seen();
    assert!(!format!("{:?}", stored[0].headers).contains("CANARY"), "{:?}", stored[0].headers);

    let wrong = file.download_to(&path).sha256("00").await.expect_err("another checksum");
    assert!(wrong.to_string().contains(SHA256), "{wrong}");
    registry.maven("com.example", "shop", "1", "shop-1.jar").download_to(&path).await.expect("saved");
    registry.python("shop", "1", "shop-1.whl").download_to(&path).await.expect("saved");
    registry.nuget("Shop", "1", "shop.1.nupkg").download_to(&path).await.expect("saved");
    let paths: Vec<String> = packages.seen().into_iter().skip(2).map(|seen| seen.path).collect();
    assert_eq!(
        paths,
        [
            "/pkg/acc/libs/maven/com.example/shop/1/shop-1.jar".replace("libs", "releases"),
            "/pkg/acc/releases/python/files/shop/1/shop-1.whl".to_owned(),
            "/pkg/acc/releases/nuget/package/Shop/1/shop.1.nupkg".to_owned(),
        ]
    );
}

#[tokio::test]
async fn the_key_goes_to_no_address_that_was_named_without_tls_and_nobody_is_asked_where_the_program_says_it() {
    let (_folder, path) = folder();
    for named in ["http://packages.example.com", "https://packages.example.com", "ftp://127.0.0.1", "none", ""] {
        let platform = platform(named);
        let error = platform.account().package_registry("releases").file("a/1/b").upload(&path).await;
        error.expect_err(named);
        assert_eq!(platform.seen().len(), 1, "{named}");
    }
    let (platform, packages) = (platform("https://packages.example.com"), Server::script([taken()]));
    let context = Client::builder()
        .host(&*platform.url)
        .api_key(KEY)
        .retry(RetryPolicy::none())
        .service(Service::new("packages").at(&*packages.url))
        .build();
    let registry = Client::new(context.expect("a configuration")).package_registry("releases");
    registry.file("a/1/b").upload(&path).await.expect("uploaded");
    assert_eq!((platform.seen().len(), packages.seen().len()), (0, 1));
}

#[tokio::test]
async fn an_upload_that_was_taken_is_no_failure_and_a_file_that_cannot_be_read_is_named_before_anybody_is_asked() {
    let (folder, path) = folder();
    let page = Reply::With(200, &[("content-type", "application/json")], b"{ not json".to_vec());
    let packages = Server::script([page]);
    let platform = platform(&*packages.url);
    let registry = platform.account().package_registry("releases");
    registry.file("a/1/b").upload(&path).await.expect("taken");
    let gone = folder.path().join("gone.tar.gz");
    let error = registry.file("a/1/b").upload(&gone).await.expect_err("no file");
    assert!(error.to_string().contains("gone.tar.gz"), "{error}");
    assert_eq!((platform.seen().len(), packages.seen().len()), (1, 1));
}

#[tokio::test]
async fn files_are_looked_for_and_deleted_by_their_paths() {
    let packages = Server::script([
        Reply::With(200, BYTES, Vec::new()),
        Reply::With(404, BYTES, Vec::new()),
        Reply::With(204, BYTES, Vec::new()),
    ]);
    let registry = platform(&*packages.url).account().package_registry("releases");
    assert!(registry.exists("a/1/b").await.expect("an answer"));
    assert!(!registry.exists("a/1/c").await.expect("an answer"));
    registry.delete("a/1/b").await.expect("deleted");
    let seen: Vec<String> = packages.seen().iter().map(|seen| format!("{} {}", seen.method, seen.path)).collect();
    let place = "/pkg/acc/releases/files/a/1";
    assert_eq!(seen, [format!("HEAD {place}/b"), format!("HEAD {place}/c"), format!("DELETE {place}/b")]);
}
