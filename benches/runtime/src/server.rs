//! A server of fixed answers on the loopback address.

use std::convert::Infallible;
use std::io::Read as _;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream;
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt as _, Full, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::header::{CONTENT_LENGTH, CONTENT_TYPE};
use hyper::service::service_fn;
use hyper::{Method, Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use crate::{answers, text};

/// The bytes of one piece of a stream.
const PIECE: usize = 64 << 10;

/// The items of the list that [`crate::streams::walk`] walks.
const TOTAL: usize = 1_000_000;

type Answer = Response<BoxBody<Bytes, Infallible>>;

struct Answers {
    one: Bytes,
    page: Bytes,
    large: Bytes,
    created: Bytes,
}

/// Serves until standard input ends, which it does when the parent ends.
pub fn serve() -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().map_err(text)?;
    runtime.spawn(async {
        if let Err(problem) = listen().await {
            eprintln!("{problem}");
            std::process::exit(1);
        }
    });
    let mut rest = Vec::new();
    std::io::stdin().read_to_end(&mut rest).map_err(text)?;
    Ok(())
}

async fn listen() -> Result<(), String> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(text)?;
    println!("{}", listener.local_addr().map_err(text)?.port());
    let answers = Arc::new(Answers {
        one: answers::one().into(),
        page: answers::page(0, answers::PAGE, answers::PAGE).into(),
        large: answers::large().into(),
        created: answers::created().into(),
    });
    loop {
        let (connection, _) = listener.accept().await.map_err(text)?;
        connection.set_nodelay(true).map_err(text)?;
        let answers = Arc::clone(&answers);
        tokio::spawn(async move {
            let service = service_fn(move |request| {
                let answers = Arc::clone(&answers);
                async move { answer(request, &answers).await }
            });
            // A client that goes away is no failure.
            let _ =
                hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(connection), service).await;
        });
    }
}

async fn answer(request: Request<Incoming>, answers: &Answers) -> Result<Answer, hyper::Error> {
    let (path, query) = (request.uri().path().to_owned(), request.uri().query().unwrap_or_default().to_owned());
    let get = request.method() == Method::GET;
    if path == "/download" {
        return Ok(download(parameter(&query, "bytes").unwrap_or_default()));
    }
    let mut body = request.into_body();
    let mut received = 0_usize;
    while let Some(frame) = body.frame().await {
        received += frame?.data_ref().map_or(0, Bytes::len);
    }
    Ok(match (get, path.as_str()) {
        (_, "/upload") => json(received.to_string().into()),
        (true, "/ng/api/organizations") => match query.contains("searchTerm") {
            true => list(&query, answers),
            false => json(walked(&query)),
        },
        (true, _) => json(answers.one.clone()),
        (false, _) => json(answers.created.clone()),
    })
}

fn list(query: &str, answers: &Answers) -> Answer {
    json(if query.contains("searchTerm=large") { answers.large.clone() } else { answers.page.clone() })
}

/// The page of the long list that the query asks for.
fn walked(query: &str) -> Bytes {
    let first = parameter(query, "pageIndex").unwrap_or_default() * answers::PAGE;
    answers::page(first, answers::PAGE.min(TOTAL.saturating_sub(first)), TOTAL).into()
}

fn parameter(query: &str, name: &str) -> Option<usize> {
    query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')?.parse().ok())
}

fn json(body: Bytes) -> Answer {
    respond("application/json", body.len(), Full::new(body).boxed())
}

fn download(bytes: usize) -> Answer {
    let piece = Bytes::from(vec![b'x'; PIECE]);
    let pieces = (0..bytes.div_ceil(PIECE)).map(move |index| {
        let piece = piece.slice(..PIECE.min(bytes - index * PIECE));
        Ok::<_, Infallible>(Frame::data(piece))
    });
    respond("application/octet-stream", bytes, StreamBody::new(stream::iter(pieces)).boxed())
}

fn respond(media_type: &'static str, length: usize, body: BoxBody<Bytes, Infallible>) -> Answer {
    let mut response = Response::new(body);
    response.headers_mut().insert(CONTENT_TYPE, hyper::header::HeaderValue::from_static(media_type));
    response.headers_mut().insert(CONTENT_LENGTH, length.into());
    response
}
