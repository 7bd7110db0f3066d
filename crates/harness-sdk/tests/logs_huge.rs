//! A log of a gigabyte takes no more memory than a small one.
#![cfg(unix)]

use std::io::Write as _;
use std::time::Duration;

use harness_sdk::{Client, Error};
use nix::sys::resource::{UsageWho, getrusage};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

const GIGABYTE: u64 = 1 << 30;
/// How many bytes of a log one block unpacks to; a gigabyte is made of equal blocks.
const BLOCK: u64 = 64 << 20;

/// One gzip member of a block of lines of 64 KiB.
fn member() -> Vec<u8> {
    let line = [vec![b'x'; (64 << 10) - 1], vec![b'\n']].concat();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    for _ in 0..BLOCK / line.len() as u64 {
        encoder.write_all(&line).expect("written");
    }
    encoder.finish().expect("packed")
}

/// The most memory the process has had so far, in KiB.
fn peak() -> i64 {
    let most = getrusage(UsageWho::RUSAGE_SELF).expect("known").max_rss();
    if cfg!(target_os = "macos") { most >> 10 } else { most }
}

async fn serve(mut connection: TcpStream, member: std::sync::Arc<Vec<u8>>) {
    let mut head = vec![0; 8192];
    let read = connection.read(&mut head).await.unwrap_or(0);
    let target = String::from_utf8_lossy(&head[..read]).split(' ').nth(1).unwrap_or_default().to_owned();
    let start = "HTTP/1.1 200 OK\r\nconnection: close\r\n";
    if target.contains("/execution/v2/") {
        let node = r#"{"identifier":"a","name":"a","stepType":"Run","status":"Success","baseFqn":"x",
            "executableResponses":[{"task":{"logKeys":["k/a"]}}]}"#;
        let body = format!(
            r#"{{"data":{{"pipelineExecutionSummary":{{"status":"Success"}},"executionGraph":{{"nodeMap":{{"a":{node}}}}}}}}}"#
        );
        let head = format!("{start}content-type: application/json\r\ncontent-length: {}\r\n\r\n", body.len());
        let _ = connection.write_all((head + &body).as_bytes()).await;
    } else {
        let blocks = GIGABYTE / BLOCK;
        let length = member.len() as u64 * blocks;
        let head = format!("{start}content-type: application/octet-stream\r\ncontent-length: {length}\r\n\r\n");
        let _ = connection.write_all(head.as_bytes()).await;
        for _ in 0..blocks {
            if connection.write_all(&member).await.is_err() {
                return;
            }
        }
    }
    let _ = connection.shutdown().await;
}

#[tokio::test]
async fn a_gigabyte_is_read_in_bounded_memory() -> Result<(), Error> {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let member = std::sync::Arc::new(member());
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            tokio::spawn(serve(connection, std::sync::Arc::clone(&member)));
        }
    });
    let context = Client::builder().host(&url).api_key("pat.acc.tok.secret").no_proxy().build()?;
    let harness = Client::new(context).project("o", "p");
    let mut lines = harness.logs("run1").poll_interval(Duration::from_millis(1)).lines();
    let mut bytes = 0;
    while let Some(line) = lines.try_next().await? {
        bytes += line.text.len() as u64 + 1;
    }
    assert_eq!(bytes, GIGABYTE);
    let peak = peak();
    println!("at most {peak} KiB of memory");
    assert!(peak < 160 << 10, "the whole process took {peak} KiB");
    Ok(())
}
