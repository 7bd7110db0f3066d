//! A server on this machine that holds one list and gives it out in pages, in every way that servers do.

#![allow(dead_code)]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

use harness_sdk_core::operation::{BodyKind, Operation, Paging, RetryClass};
use harness_sdk_core::transport::HttpTransport;
use harness_sdk_core::{Call, Context, Method, RetryPolicy, Url};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A request as the server got it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    pub(crate) query: BTreeMap<String, String>,
    pub(crate) body: Value,
}

impl Asked {
    /// What the request carries in a query parameter, or at a place in the body.
    pub(crate) fn get(&self, to: &str) -> Option<String> {
        if !to.starts_with('/') {
            return self.query.get(to).cloned();
        }
        match self.body.pointer(to)? {
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        }
    }

    pub(crate) fn number(&self, to: &str) -> Option<i64> {
        self.get(to)?.parse().ok()
    }
}

/// What the server says to a request.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Said {
    pub(crate) fn json(body: &Value) -> Said {
        Said { status: 200, headers: Vec::new(), body: body.to_string() }
    }

    pub(crate) fn with_header(mut self, name: &str, value: impl ToString) -> Said {
        self.headers.push((name.to_owned(), value.to_string()));
        self
    }

    pub(crate) fn failed() -> Said {
        Said { status: 500, headers: Vec::new(), body: r#"{"message": "out of order"}"#.to_owned() }
    }
}

/// A server that answers each request, the first being number 0, as `answer` says.
pub(crate) struct World {
    pub(crate) context: Context,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl World {
    pub(crate) async fn new(answer: impl Fn(usize, &Asked) -> Said + Send + Sync + 'static) -> World {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        let answer = Arc::new(answer);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&answer), Arc::clone(&log)));
            }
        });
        let context = Context::builder()
            .api_key("pat.acc.tok.secret")
            .host(url)
            .transport(client())
            .retry(RetryPolicy::none())
            .limiter(None)
            .build()
            .unwrap();
        World { context, asked }
    }

    pub(crate) fn call(&self, paging: Paging) -> Call {
        Call::new(&self.context, operation("listThings", paging))
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// What each request carried at `to`; nothing shows as `-`.
    pub(crate) fn carried(&self, to: &str) -> Vec<String> {
        self.asked().iter().map(|asked| asked.get(to).unwrap_or_else(|| "-".to_owned())).collect()
    }
}

/// One client for all tests, since making one reads certificates; each test has a runtime of its own, so no connection
/// is kept.
fn client() -> HttpTransport {
    static CLIENT: OnceLock<HttpTransport> = OnceLock::new();
    CLIENT.get_or_init(|| HttpTransport::builder().no_proxy().pool_max_idle_per_host(0).build().unwrap()).clone()
}

/// An operation for a list; it takes a body where anything travels there.
pub(crate) fn operation(id: &'static str, paging: Paging) -> &'static Operation {
    let in_body = format!("{paging:?}").contains("to: \"/");
    Box::leak(Box::new(Operation {
        id,
        method: if in_body { Method::POST } else { Method::GET },
        path: "/things",
        body: if in_body { BodyKind::Json } else { BodyKind::None },
        retry: RetryClass::Safe,
        paging: Some(Box::leak(Box::new(paging))),
        ..Operation::NEW
    }))
}

async fn serve<A>(mut stream: TcpStream, answer: Arc<A>, log: Arc<Mutex<Vec<Asked>>>)
where
    A: Fn(usize, &Asked) -> Said,
{
    let mut data = Vec::new();
    while let Some(asked) = read(&mut stream, &mut data).await {
        let number = {
            let mut log = log.lock().unwrap();
            log.push(asked.clone());
            log.len() - 1
        };
        let said = answer(number, &asked);
        let mut text = format!("HTTP/1.1 {} Said\r\ncontent-type: application/json\r\n", said.status);
        for (name, value) in &said.headers {
            text += &format!("{name}: {value}\r\n");
        }
        text += &format!("content-length: {}\r\n\r\n{}", said.body.len(), said.body);
        if stream.write_all(text.as_bytes()).await.is_err() {
            return;
        }
    }
}

async fn read(stream: &mut TcpStream, data: &mut Vec<u8>) -> Option<Asked> {
    let end = loop {
        if let Some(end) = data.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 4;
        }
        if stream.read_buf(data).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8(data[..end].to_vec()).ok()?;
    let length = head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
    let length: usize = length.unwrap_or_default();
    while data.len() < end + length {
        if stream.read_buf(data).await.ok()? == 0 {
            return None;
        }
    }
    let body = serde_json::from_slice(&data[end..end + length]).unwrap_or_default();
    data.drain(..end + length);
    let target = head.split(' ').nth(1)?;
    let url = Url::parse(&format!("http://localhost{target}")).ok()?;
    let query = url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    Some(Asked { query, body })
}

/// A list of numbers that is given out in pages.
#[derive(Clone, Debug)]
pub(crate) struct Shelf {
    pub(crate) paging: Paging,
    pub(crate) total: u64,
    /// Items per page when none are asked for.
    pub(crate) default: u64,
    /// Most items per page, told or not.
    pub(crate) max: u64,
    /// Whether the server drops every third item after it has cut the page.
    pub(crate) filters: bool,
}

impl Shelf {
    /// The items that the server gives out, in order.
    pub(crate) fn items(&self) -> Vec<i64> {
        (0..self.total as i64).filter(|item| !self.drops(*item)).collect()
    }

    fn drops(&self, item: i64) -> bool {
        self.filters && item % 3 == 1
    }

    pub(crate) fn answer(&self, asked: &Asked) -> Said {
        use harness_sdk_core::operation::Advance;
        let size = self.paging.size.and_then(|to| asked.number(to)).map_or(self.default, |size| size as u64);
        let size = size.clamp(1, self.max);
        let before = match self.paging.advance {
            Advance::Page { to, first } => asked.number(to).map_or(0, |page| (page - first).max(0) as u64 * size),
            Advance::Offset { to } | Advance::Cursor { to, .. } => asked.number(to).unwrap_or(0) as u64,
            Advance::Keyset(carry) => asked.number(carry[0].0).unwrap_or(0) as u64,
            _ => unreachable!("no other style"),
        };
        let end = (before + size).min(self.total);
        let items: Vec<i64> = (before as i64..end as i64).filter(|item| !self.drops(*item)).collect();
        self.said(&items, end, size)
    }

    fn said(&self, items: &[i64], end: u64, size: u64) -> Said {
        use harness_sdk_core::operation::Advance;
        let p = &self.paging;
        let is_last = end >= self.total;
        let mut body = json!({});
        let mut put = |place: Option<&str>, value: Value| {
            if let Some(place) = place {
                set(&mut body, place, value);
            }
        };
        put(Some(p.items), json!(items));
        put(p.total, json!(self.total));
        put(p.pages, json!(self.total.div_ceil(size)));
        put(p.last, json!(is_last));
        put(p.more, json!(!is_last));
        put(p.token.map(|(place, _)| place), json!(format!("token {end}")));
        match p.advance {
            Advance::Cursor { next, .. } if !is_last => put(Some(next), json!(end.to_string())),
            Advance::Keyset(carry) => carry.iter().for_each(|(_, place)| put(Some(place), json!(end))),
            _ => {}
        }
        let mut said = Said::json(&body);
        if let Some(name) = p.total_header {
            said = said.with_header(name, self.total);
        }
        if let Some(name) = p.pages_header {
            said = said.with_header(name, self.total.div_ceil(size));
        }
        match p.next_header {
            Some(name) if !is_last => said.with_header(name, end),
            _ => said,
        }
    }
}

fn set(body: &mut Value, place: &str, value: Value) {
    let mut at = body;
    for name in place.split('/').skip(1) {
        at = &mut at[name];
    }
    *at = value;
}
