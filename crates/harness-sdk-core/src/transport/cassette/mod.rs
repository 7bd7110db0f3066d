//! Recorded exchanges: what was answered once is answered again, from a file.

mod clean;
mod compare;
mod exchange;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use self::clean::Cleaner;
use self::exchange::{Exchange, Recording, Request, Response};
use super::{HttpRequest, HttpResponse, Middleware, Next, TransportError, TransportFuture};
use crate::error::{Error, ErrorKind};

/// The most bytes of a body that is recorded.
const MOST: usize = 64 << 20;

/// A middleware that records exchanges into a file, or answers from such a file without any network.
///
/// The file is JSON, to be read, compared and kept beside the tests. Credentials are not in it: headers that carry them are
/// left out, the key of the client and whatever looks like a key is blanked out of all texts, and so are the values of
/// properties, query parameters and form fields that are named like secrets, and signatures of links. Cursors are kept, for
/// lists could not be read on without them. Bodies that are no text are kept as they are: look at them before you share the
/// file. Account, organisation and project are no secrets and stay.
///
/// A request is answered by the first recorded one that was not answered yet and has the same operation, method, path,
/// query (in any order) and body; JSON is compared as values, forms without their boundary, and blanked texts are alike.
/// The host does not count. A request that fits none fails with
/// [`ErrorKind::Local`](crate::ErrorKind::Local), and the error tells in what the nearest one differs, without values that
/// are blanked out.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use harness_sdk_core::transport::{Cassette, HttpRequest, HttpResponse, Transport, TransportFuture};
/// use harness_sdk_core::{Context, Method, StatusCode};
///
/// # #[derive(Debug)]
/// # struct Canned;
/// # impl Transport for Canned {
/// #     fn send(&self, _: HttpRequest) -> TransportFuture<'_> {
/// #         Box::pin(async { Ok(HttpResponse::json(StatusCode::OK, r#"{"name":"Shop"}"#)) })
/// #     }
/// # }
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("orgs.json");
/// let builder = || Context::builder().api_key("pat.ACCOUNT.ID.SECRET");
/// # let live = builder().transport(Canned);
/// # /*
/// let live = builder();
/// # */
/// let live = live.middleware(Cassette::record(&path)).build()?;
/// live.request(Method::GET, "/v1/orgs/shop").send_text().await?;
///
/// let replayed = builder().middleware(Cassette::replay(&path)?).build()?;
/// let answer = replayed.request(Method::GET, "/v1/orgs/shop").send_text().await?;
/// assert_eq!(answer.into_inner(), r#"{"name":"Shop"}"#);
/// let error = replayed.request(Method::GET, "/v1/orgs/other").send_text().await.unwrap_err();
/// assert!(error.to_string().contains("path"), "{error}");
/// # Ok(())
/// # }
/// ```
pub struct Cassette {
    path: PathBuf,
    mode: Mode,
    repeats: bool,
    recording: Mutex<Recording>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Record,
    Replay,
}

impl Cassette {
    /// Records into a file, which is written anew after every response. Bodies are read whole before they are handed on, so
    /// that streams that do not end are not for recording.
    pub fn record(path: impl Into<PathBuf>) -> Cassette {
        Cassette::new(path.into(), Mode::Record, Recording::default())
    }

    /// Answers from a file.
    ///
    /// # Errors
    /// When there is no such file, or it is no recording.
    pub fn replay(path: impl Into<PathBuf>) -> Result<Cassette, Error> {
        let path = path.into();
        let fault = |why: String| Error::new(ErrorKind::Local, format!("the cassette {}: {why}", path.display()));
        let bytes = std::fs::read(&path).map_err(|cause| fault(cause.to_string()).with_source(cause))?;
        let recording = Recording::read(&bytes).map_err(|why| fault(format!("it cannot be read: {why}")))?;
        Ok(Cassette::new(path, Mode::Replay, recording))
    }

    /// Answers from the file when it is there, and records into it when it is not: delete it to record anew.
    ///
    /// # Errors
    /// When the file is there and is no recording.
    pub fn replay_or_record(path: impl Into<PathBuf>) -> Result<Cassette, Error> {
        let path = path.into();
        if path.exists() { Cassette::replay(path) } else { Ok(Cassette::record(path)) }
    }

    /// Whether the last fitting exchange answers again when all were used, such as for polls that may be more than when it
    /// was recorded. The default is `false`.
    #[must_use]
    pub fn with_repeats(mut self, repeats: bool) -> Cassette {
        self.repeats = repeats;
        self
    }

    /// How many exchanges were recorded, or have not been answered from yet.
    pub fn left(&self) -> usize {
        let recording = self.recording.lock().unwrap_or_else(PoisonError::into_inner);
        match self.mode {
            Mode::Record => recording.exchanges.len(),
            Mode::Replay => recording.used.iter().filter(|used| !**used).count(),
        }
    }

    fn new(path: PathBuf, mode: Mode, recording: Recording) -> Cassette {
        Cassette { path, mode, repeats: false, recording: Mutex::new(recording) }
    }

    fn find(&self, asked: &Request) -> Result<HttpResponse, TransportError> {
        let mut recording = self.recording.lock().unwrap_or_else(PoisonError::into_inner);
        let fitting: Vec<usize> = recording
            .exchanges
            .iter()
            .enumerate()
            .filter(|(_, kept)| kept.request == *asked)
            .map(|(at, _)| at)
            .collect();
        let unused = fitting.iter().find(|at| !recording.used[**at]).copied();
        let Some(at) = unused.or_else(|| fitting.last().copied().filter(|_| self.repeats)) else {
            return Err(self.missing(&recording, asked, fitting.len()));
        };
        recording.used[at] = true;
        recording.exchanges[at].response.play().map_err(TransportError::refused)
    }

    fn missing(&self, recording: &Recording, asked: &Request, used: usize) -> TransportError {
        let path = self.path.display();
        let hint = "record it anew, or look at what the program asks for";
        if used > 0 {
            let what = format!("the cassette {path} answers {asked} {used} times, and all were used");
            return TransportError::refused(what).with_hint("record it anew, or allow repeats by with_repeats(true)");
        }
        let nearest = compare::nearest(asked, &recording.exchanges);
        let why = nearest.unwrap_or_else(|| "it is empty".to_owned());
        TransportError::refused(format!("the cassette {path} has no answer to {asked}: {why}")).with_hint(hint)
    }

    fn keep(&self, exchange: Exchange) -> Result<(), TransportError> {
        let mut recording = self.recording.lock().unwrap_or_else(PoisonError::into_inner);
        recording.exchanges.push(exchange);
        let text = recording.write();
        write(&self.path, &text).map_err(|fault| {
            let path = self.path.display();
            TransportError::refused(format!("the cassette {path} cannot be written: {fault}"))
        })
    }
}

impl Middleware for Cassette {
    fn handle<'a>(&'a self, mut request: HttpRequest, next: Next<'a>) -> TransportFuture<'a> {
        Box::pin(async move {
            // No body stays none.
            if !request.body.is_none() {
                request.body.buffer(MOST).await?;
            }
            let cleaner = Cleaner::new(next.secret(), request.sensitive());
            let asked = Request::of(&request, &cleaner);
            if self.mode == Mode::Replay {
                return self.find(&asked);
            }
            let mut response = next.clone().run(request).await?;
            let kept = Response::of(response.status, &response.headers, response.body.buffer(MOST).await?, &cleaner);
            self.keep(Exchange { request: asked, response: kept })?;
            Ok(response)
        })
    }
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, text)
}

impl fmt::Debug for Cassette {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cassette").field("path", &self.path).field("mode", &self.mode).finish_non_exhaustive()
    }
}
