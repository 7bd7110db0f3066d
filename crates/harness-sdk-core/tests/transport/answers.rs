//! Answers: JSON, nothing, text, bytes, lines, streams and files.

use std::time::Duration;

use crate::support::{Reply, Server, answer, bytes, json as answer_json};
use futures_util::StreamExt as _;
use harness_sdk_core::operation::Operation;
use harness_sdk_core::{Call, ErrorKind, JsonLines, Method};
use serde_json::{Value, json};

static GET: Operation = Operation { id: "get", path: "/g", ..Operation::NEW };

async fn call(reply: Reply) -> (Call, Server) {
    let server = Server::answering(reply).await;
    (Call::new(&server.context(), &GET), server)
}

#[tokio::test]
async fn json_with_its_status_and_headers() {
    let headers = [("etag", "\"e1\""), ("x-total-elements", "7"), ("x-request-id", "r")];
    let (call, _server) = call(answer(201, &headers, "{\"a\":[1,2]}")).await;
    let answer = call.send::<Value>().await.unwrap();
    assert_eq!(answer["a"][1], 2);
    assert_eq!(
        (answer.status().as_u16(), answer.etag(), answer.header("X-Total-Elements")),
        (201, Some("\"e1\""), Some("7"))
    );
    assert_eq!(answer.correlation_id().as_deref(), Some("r"));
    assert_eq!(answer.map(|value| value["a"].clone()).into_inner(), json!([1, 2]));
}

#[tokio::test]
async fn nothing_where_nothing_is_expected() {
    for reply in
        [answer(200, &[], ""), answer(200, &[], "not json"), answer_json(202, "{\"x\":1}"), answer(204, &[], "")]
    {
        call(reply).await.0.send::<()>().await.unwrap();
    }
    let (no_content, _server) = call(answer(204, &[], "")).await;
    assert_eq!(no_content.send::<Vec<String>>().await.unwrap().len(), 0, "the server says there is no content");
    let (empty, _server) = call(answer(200, &[], "")).await;
    assert_eq!(empty.clone().send::<Option<String>>().await.unwrap().into_inner(), None);
    assert!(empty.send::<Vec<String>>().await.unwrap_err().is_decode());
}

#[tokio::test]
async fn text_and_bytes() {
    let (yaml, _server) = call(answer(200, &[("content-type", "application/yaml")], "a: é\n")).await;
    assert_eq!(*yaml.clone().send_text().await.unwrap(), "a: é\n");
    assert_eq!(&yaml.send_bytes().await.unwrap()[..], "a: é\n".as_bytes());
    let (binary, _server) = call(answer(200, &[], b"\xFF\xFE")).await;
    assert_eq!(&binary.clone().send_bytes().await.unwrap()[..], b"\xFF\xFE");
    assert!(binary.clone().send_text().await.unwrap_err().is_decode());
    assert!(binary.send_raw().await.unwrap().into_inner().text().await.unwrap_err().is_decode());
}

#[tokio::test]
async fn large_answers_in_pieces_within_their_bound() {
    let text = format!("[\"{}\"]", "y".repeat(12 << 20));
    let (head, pieces) =
        (bytes(200, &[("content-length", &text.len().to_string())], b""), text.as_bytes().chunks(100_000));
    let reply = Reply::Pieces(std::iter::once(head).chain(pieces.map(<[u8]>::to_vec)).collect());
    let server = Server::answering(reply).await;
    let answer = Call::new(&server.context(), &GET).send::<Vec<String>>().await.unwrap();
    assert_eq!(answer[0].len(), 12 << 20);
    let context = server.builder().max_answer(1 << 20).build().unwrap();
    let error = Call::new(&context, &GET).send::<Vec<String>>().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::TooLarge, 1));
    assert!(error.hint().unwrap().contains("max_answer"), "{error}");
    let chunked =
        Reply::Pieces(vec![bytes(200, &[("transfer-encoding", "chunked")], b"6\r\n[1,2,3\r\n1\r\n]\r\n0\r\n\r\n")]);
    let server = Server::answering(chunked).await;
    assert_eq!(*Call::new(&server.context(), &GET).send::<Vec<i64>>().await.unwrap(), [1, 2, 3]);
    let context = server.builder().max_answer(6).build().unwrap();
    assert_eq!(Call::new(&context, &GET).send::<Value>().await.unwrap_err().kind(), ErrorKind::TooLarge);
}

#[tokio::test]
async fn compressed_answers() {
    // `{"zipped":true}` by gzip.
    let zipped = [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 170, 202, 44, 40, 72, 77, 81, 178, 42, 41, 42, 77, 173, 5, 0, 132,
        40, 188, 8, 15, 0, 0, 0,
    ];
    let (call, server) = call(answer(200, &[("content-encoding", "gzip")], zipped)).await;
    assert_eq!(call.send::<Value>().await.unwrap()["zipped"], true);
    assert!(server.only().header("accept-encoding").unwrap().contains("gzip"));
}

async fn lines(pieces: &[&str]) -> Vec<Result<Value, String>> {
    let head = bytes(200, &[("transfer-encoding", "chunked")], b"");
    let chunk = |piece: &&str| format!("{:x}\r\n{piece}\r\n", piece.len()).into_bytes();
    let mut all = vec![head];
    all.extend(pieces.iter().map(chunk));
    all.push(b"0\r\n\r\n".to_vec());
    let (call, _server) = call(Reply::Pieces(all)).await;
    let lines: JsonLines<Value> = call.send_json_lines().await.unwrap().into_inner();
    lines.map(|line| line.map_err(|error| error.to_string())).collect().await
}

#[tokio::test]
async fn lines_are_joined_and_unwrapped() {
    let values = lines(&["{\"result\":{\"n\"", ":1}}\r\n\r\n{\"n\":2}\n[", "3]\n", "{\"result\":{},\"n\":4}"]).await;
    let expected = [json!({"n": 1}), json!({"n": 2}), json!([3]), json!({"result": {}, "n": 4})];
    assert_eq!(values.into_iter().map(Result::unwrap).collect::<Vec<_>>(), expected);
    assert!(lines(&[]).await.is_empty());
}

#[tokio::test]
async fn an_error_line_ends_the_stream_and_a_bad_line_does_not() {
    let error = "{\"error\":{\"grpc_code\":5,\"http_code\":404,\"message\":\"no pod\",\"details\":[]}}\n";
    let values = lines(&["{\"a\":1}\nnot json\n{\"a\":2}\n", error, "{\"a\":3}\n"]).await;
    assert_eq!(values.len(), 4, "{values:?}");
    assert_eq!(
        (values[0].as_ref().unwrap()["a"].clone(), values[2].as_ref().unwrap()["a"].clone()),
        (json!(1), json!(2))
    );
    assert!(values[1].as_ref().unwrap_err().contains("not what the document says"), "{values:?}");
    assert!(values[3].as_ref().unwrap_err().contains("5: no pod"), "{values:?}");
}

#[tokio::test]
async fn a_line_stream_that_breaks_or_has_no_end_is_an_error() {
    let cut = Reply::Pieces(vec![bytes(200, &[("content-length", "99")], b"{\"a\":1}\n{\"a\":")]);
    let (call, _server) = call(cut).await;
    let mut lines = call.send_json_lines::<Value>().await.unwrap().into_inner();
    assert_eq!(lines.next().await.unwrap().unwrap()["a"], 1);
    assert_eq!(lines.next().await.unwrap().unwrap_err().kind(), ErrorKind::Transport);
    assert!(lines.next().await.is_none());
    let server = Server::answering(answer(200, &[], "x".repeat(5000))).await;
    let context = server.builder().max_answer(1000).build().unwrap();
    let mut lines = Call::new(&context, &GET).send_json_lines::<Value>().await.unwrap().into_inner();
    assert_eq!(lines.next().await.unwrap().unwrap_err().kind(), ErrorKind::TooLarge);
    assert!(lines.next().await.is_none());
}

#[tokio::test]
async fn raw_answers_are_streamed_saved_and_read() {
    let headers = [("content-disposition", "attachment; filename=\"../../etc/x.zip\"")];
    let server = Server::answering(answer(200, &headers, "content")).await;
    let raw = || async { Call::new(&server.context(), &GET).send_raw().await.unwrap().into_inner() };
    assert_eq!((raw().await.content_length(), raw().await.file_name().as_deref()), (Some(7), Some("x.zip")));
    let pieces: Vec<_> = raw().await.bytes_stream().map(Result::unwrap).collect().await;
    assert_eq!(pieces.concat(), b"content");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("f.zip");
    assert_eq!(raw().await.save(&path).await.unwrap(), 7);
    assert_eq!(std::fs::read(&path).unwrap(), b"content");
    let error = raw().await.save(folder.path().join("none/f")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Local);
    #[derive(serde::Deserialize)]
    struct Own {
        a: u8,
    }
    let server = Server::answering(answer_json(200, "{\"a\":3}")).await;
    let read: Own =
        server.context().request(Method::GET, "/x").send().await.unwrap().into_inner().json().await.unwrap();
    assert_eq!(read.a, 3);
}

#[tokio::test]
async fn a_broken_download_leaves_no_file() {
    let (call, _server) = call(Reply::Pieces(vec![bytes(200, &[("content-length", "99")], b"part")])).await;
    let folder = tempfile::tempdir().unwrap();
    let raw = call.send_raw().await.unwrap().into_inner();
    assert_eq!(raw.save(folder.path().join("f")).await.unwrap_err().kind(), ErrorKind::Transport);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_falls_silent_ends_in_a_timeout() {
    let server = Server::answering(Reply::Stall(bytes(200, &[("content-length", "9")], b"abc"))).await;
    let context = server.builder().idle_timeout(Duration::from_secs(30)).build().unwrap();
    let mut raw = Call::new(&context, &GET).send_raw().await.unwrap().into_inner();
    let error = loop {
        match raw.chunk().await {
            Ok(piece) => assert!(piece.is_some()),
            Err(error) => break error,
        }
    };
    assert_eq!((error.kind(), error.operation_id()), (ErrorKind::Timeout, Some("get")));
}

#[tokio::test]
async fn an_error_status_is_an_error_also_for_raw_answers() {
    let (call, _server) = call(answer_json(404, "{\"message\":\"gone\"}")).await;
    assert!(call.send_raw().await.unwrap_err().is_not_found());
}
