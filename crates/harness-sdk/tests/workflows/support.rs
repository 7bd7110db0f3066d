//! A scripted server, and a clock that stands still while a request is under way.

use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, mpsc};

use harness_sdk::hooks::{Attempt, Hooks, Outcome};
use harness_sdk::{Client, RetryPolicy};
use serde_json::{Value, json};

pub(crate) const KEY: &str = "pat.acc.tok.CANARY";

/// A request as the server saw it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Seen {
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("a JSON body")
    }
}

/// What the server does.
#[derive(Clone)]
pub(crate) enum Reply {
    Json(u16, Value),
    With(u16, &'static [(&'static str, &'static str)], Vec<u8>),
    /// Promises more than it sends, and hangs up.
    Cut(Vec<u8>),
}

pub(crate) fn ok(value: Value) -> Reply {
    Reply::Json(200, value)
}

pub(crate) fn data(value: Value) -> Reply {
    ok(json!({ "status": "SUCCESS", "data": value }))
}

pub(crate) fn missing() -> Reply {
    Reply::Json(400, json!({ "status": "ERROR", "code": "RESOURCE_NOT_FOUND_EXCEPTION", "message": "no such thing" }))
}

pub(crate) fn conflict() -> Reply {
    Reply::Json(409, json!({ "status": "ERROR", "code": "CONFLICT", "message": "changed meanwhile" }))
}

/// A server on the loopback interface.
pub(crate) struct Server {
    pub(crate) url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    /// Answers each request as `answer` says.
    pub(crate) fn new(answer: impl FnMut(&Seen) -> Reply + Send + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (log, answer) = (Arc::clone(&seen), Arc::new(Mutex::new(answer)));
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let Some(request) = read(&stream) else { continue };
                log.lock().expect("a log").push(request.clone());
                let reply = (answer.lock().expect("an answer"))(&request);
                write(stream, reply);
            }
        });
        Server { url, seen }
    }

    /// Answers with these replies in turn; the last one stays.
    pub(crate) fn script(replies: impl IntoIterator<Item = Reply>) -> Server {
        let mut replies: VecDeque<Reply> = replies.into_iter().collect();
        Server::new(move |_| {
            if replies.len() > 1 { replies.pop_front() } else { replies.front().cloned() }.expect("a reply")
        })
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().expect("a log").clone()
    }

    /// A client of a project that repeats nothing by itself.
    pub(crate) fn project(&self) -> Client {
        self.account().project("default", "shop")
    }

    /// Such a client of the account.
    pub(crate) fn account(&self) -> Client {
        let context = Client::builder()
            .host(&*self.url)
            .api_key(KEY)
            .retry(RetryPolicy::none())
            .limiter(None)
            .hooks(Arc::new(Freeze::default()))
            .build();
        Client::new(context.expect("a configuration"))
    }
}

fn read(stream: &TcpStream) -> Option<Seen> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let mut words = line.split(' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let url = harness_sdk::Url::parse(&format!("http://localhost{target}")).ok()?;
    let mut seen = Seen { method, path: url.path().to_owned(), ..Seen::default() };
    seen.query = url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        seen.headers.push((name.to_ascii_lowercase(), value.to_owned()));
    }
    let length = seen.header("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    seen.body = String::from_utf8_lossy(&body).into_owned();
    Some(seen)
}

fn write(mut stream: TcpStream, reply: Reply) {
    let (status, headers, body, length) = match reply {
        Reply::Json(status, value) => {
            let body = value.to_string().into_bytes();
            let length = body.len();
            (status, vec![("content-type", "application/json")], body, length)
        }
        Reply::With(status, headers, body) => {
            let length = body.len();
            (status, headers.to_vec(), body, length)
        }
        Reply::Cut(body) => {
            let length = body.len() + 1000;
            (200, vec![("content-type", "application/json")], body, length)
        }
    };
    let mut head = format!("HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {length}\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    let _ = stream.write_all(format!("{head}\r\n").as_bytes());
    let _ = stream.write_all(&body);
}

/// Keeps a paused clock from running on while a request is under way: it runs on when everything waits, and a request
/// waits for a thread that the runtime does not see.
#[derive(Debug, Default)]
pub(crate) struct Freeze {
    held: Mutex<Vec<mpsc::Sender<()>>>,
}

impl Hooks for Freeze {
    fn before(
        &self,
        _: &Attempt<'_>,
        _: &mut harness_sdk::HeaderMap,
    ) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let (release, held) = mpsc::channel();
        tokio::task::spawn_blocking(move || held.recv());
        self.held.lock().expect("a list").push(release);
        Ok(())
    }

    fn after(&self, _: &Attempt<'_>, _: &Outcome<'_>) {
        self.held.lock().expect("a list").clear();
    }
}
