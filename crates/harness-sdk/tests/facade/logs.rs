//! Logs of executions: live, stored and archived, over connections that break.

use std::io::Write as _;
use std::time::Duration;

use super::logs_world::{
    EOF, EXECUTION, KEY, Reply, World, archive, blob, execution, live, node, stored, stream, texts, wanted,
};
use async_zip::base::write::ZipFileWriter;
use async_zip::{Compression, ZipEntryBuilder};
use harness_sdk::ErrorKind;
use serde_json::json;

const PREFIX: &str = "acc/pipeline/deploy/7/-run1";

/// An archive as the log service makes it: written as a stream, so that sizes follow the data.
async fn zip(entries: &[(&str, &str)]) -> Vec<u8> {
    use futures_util::AsyncWriteExt as _;
    let mut writer = ZipFileWriter::new(futures_util::io::Cursor::new(Vec::new()));
    for (name, text) in entries {
        let entry = ZipEntryBuilder::new((*name).into(), Compression::Deflate);
        let mut stream = writer.write_entry_stream(entry).await.expect("an entry");
        stream.write_all(text.as_bytes()).await.expect("written");
        stream.close().await.expect("closed");
    }
    writer.close().await.expect("an archive").into_inner()
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(text.as_bytes()).expect("written");
    encoder.finish().expect("packed")
}

#[tokio::test]
async fn stored_logs_come_in_the_order_of_the_pipeline_whatever_their_packing() {
    let world = World::new().await;
    world
        .on(
            EXECUTION,
            [execution("Success", &[node("b", "Success", &["k/b"]), node("a", "Failed", &["k/a1", "k/a2"])])],
        )
        .on(blob("k/b"), [Reply::bytes(gzip(&stored(0..3)))])
        .on(blob("k/a1"), [Reply::bytes("plain \u{1b}[31mred\u{1b}[0m\r\n\nlast")])
        .on(blob("k/a2"), [Reply::bytes([gzip(&stored(3..4)), gzip(&stored(4..5))].concat())]);
    let mut lines = world.logs().strip_ansi(true).lines();
    let wanted = [wanted("b", 0..3), vec!["a: plain red".into(), "a: last".into()], wanted("a", 3..5)].concat();
    assert_eq!(texts(&mut lines).await.expect("logs"), wanted);
    assert!(lines.missing().is_empty());
    assert_eq!(world.count(&stream("k/b")), 0, "what has ended is not listened to");
    let first = world.logs().lines().try_next().await.expect("read").expect("a line");
    assert_eq!((first.level.as_deref(), first.time.as_deref()), (Some("INFO"), Some("2026-01-01T00:00:00Z")));
    assert_eq!((first.unit.name.as_str(), first.step.stage.as_deref()), ("Execute", Some("build")));
    assert!(first.raw.starts_with("{\"level\""));
}

#[tokio::test]
async fn a_live_log_goes_on_after_its_stream_was_cut_in_the_middle_of_a_line() {
    let world = World::new().await;
    let running = execution("Running", &[node("a", "Running", &["k/a"])]);
    let cut = live(0..3);
    world.on(EXECUTION, [running.until(stream("k/a"), 3), execution("Success", &[node("a", "Success", &["k/a"])])]).on(
        stream("k/a"),
        [
            Reply::events(&cut.as_bytes()[..cut.len() - 20]).broken(),
            Reply::error(503, "{}"),
            Reply::events(live(0..5) + EOF),
        ],
    );
    let mut lines = world.logs().lines();
    assert_eq!(texts(&mut lines).await.expect("logs"), wanted("a", 0..5));
    assert_eq!(world.count(&blob("k/a")), 0, "the live log was complete");
}

#[tokio::test]
async fn what_a_live_log_lacks_comes_from_the_store_when_the_step_has_ended() {
    let world = World::new().await;
    world
        .on(
            EXECUTION,
            [
                execution("Running", &[node("a", "Running", &["k/a"])]).until(stream("k/a"), 1),
                execution("Success", &[node("a", "Success", &["k/a"])]),
            ],
        )
        .on(stream("k/a"), [Reply::events(live(0..2)).silent()])
        .on(blob("k/a"), [Reply::bytes(stored(0..4))]);
    let mut lines = world.logs().drain(Duration::from_millis(1)).lines();
    assert_eq!(texts(&mut lines).await.expect("logs"), wanted("a", 0..4));
}

#[tokio::test]
async fn parts_of_a_step_follow_each_other_and_a_part_that_is_closed_is_read_from_the_store() {
    let world = World::new().await;
    let running = execution("Running", &[node("a", "Running", &["k/1", "k/2"])]);
    world
        .on(
            EXECUTION,
            [running.until(stream("k/2"), 1), execution("Success", &[node("a", "Success", &["k/1", "k/2"])])],
        )
        .on(stream("k/1"), [Reply::events(EOF)])
        .on(blob("k/1"), [Reply::bytes(stored(0..2))])
        .on(stream("k/2"), [Reply::events(live(2..4) + EOF)]);
    let mut lines = world.logs().lines();
    assert_eq!(texts(&mut lines).await.expect("logs"), wanted("a", 0..4));
}

#[tokio::test]
async fn steps_that_run_at_the_same_time_and_later_ones_all_come() {
    let world = World::new().await;
    let (a, b) = (node("a", "Running", &["k/a"]), node("b", "Running", &["k/b"]));
    let running = execution("Running", &[a, b, node("c", "NotStarted", &[])]);
    let done = [node("a", "Success", &["k/a"]), node("b", "Success", &["k/b"]), node("c", "Success", &["k/c"])];
    world
        .on(
            EXECUTION,
            [running.clone().until(stream("k/a"), 1), running.until(stream("k/b"), 1), execution("Success", &done)],
        )
        .on(stream("k/a"), [Reply::events(live(0..3) + EOF)])
        .on(stream("k/b"), [Reply::events(live(3..6) + EOF)])
        .on(blob("k/c"), [Reply::bytes(stored(6..8))]);
    let all = texts(&mut world.logs().lines()).await.expect("logs");
    for (step, numbers) in [("a", 0..3), ("b", 3..6), ("c", 6..8)] {
        let own: Vec<_> = all.iter().filter(|line| line.starts_with(step)).cloned().collect();
        assert_eq!(own, wanted(step, numbers));
    }
    assert_eq!(all.len(), 8);
}

#[tokio::test]
async fn an_error_event_is_an_error_and_ends_the_stream() {
    let world = World::new().await;
    world
        .on(EXECUTION, [execution("Running", &[node("a", "Running", &["k/a"])])])
        .on(stream("k/a"), [Reply::events(live(0..1) + "event: error\ndata: stream is gone\n\n")]);
    let mut lines = world.logs().lines();
    assert_eq!(lines.try_next().await.expect("read").expect("a line").text, "line 0 é");
    let error = lines.try_next().await.expect_err("an error");
    assert_eq!(error.kind(), ErrorKind::Failure);
    assert!(error.to_string().contains("stream is gone") && error.to_string().contains("Step a"), "{error}");
    assert!(lines.next().await.is_none());
}

#[tokio::test]
async fn a_stream_that_keeps_breaking_is_given_up() {
    let world = World::new().await;
    world
        .on(EXECUTION, [execution("Running", &[node("a", "Running", &["k/a"])])])
        .on(stream("k/a"), [Reply::events(live(0..1)).broken()]);
    let mut lines = world.logs().reconnects(2).lines();
    assert_eq!(lines.try_next().await.expect("read").expect("a line").text, "line 0 é");
    assert_eq!(lines.try_next().await.expect_err("given up").kind(), ErrorKind::Transport);
    assert_eq!(world.count(&stream("k/a")), 3);
}

#[tokio::test]
async fn a_stored_log_may_come_late_break_off_or_never_come() {
    let world = World::new().await;
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a clock").as_millis();
    let mut recent = node("late", "Success", &["k/late"]);
    recent["endTs"] = json!(u64::try_from(now).expect("a date"));
    let text = stored(0..5);
    world
        .on(
            EXECUTION,
            [
                Reply::error(503, "{}"),
                execution(
                    "Success",
                    &[recent, node("cut", "Success", &["k/cut"]), node("gone", "Success", &["k/gone"])],
                ),
            ],
        )
        .on(blob("k/late"), [Reply::missing(), Reply::bytes(""), Reply::error(503, "{}"), Reply::bytes(stored(5..6))])
        .on(blob("k/cut"), [Reply::bytes(&text.as_bytes()[..text.len() / 2]).broken(), Reply::bytes(text.clone())]);
    let mut lines = world.logs().lines();
    assert_eq!(texts(&mut lines).await.expect("logs"), [wanted("late", 5..6), wanted("cut", 0..5)].concat());
    let missing: Vec<_> = lines.missing().iter().map(|step| step.identifier.clone()).collect();
    assert_eq!(missing, ["gone"]);
    assert_eq!(world.count(&blob("k/gone")), 1, "it ended long ago, so nothing is waited for");
}

#[tokio::test]
async fn without_following_what_is_stored_comes_and_nothing_is_waited_for() {
    let world = World::new().await;
    world
        .on(EXECUTION, [execution("Running", &[node("a", "Success", &["k/a"]), node("b", "Running", &["k/b"])])])
        .on(blob("k/a"), [Reply::bytes(stored(0..1))]);
    assert_eq!(texts(&mut world.logs().follow(false).lines()).await.expect("logs"), wanted("a", 0..1));
    assert_eq!((world.count(EXECUTION), world.count(&stream("k/b"))), (1, 0));
}

#[tokio::test]
async fn steps_are_listed_and_chosen() {
    let world = World::new().await;
    let mut bare = node("bare", "Success", &[]);
    bare["baseFqn"] = json!("pipeline.stages.test.spec.execution.steps.bare");
    world
        .on(EXECUTION, [execution("Success", &[node("a", "Success", &["k/a"]), bare])])
        .on(blob("k/a"), [Reply::bytes(stored(0..1))])
        .on(blob("base/bare"), [Reply::bytes(stored(1..2))]);
    let steps = world.logs().steps().await.expect("steps");
    let listed: Vec<_> = steps.iter().map(|step| (step.name.as_str(), step.units[0].key.as_str())).collect();
    assert_eq!(listed, [("Step a", "k/a"), ("Step bare", "base/bare")]);
    assert_eq!(texts(&mut world.logs().stage("test").lines()).await.expect("logs"), wanted("bare", 1..2));
    assert_eq!(texts(&mut world.logs().step("Step a").lines()).await.expect("logs"), wanted("a", 0..1));
    assert_eq!(world.logs().prefix().await.expect("a prefix"), PREFIX);
}

#[tokio::test]
async fn a_long_line_is_cut_and_says_so() {
    let world = World::new().await;
    let text = format!("{}\nshort\n", "x".repeat(5000));
    world
        .on(EXECUTION, [execution("Success", &[node("a", "Success", &["k/a"])])])
        .on(blob("k/a"), [Reply::bytes(text)]);
    let mut lines = world.logs().max_line(1000).lines();
    let first = lines.try_next().await.expect("read").expect("a line");
    assert_eq!((first.text.len(), first.truncated), (1000, true));
    let second = lines.try_next().await.expect("read").expect("a line");
    assert_eq!((second.text.as_str(), second.truncated), ("short", false));
}

#[tokio::test]
async fn an_archive_is_waited_for_and_fetched_without_the_key_through_the_clients_host() {
    let world = World::new().await;
    let link = "https://app.harness.io/storage/harness-download/logs.zip?Expires=1&Signature=SIGNED";
    let state =
        |status: &str| Reply::json(json!({ "status": status, "link": link, "expires": "2026-01-01T00:00:00Z" }));
    let packed = zip(&[
        (&format!("{PREFIX}/k/a"), &stored(0..3)),
        (&format!("{PREFIX}/other"), "of no known step\n"),
        (&format!("{PREFIX}/k/b"), &stored(3..5)),
    ])
    .await;
    world
        .on(EXECUTION, [execution("Success", &[node("a", "Success", &["k/a"]), node("b", "Success", &["k/b"])])])
        .on(archive(PREFIX), [state("queued"), state("in_progress"), state("success")])
        .on("/storage/harness-download/logs.zip", [Reply::bytes(packed.clone())]);
    let stranger = vec![": of no known step".to_owned()];
    let all = texts(&mut world.logs().archived_lines()).await.expect("logs");
    assert_eq!(all, [wanted("a", 0..3), stranger, wanted("b", 3..5)].concat());
    for seen in world.seen() {
        let stored = seen.what.starts_with("/storage/");
        assert_eq!(seen.head.contains(KEY), !stored, "{}", seen.what);
        assert!(!stored || !seen.head.to_lowercase().contains("harness-account"), "{}", seen.head);
    }
    assert_eq!(texts(&mut world.logs().step("b").archived_lines()).await.expect("logs"), wanted("b", 3..5));
    let raw = world.logs().archive().await.expect("an archive").bytes().await.expect("bytes");
    assert_eq!(raw.as_ref(), packed);
}

#[tokio::test]
async fn an_archive_that_is_refused_for_its_size_gives_way_to_the_single_logs() {
    let world = World::new().await;
    let refusal = r#"{"error_msg":"Prefix Key Exceeds Maximum Download Limit"}"#;
    world
        .on(EXECUTION, [execution("Success", &[node("a", "Success", &["k/a"])])])
        .on(archive(PREFIX), [Reply::error(500, refusal)])
        .on(blob("k/a"), [Reply::bytes(stored(0..2))]);
    assert_eq!(texts(&mut world.logs().archived_lines()).await.expect("logs"), wanted("a", 0..2));
    assert_eq!(world.count(&archive(PREFIX)), 1, "a refusal does not pass");
}

#[tokio::test]
async fn an_archive_that_fails_or_breaks_is_an_error_that_shows_no_link() {
    let world = World::new().await;
    world.on(EXECUTION, [execution("Success", &[node("a", "Success", &["k/a"])])]);
    world.on(archive(PREFIX), [Reply::json(json!({ "status": "error", "message": "out of space" }))]);
    let error = world.logs().archive().await.expect_err("an error");
    assert!(error.kind() == ErrorKind::Failure && error.to_string().contains("out of space"), "{error}");

    world.on(archive(PREFIX), [Reply::json(json!({ "status": "queued" }))]);
    let impatient = world.logs().archive_wait(Duration::ZERO, Duration::ZERO);
    assert_eq!(impatient.archive().await.expect_err("an error").kind(), ErrorKind::Timeout);

    let link = format!("{}/storage/x.zip?Signature=SIGNED", world.url);
    world.on(archive(PREFIX), [Reply::json(json!({ "status": "success", "link": link }))]);
    world.on("/storage/x.zip", [Reply::error(403, "<Error>expired</Error>")]);
    let error = world.logs().archive().await.expect_err("an error");
    assert!(!format!("{error} {error:?}").contains("SIGNED"), "{error:?}");

    let packed = zip(&[("k/a", &stored(0..9))]).await;
    world.on("/storage/x.zip", [Reply::bytes(&packed[..packed.len() / 3])]);
    let error = texts(&mut world.logs().archived_lines()).await.expect_err("an error");
    assert!(matches!(error.kind(), ErrorKind::Decode | ErrorKind::Transport), "{error}");
}

#[tokio::test]
async fn credentials_that_are_refused_end_a_live_log_at_once() {
    let world = World::new().await;
    world
        .on(EXECUTION, [execution("Running", &[node("a", "Running", &["k/a"])])])
        .on(stream("k/a"), [Reply::error(401, "{\"message\":\"no\"}")]);
    let error = texts(&mut world.logs().lines()).await.expect_err("an error");
    assert!(error.is_auth(), "{error}");
}
