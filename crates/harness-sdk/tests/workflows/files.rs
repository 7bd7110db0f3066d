//! Uploads from disk and downloads to disk.

use std::sync::{Arc, Mutex};

use harness_sdk::files::{SecretFile, StoredFile};
use harness_sdk::{DownloadTo as _, FilePart};
use serde_json::json;

use crate::support::{Reply, Server, data, missing};

const BYTES: &[(&str, &str)] = &[("content-type", "application/octet-stream")];
const SHA256: &str = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

fn names(folder: &tempfile::TempDir) -> Vec<String> {
    let entries = std::fs::read_dir(folder.path()).expect("a folder");
    entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
}

#[tokio::test]
async fn a_download_is_whole_and_its_progress_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("values.yaml");
    let server = Server::script([Reply::With(200, BYTES, b"hello".to_vec())]);
    let told = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&told);
    let call = server.project().connectors().download_file().identifier("values");
    let saved = call
        .download_to(&path)
        .sha256(SHA256.to_uppercase())
        .progress(move |done, of| log.lock().expect("a log").push((done, of)));
    let saved = saved.await.expect("saved");
    assert_eq!((saved.length, saved.sha256.as_str()), (5, SHA256));
    assert_eq!(std::fs::read(&path).expect("a file"), b"hello");
    assert_eq!(told.lock().expect("a log").last(), Some(&(5, Some(5))));
    assert_eq!(names(&folder), ["values.yaml"]);
}

#[tokio::test]
async fn a_part_never_stands_under_the_name_and_what_was_there_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("values.yaml");
    std::fs::write(&path, "old").expect("a file");
    let page = Reply::With(200, &[("content-type", "text/html; charset=utf-8")], b"<html></html>".to_vec());
    for (reply, expected) in [
        (Reply::Cut(b"half".to_vec()), None),
        (page, None),
        (Reply::With(200, BYTES, b"other".to_vec()), Some(SHA256)),
        (missing(), None),
    ] {
        let server = Server::script([reply]);
        let mut download = server.project().connectors().download_file().identifier("values").download_to(&path);
        if let Some(expected) = expected {
            download = download.sha256(expected);
        }
        download.await.expect_err("not kept");
        assert_eq!(std::fs::read(&path).expect("a file"), b"old");
        assert_eq!(names(&folder), ["values.yaml"]);
    }
}

#[tokio::test]
async fn a_secret_file_is_made_or_replaced_in_its_scope() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("key.pem");
    std::fs::write(&path, "SECRET-CONTENT").expect("a file");
    for (there, method, place) in
        [(missing(), "POST", "/ng/api/v2/secrets/files"), (data(json!({})), "PUT", "/ng/api/v2/secrets/files/key")]
    {
        let server = Server::script([there, data(json!({ "secret": { "identifier": "key" } }))]);
        let secret = SecretFile::new("key", FilePart::path(&path)).name("Key");
        assert!(!format!("{secret:?}").contains("SECRET-CONTENT"));
        server.project().upload_secret_file(secret).await.expect("uploaded");
        let upload = server.seen().pop().expect("a request");
        assert_eq!((upload.method.as_str(), upload.path.as_str()), (method, place));
        assert!(upload.header("content-length").is_some(), "the size is known");
        for part in [
            "filename=\"key.pem\"",
            "SECRET-CONTENT",
            "\"type\":\"SecretFile\"",
            "\"projectIdentifier\":\"shop\"",
            "\"secretManagerIdentifier\":\"harnessSecretManager\"",
        ] {
            assert!(upload.body.contains(part), "{part}: {}", upload.body);
        }
    }
}

#[tokio::test]
async fn a_file_of_the_store_is_made_and_one_that_cannot_be_read_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("values.yaml");
    std::fs::write(&path, "a: 1").expect("a file");
    let server = Server::script([missing(), data(json!({ "identifier": "values", "name": "values.yaml" }))]);
    let file = StoredFile::new("values", FilePart::path(&path)).name("values.yaml").usage("MANIFEST_FILE");
    server.project().upload_file(file).await.expect("uploaded");
    let body = server.seen().pop().expect("a request").body;
    for part in ["name=\"parentIdentifier\"\r\n\r\nRoot", "name=\"type\"\r\n\r\nFILE", "MANIFEST_FILE", "a: 1"] {
        assert!(body.contains(part), "{part}: {body}");
    }
    let gone = StoredFile::new("values", FilePart::path(folder.path().join("gone.yaml")));
    let server = Server::script([missing()]);
    let error = server.project().upload_file(gone).await.expect_err("no file");
    assert!(error.to_string().contains("gone.yaml") && server.seen().len() == 1, "{error}");
}

#[tokio::test]
async fn a_download_takes_any_name_and_keeps_the_rights_of_the_file_it_replaces() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("n".repeat(250));
    let download = || async {
        let server = Server::script([Reply::With(200, BYTES, b"hello".to_vec())]);
        server.project().connectors().download_file().identifier("values").download_to(&path).await.expect("saved")
    };
    download().await;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).expect("rights");
        download().await;
        assert_eq!(std::fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(std::fs::read(&path).expect("a file"), b"hello");
    assert_eq!(names(&folder).len(), 1);
}
