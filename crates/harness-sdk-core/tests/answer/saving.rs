//! Answers saved to files: whole or not at all, and nothing left beside them.

use std::future::{Future as _, poll_fn};
use std::path::Path;
use std::task::Poll;

use crate::support::{Reply, Server, answer, bytes};
use futures_util::future::join_all;
use harness_sdk_core::operation::Operation;
use harness_sdk_core::{Call, ErrorKind, RawResponse};

static GET: Operation = Operation { id: "get", path: "/g", ..Operation::NEW };

async fn raw(server: &Server) -> RawResponse {
    Call::new(&server.context(), &GET).send_raw().await.unwrap().into_inner()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn of_answers_saved_to_one_path_at_once_one_is_there_whole() {
    let body = |number: usize| vec![b'a' + u8::try_from(number % 26).unwrap(); 300_000];
    let server = Server::deciding(move |number| answer(200, &[], body(number))).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x");
    let saves = join_all((0..8).map(|_| async { raw(&server).await.save(&path).await })).await;
    assert!(saves.iter().all(|saved| saved.as_ref().is_ok_and(|length| *length == 300_000)), "{saves:?}");
    let content = std::fs::read(&path).unwrap();
    assert!(content.len() == 300_000 && content.iter().all(|byte| *byte == content[0]), "pieces of several answers");
    assert_eq!(names(folder.path()), ["x"]);
}

#[tokio::test]
async fn files_of_the_users_own_beside_it_stay() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x");
    std::fs::write(folder.path().join("x.part"), "mine").unwrap();
    let good = Server::answering(answer(200, &[], "content")).await;
    raw(&good).await.save(&path).await.unwrap();
    let cut = Server::answering(Reply::Pieces(vec![bytes(200, &[("content-length", "99")], b"part")])).await;
    assert_eq!(raw(&cut).await.save(&path).await.unwrap_err().kind(), ErrorKind::Transport);
    assert_eq!(std::fs::read(&path).unwrap(), b"content");
    assert_eq!(std::fs::read(folder.path().join("x.part")).unwrap(), b"mine");
    assert_eq!(names(folder.path()), ["x", "x.part"]);
}

#[tokio::test]
async fn what_cannot_be_replaced_is_told_and_nothing_is_left() {
    let server = Server::answering(answer(200, &[], "content")).await;
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("x/inner")).unwrap();
    let long = "n".repeat(300);
    for name in ["x", &long, "none/f", "x/.."] {
        let error = raw(&server).await.save(folder.path().join(name)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Local, "{name}");
        assert_eq!(names(folder.path()), ["x"], "{name}");
        assert_eq!(names(&folder.path().join("x")), ["inner"], "{name}");
    }
}

#[tokio::test]
async fn a_name_may_be_as_long_as_names_can_be() {
    let server = Server::answering(answer(200, &[], "content")).await;
    let folder = tempfile::tempdir().unwrap();
    for length in [250, 255] {
        let name = "n".repeat(length);
        raw(&server).await.save(folder.path().join(&name)).await.unwrap();
        assert_eq!(std::fs::read(folder.path().join(&name)).unwrap(), b"content");
    }
    assert_eq!(names(folder.path()).len(), 2);
}

/// Polls a save until `enough`, drops it, and waits for all that its runtime has begun.
fn dropped_when(enough: impl Fn(&Path) -> bool) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(async {
        let server = Server::answering(Reply::Stall(bytes(200, &[("content-length", "9")], b"abc"))).await;
        let mut save = Box::pin(raw(&server).await.save(&path));
        loop {
            let polled = poll_fn(|context| Poll::Ready(save.as_mut().poll(context))).await;
            assert!(polled.is_pending());
            if enough(folder.path()) {
                break;
            }
            tokio::task::yield_now().await;
        }
    });
    drop(runtime);
    names(folder.path())
}

#[test]
fn a_save_that_is_dropped_leaves_nothing() {
    assert_eq!(dropped_when(|folder| !names(folder).is_empty()), [""; 0], "while it is written");
    for _ in 0..20 {
        assert_eq!(dropped_when(|_| true), [""; 0], "while its file is made");
    }
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    #[tokio::test]
    async fn links_are_not_followed() {
        let server = Server::answering(answer(200, &[], "content")).await;
        let (folder, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let secret = outside.path().join("secret");
        std::fs::write(&secret, "kept").unwrap();
        symlink(&secret, folder.path().join("x.part")).unwrap();
        symlink(&secret, folder.path().join("x")).unwrap();
        raw(&server).await.save(folder.path().join("x")).await.unwrap();
        assert_eq!(std::fs::read(&secret).unwrap(), b"kept");
        assert!(std::fs::symlink_metadata(folder.path().join("x")).unwrap().is_file());
        assert_eq!(std::fs::read(folder.path().join("x")).unwrap(), b"content");
        assert!(std::fs::symlink_metadata(folder.path().join("x.part")).unwrap().is_symlink());
    }

    #[tokio::test]
    async fn a_file_that_is_replaced_keeps_its_rights() {
        let server = Server::answering(answer(200, &[], "content")).await;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        for mode in [0o600, 0o640, 0o666, 0o755, 0o400] {
            std::fs::write(&path, "old").unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            raw(&server).await.save(&path).await.unwrap();
            let found = std::fs::metadata(&path).unwrap().permissions().mode() & 0o7777;
            assert_eq!((found, std::fs::read(&path).unwrap().as_slice()), (mode, b"content".as_slice()));
            std::fs::remove_file(&path).unwrap();
        }
    }
}
