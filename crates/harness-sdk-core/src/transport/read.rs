//! Headers and bodies of answers; bodies within bounds.

use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use http::header::{LOCATION, SET_COOKIE};

use super::{HttpResponse, ResponseBody};
use crate::error::{Error, ErrorKind};

/// Takes the headers of an answer. Cookies and links, which may be signed, do not show in `Debug`.
pub(super) fn headers(response: &mut HttpResponse) -> HeaderMap {
    let mut headers = std::mem::take(&mut response.headers);
    for (name, value) in &mut headers {
        if *name == LOCATION || *name == SET_COOKIE {
            value.set_sensitive(true);
        }
    }
    headers
}

/// The first bytes of a body, and whether there is more. A connection that breaks meanwhile ends the body there.
pub(super) async fn up_to(mut response: ResponseBody, bound: usize) -> (Bytes, bool) {
    let mut body = BytesMut::new();
    loop {
        match response.chunk().await {
            Ok(Some(piece)) if body.len() + piece.len() > bound => {
                body.extend_from_slice(&piece[..bound - body.len()]);
                return (body.freeze(), true);
            }
            Ok(Some(piece)) => body.extend_from_slice(&piece),
            Ok(None) => return (body.freeze(), false),
            Err(_) => return (body.freeze(), true),
        }
    }
}

/// The whole body, kept in one buffer.
pub(super) async fn whole(mut response: ResponseBody, bound: usize, host: &str) -> Result<Bytes, Error> {
    let too_large = || {
        Error::new(ErrorKind::TooLarge, format!("the answer is larger than the limit of {bound} bytes"))
            .with_hint("raise it with ContextBuilder::max_answer, or read the answer piece by piece with send_raw()")
    };
    let announced = usize::try_from(response.length().unwrap_or(0)).unwrap_or(usize::MAX);
    if announced > bound {
        return Err(too_large());
    }
    let Some(first) = piece(&mut response, host).await? else { return Ok(Bytes::new()) };
    let mut body = first;
    let mut joined: Option<BytesMut> = None;
    while let Some(piece) = piece(&mut response, host).await? {
        let buffer = joined.get_or_insert_with(|| {
            let mut buffer = BytesMut::with_capacity(announced.max(body.len() + piece.len()));
            buffer.extend_from_slice(&body);
            body = Bytes::new();
            buffer
        });
        if buffer.len() + piece.len() > bound {
            return Err(too_large());
        }
        buffer.extend_from_slice(&piece);
    }
    let body = joined.map_or(body, BytesMut::freeze);
    if body.len() > bound { Err(too_large()) } else { Ok(body) }
}

async fn piece(response: &mut ResponseBody, host: &str) -> Result<Option<Bytes>, Error> {
    response.chunk().await.map_err(|fault| Error::transport(fault, host))
}
