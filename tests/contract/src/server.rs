//! The server that the tests talk to: it answers what a test says and keeps what it was asked.

use std::sync::{Arc, Mutex, PoisonError};

use httpmock::{HttpMockRequest, HttpMockResponse, MockServer};

/// A request as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) method: String,
    /// Path and query as they stood in the request line.
    pub(crate) target: String,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Seen {
    pub(crate) fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// The pairs of the query as they were written.
    pub(crate) fn query(&self) -> Vec<&str> {
        let query = self.target.split_once('?').map_or("", |(_, query)| query);
        query.split('&').filter(|pair| !pair.is_empty()).collect()
    }

    /// The decoded value of a query parameter.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        let decoded = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
        self.query().into_iter().find_map(|pair| {
            let (key, value) = pair.split_once('=')?;
            (decoded(key) == name).then(|| decoded(value))
        })
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }
}

/// An answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn new(status: u16, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: vec![("content-type".to_owned(), media_type.to_owned())], body: body.into() }
    }

    pub(crate) fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    pub(crate) fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }
}

/// What answers requests.
pub(crate) type Answering = Box<dyn FnMut(&Seen) -> Reply + Send>;

struct State {
    answering: Answering,
    seen: Vec<Seen>,
}

/// A server on this machine.
pub(crate) struct Server {
    mock: MockServer,
    state: Arc<Mutex<State>>,
}

impl Server {
    pub(crate) fn start() -> Self {
        let mock = MockServer::start();
        let state = State { answering: Box::new(|_| Reply::empty(500)), seen: Vec::new() };
        let state = Arc::new(Mutex::new(state));
        let shared = Arc::clone(&state);
        mock.mock(|when, then| {
            when.any_request();
            then.respond_with(move |request| answer(&shared, request));
        });
        Self { mock, state }
    }

    pub(crate) fn url(&self) -> String {
        self.mock.base_url()
    }

    /// Answers from here on as `answering` says; what was seen is forgotten.
    pub(crate) fn answer_by(&self, answering: impl FnMut(&Seen) -> Reply + Send + 'static) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.answering = Box::new(answering);
        state.seen.clear();
    }

    pub(crate) fn answer(&self, reply: Reply) {
        self.answer_by(move |_| reply.clone());
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).seen.clone()
    }
}

/// Path and query of a URI, which the server hands out with scheme and host.
fn target(uri: &str) -> &str {
    let rest = uri.split_once("://").map_or(uri, |(_, rest)| rest);
    rest.find('/').and_then(|start| rest.get(start..)).unwrap_or("/")
}

fn answer(state: &Mutex<State>, request: &HttpMockRequest) -> HttpMockResponse {
    let seen = Seen {
        method: request.method_str().to_owned(),
        target: target(request.uri_str()).to_owned(),
        headers: request.headers_vec().iter().map(|(name, value)| (name.to_ascii_lowercase(), value.clone())).collect(),
        body: request.body_vec(),
    };
    let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
    let reply = (state.answering)(&seen);
    state.seen.push(seen);
    let builder = HttpMockResponse::builder().status(reply.status).headers(reply.headers);
    if reply.body.is_empty() { builder.no_body().build() } else { builder.body(reply.body).build() }
}
