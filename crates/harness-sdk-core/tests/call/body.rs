//! Bodies that are not JSON: forms, files and streams.

use crate::support::{self, Server, json as answer_json};
use bytes::Bytes;
use harness_sdk_core::operation::{BodyKind, Operation};
use harness_sdk_core::{Body, Call, ErrorKind, FilePart, Form, Method, Request};
use serde_json::json;

static UPLOAD: Operation =
    Operation { id: "upload", method: Method::PUT, path: "/upload", body: BodyKind::Multipart, ..Operation::NEW };
static TEXT: Operation =
    Operation { id: "text", method: Method::PUT, path: "/t", body: BodyKind::Text("text/x-log"), ..Operation::NEW };
static FORM: Operation =
    Operation { id: "form", method: Method::POST, path: "/f", body: BodyKind::UrlEncoded, ..Operation::NEW };

async fn server() -> Server {
    Server::answering(answer_json(200, "{}")).await
}

fn stream_of(
    pieces: &[&'static str],
) -> impl futures_core::Stream<Item = Result<Bytes, std::io::Error>> + Send + 'static {
    futures_util::stream::iter(pieces.iter().map(|piece| Ok(Bytes::from_static(piece.as_bytes()))).collect::<Vec<_>>())
}

#[tokio::test]
async fn forms_hold_text_json_and_files() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("values.yaml");
    std::fs::write(&path, "x".repeat(200_000)).unwrap();
    let server = server().await;
    let mut call = Call::new(&server.context(), &UPLOAD);
    call.form_text("na\"me", "v\r\nw");
    call.form_json("spec", &json!({"a": 1}));
    call.form_file("file", FilePart::path(&path).media_type("application/yaml"));
    call.form_file("raw", vec![0xFF, 0x00]);
    call.send::<()>().await.unwrap();
    let seen = server.only();
    let boundary =
        seen.header("content-type").unwrap().strip_prefix("multipart/form-data; boundary=").unwrap().to_owned();
    assert_eq!(seen.header("content-length"), Some(seen.body.len().to_string().as_str()), "the length is known");
    let mut expected = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"na%22me\"\r\n\r\nv\r\nw\r\n\
         --{boundary}\r\nContent-Disposition: form-data; name=\"spec\"\r\nContent-Type: application/json\r\n\r\n{{\"a\":1}}\r\n\
         --{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"values.yaml\"\r\n\
         Content-Type: application/yaml\r\n\r\n{}\r\n\
         --{boundary}\r\nContent-Disposition: form-data; name=\"raw\"; filename=\"file\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n",
        "x".repeat(200_000)
    )
    .into_bytes();
    expected.extend_from_slice(b"\xFF\x00\r\n");
    expected.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    assert!(seen.body == expected, "{}", String::from_utf8_lossy(&seen.body).replace('x', ""));
}

#[tokio::test]
async fn forms_that_cannot_be_written_are_told() {
    let server = server().await;
    let mut call = Call::new(&server.context(), &UPLOAD);
    call.form(Form::new().json("n", &f64::INFINITY).file("f", FilePart::bytes("a", "b").media_type("a\r\nX: y")));
    let text = call.send::<()>().await.unwrap_err().to_string();
    assert!(text.contains("2 problems") && text.contains("`n`") && text.contains("`f`"), "{text}");
    let mut call = Call::new(&server.context(), &FORM);
    call.form_file("f", vec![0xFF]);
    let text = call.send::<()>().await.unwrap_err().to_string();
    assert!(text.contains("texts only"), "{text}");
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn texts_and_url_encoded_forms() {
    let server = server().await;
    let context = server.context();
    let mut call = Call::new(&context, &TEXT);
    call.text("line");
    call.send::<()>().await.unwrap();
    let mut call = Call::new(&context, &FORM);
    call.form_text("a b", "c&d");
    call.send::<()>().await.unwrap();
    let seen = server.seen();
    assert_eq!((seen[0].header("content-type"), seen[0].text().as_str()), (Some("text/x-log"), "line"));
    assert_eq!(seen[1].header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(seen[1].text(), "a%20b=c%26d");
}

#[tokio::test]
async fn streams_are_sent_with_or_without_a_length() {
    let server = server().await;
    let context = server.context();
    let known = Body::stream(stream_of(&["ab", "cd"]), Some(4));
    context.request(Method::POST, "/s").body("application/x-tar", known).send().await.unwrap();
    let unknown = Body::stream(stream_of(&["ab", "cd"]), None);
    context.request(Method::POST, "/s").body("application/x-tar", unknown).send().await.unwrap();
    let seen = server.seen();
    assert_eq!((seen[0].header("content-length"), seen[0].text().as_str()), (Some("4"), "abcd"));
    assert_eq!(seen[0].header("content-type"), Some("application/x-tar"));
    assert_eq!(seen[1].header("transfer-encoding"), Some("chunked"));
    assert_eq!(seen[1].text(), "2\r\nab\r\n2\r\ncd\r\n0\r\n\r\n");
}

#[tokio::test]
async fn a_source_that_fails_is_not_the_networks_fault() {
    let server = server().await;
    let context = server.context();
    let missing = Body::file("/no/such/file");
    let error = context.request(Method::PUT, "/f").body("a/b", missing).send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Local, 0), "{error}");
    assert!(error.to_string().contains("/no/such/file"), "{error}");
    let broken = futures_util::stream::iter([Ok("ab"), Err("disk on fire")]);
    let error = context.request(Method::PUT, "/f").body("a/b", Body::stream(broken, None)).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Local, "{error}");
    assert!(error.to_string().contains("disk on fire"), "{error}");
    assert!(!error.is_retryable());
    let once = context.request(Method::PUT, "/f").body("a/b", Body::stream(stream_of(&["x"]), None));
    once.clone().send().await.unwrap();
    let error = once.send().await.unwrap_err();
    assert!(error.to_string().contains("has been sent already"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn files_are_read_again_for_another_attempt_and_streams_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("f");
    std::fs::write(&path, "content").unwrap();
    let replies = || vec![answer_json(503, ""), answer_json(200, "{}")];
    let server = Server::new(replies()).await;
    server.context().request(Method::PUT, "/f").body("a/b", path.as_path()).send().await.unwrap();
    assert_eq!(server.seen().iter().map(support::Seen::text).collect::<Vec<_>>(), ["content", "content"]);
    let server = Server::new(replies()).await;
    let stream = Body::stream(stream_of(&["x"]), Some(1));
    let error = server.context().request(Method::PUT, "/f").body("a/b", stream).send().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (503, 1));
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn curl_lines_of_bodies() {
    let server = server().await;
    let mut call = Call::new(&server.context(), &UPLOAD);
    call.form_text("name", "n");
    call.form_text("password", "hunter2");
    call.form_file("file", FilePart::path("/tmp/a file"));
    let line = call.to_curl();
    let file = r#"-F 'file=@"/tmp/a file";type=application/octet-stream;filename="a file"'"#;
    assert!(line.contains("--form-string 'name=n'") && line.contains(file), "{line}");
    assert!(line.contains("--form-string 'password=[redacted]'") && !line.contains("boundary"), "{line}");
    let line = server.context().request(Method::PUT, "/f").body("a/b", Body::file("/tmp/f")).to_curl();
    assert!(line.contains("--data-binary '@/tmp/f'"), "{line}");
}
