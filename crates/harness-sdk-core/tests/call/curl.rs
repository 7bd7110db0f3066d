//! Curl lines are the same request when they are run, but for what is secret.

use crate::support::{self, Server, json as answer_json};
use harness_sdk_core::form::{FilePart, Form};
use harness_sdk_core::operation::{BodyKind, Operation};
use harness_sdk_core::{Body, Call, Method, Request};
use serde_json::json;

static UPLOAD: Operation =
    Operation { id: "upload", method: Method::PUT, path: "/up", body: BodyKind::Multipart, ..Operation::NEW };

/// The words of a line as a shell takes them: quotes of both kinds, `$'..'`, and line ends behind a backslash.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut chars) = (Vec::new(), None::<String>, line.chars().peekable());
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek() == Some(&'\n') => {
                chars.next();
            }
            '\\' => word.get_or_insert_default().extend(chars.next()),
            '$' if chars.peek() == Some(&'\'') => {
                chars.next();
                while let Some(c) = chars.next().filter(|c| *c != '\'') {
                    let letter = if c == '\\' { chars.next() } else { None };
                    word.get_or_insert_default().push(match letter {
                        Some('r') => '\r',
                        Some('n') => '\n',
                        Some(other) => other,
                        None => c,
                    });
                }
            }
            '\'' => word.get_or_insert_default().extend(chars.by_ref().take_while(|c| *c != '\'')),
            '"' => word.get_or_insert_default().extend(chars.by_ref().take_while(|c| *c != '"')),
            c if c.is_whitespace() => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// The values of an option.
fn values(words: &[String], option: &str) -> Vec<String> {
    words.windows(2).filter(|pair| pair[0] == option).map(|pair| pair[1].clone()).collect()
}

fn has(words: &[String], option: &str) -> bool {
    words.iter().any(|word| word == option)
}

async fn server() -> Server {
    Server::answering(answer_json(200, "{}")).await
}

#[tokio::test]
async fn texts_of_forms_are_texts() {
    let mut call = Call::new(&server().await.context(), &UPLOAD);
    call.form_text("a", "@/etc/passwd");
    call.form_text("b", "</etc/passwd;type=text/html");
    call.form_text("c", "it's \"so\"\nand more");
    let line = words(&call.to_curl());
    let texts = ["a=@/etc/passwd", "b=</etc/passwd;type=text/html", "c=it's \"so\"\nand more"];
    assert_eq!(values(&line, "--form-string"), texts);
    assert!(!has(&line, "-F") && values(&line, "-X") == ["PUT"]);
}

#[tokio::test]
async fn parts_keep_media_types_and_names() {
    let form = Form::new()
        .json("spec", &json!({"a": "x;y"}))
        .file("chart", FilePart::path("/tmp/my chart;v=1.tgz").media_type("application/gzip"))
        .file("raw", FilePart::bytes("a \"b\".bin", "x"));
    let line = server().await.context().request(Method::POST, "/up").form(form).to_curl();
    let parts = values(&words(&line), "-F");
    assert_eq!(parts[0], r#"spec="{\"a\":\"x;y\"}";type=application/json"#);
    assert_eq!(parts[1], r#"chart=@"/tmp/my chart;v=1.tgz";type=application/gzip;filename="my chart;v=1.tgz""#);
    assert_eq!(parts[2], r#"raw=@-;type=application/octet-stream;filename="a \"b\".bin""#);
}

#[tokio::test]
async fn names_with_equals_signs_are_written_out() {
    let form = Form::new().text("a=b", "it's\\n").text("c", "d");
    let line = words(&server().await.context().request(Method::POST, "/up").form(form).to_curl());
    let body = values(&line, "--data-binary");
    let boundary = values(&line, "-H").iter().find_map(|header| Some(header.split_once("boundary=")?.1.to_owned()));
    let boundary = boundary.unwrap();
    let part = |name: &str, text: &str| {
        format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
    };
    assert_eq!(body, [format!("{}{}--{boundary}--\r\n", part("a=b", "it's\\n"), part("c", "d"))]);
}

#[tokio::test]
async fn methods_headers_and_patterns() {
    let context = server().await.context();
    let line = words(&context.request(Method::GET, "/x").body("application/json", "{}").to_curl());
    assert_eq!((values(&line, "-X"), values(&line, "--data-raw")), (vec!["GET".to_owned()], vec!["{}".to_owned()]));
    let line = words(&context.request(Method::GET, "/x?a[0]={b}").with_header("X-Empty", "").to_curl());
    assert!(!has(&line, "-X") && values(&line, "-H").contains(&"x-empty;".to_owned()), "{line:?}");
    assert!(has(&line, "-g"), "{line:?}");
    assert!(has(&words(&context.request(Method::HEAD, "/x").to_curl()), "--head"));
    let spaced = "{ \"b\": 1,\n  \"a\": [2] }";
    let line = words(&context.request(Method::POST, "/x").body("application/json", spaced).to_curl());
    assert_eq!(values(&line, "--data-raw"), [spaced], "what holds no secret goes as it is");
}

#[tokio::test]
async fn secrets_are_blanked_wherever_they_stand() {
    let context = server().await.context();
    let post = |media_type: &'static str, body: &'static str| {
        context.request(Method::POST, "/x").body(media_type, body).to_curl()
    };
    for line in [
        post("application/x-www-form-urlencoded", "a=1&client_secret=hunter2&b=2"),
        post("application/yaml", "spec:\n  password: |\n    hunter2\n    hunter2\n"),
        post("application/yaml", "spec: {name: n, password: hunter2}"),
        post("application/json", r#"{"variables":[{"name":"password","value":"hunter2"}]}"#),
        post("application/json", r#"{"password":42424242,"apiTokens":[["hunter2"]]}"#),
        post("application/json", r#"{"yaml":"a:\n  token: hunter2\n"}"#),
        context.request(Method::GET, "/x/token=hunter2/y").to_curl(),
        context.request(Method::GET, "/x?pass%77ord=hunter2").to_curl(),
        context.request(Method::GET, "https://other.invalid/x?sig=hunter2").without_credentials().to_curl(),
        context.request(Method::PUT, "/x").body("a/b", Body::file("/tmp/token=hunter2/f")).to_curl(),
        context.request(Method::PUT, "/x").form(Form::new().text("password", "hunter2")).to_curl(),
        context.request(Method::PUT, format!("/x/{}", support::KEY)).to_curl(),
        context.request(Method::PUT, "/x").body("a/b", Body::file(format!("/tmp/{}", support::KEY))).to_curl(),
    ] {
        let shown = ["hunter2", "42424242", support::CANARY].iter().any(|secret| line.contains(secret));
        assert!(!shown && line.contains("[redacted]") || line.contains("other.invalid/x?sig=[redacted]"), "{line}");
        assert!(!line.contains("hunter2"), "{line}");
    }
    // Such a URL is refused, and the refusal does not repeat it.
    let refused = context.request(Method::GET, "https://me:hunter2@other.invalid/x").without_credentials().to_curl();
    assert!(refused.contains("the call was not sent") && !refused.contains("hunter2"), "{refused}");
}

#[tokio::test]
async fn what_stands_beside_a_secret_is_shown() {
    let context = server().await.context();
    for (body, shown) in [
        (
            "spec: {apiTokens: [hunter2, hunter2], name: n, password: {of: [hunter2, hunter2], to: hunter2}, id: shown}",
            "spec: {apiTokens: [redacted], name: n, password: [redacted], id: shown}",
        ),
        ("spec: [{token: hunter2}, {name: shown}]", "spec: [{token: [redacted]}, {name: shown}]"),
        ("passwords:\n- hunter2\n- hunter2\nname: shown", "passwords:\n- [redacted]\n- [redacted]\nname: shown"),
        ("secret:\n  value: hunter2\nvalue: shown", "secret:\n  value: [redacted]\nvalue: shown"),
        ("- name: password\n  type: String\n- value: shown", "- name: password\n  type: String\n- value: shown"),
    ] {
        let line = words(&context.request(Method::POST, "/x").body("application/yaml", body).to_curl());
        assert_eq!(values(&line, "--data-raw"), [shown]);
    }
}
