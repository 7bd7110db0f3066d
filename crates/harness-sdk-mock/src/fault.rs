//! Ways to fail.

use std::str::FromStr;
use std::time::Duration;

use serde_json::Value;

use crate::catalogue::Family;
use crate::refusal::Filling;
use crate::server::{Cut, Reply};

/// A way to fail, as services and what stands before them do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Status 429, with `Retry-After` in whole seconds when it is given.
    RateLimited(Option<Duration>),
    /// Status 503 in the service's own words.
    Unavailable,
    /// A proxy's HTML page with status 502.
    Html,
    /// The ordinary answer after a wait. The wait is one of [`tokio::time`].
    Slow(Duration),
    /// The connection is closed before anything is done or answered.
    NoAnswer,
    /// The request is done, and the connection is closed in the middle of the answer.
    HalfAnswer,
    /// Nothing is done, and the answer is a success that says so: by a policy's verdict where it can hold one, else by
    /// whatever sign of failure the operation has. Without any it is status 403.
    Denied,
}

/// The page of a proxy that cannot reach what is behind it.
const PAGE: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1>\
    </center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";

impl Fault {
    /// The reply in place of the ordinary one; `None` where that is sent, in some way.
    pub(crate) fn reply(self, family: Option<&Family>, correlation: &str) -> Option<Reply> {
        match self {
            Fault::RateLimited(wait) => {
                let reply = say(429, "busy", "Too many requests", family, correlation);
                Some(match wait {
                    Some(wait) => reply.header("retry-after", &wait.as_secs().to_string()),
                    None => reply,
                })
            }
            Fault::Unavailable => Some(say(503, "unavailable", "Service unavailable", family, correlation)),
            Fault::Html => Some(Reply::new(502).typed("text/html", PAGE)),
            Fault::NoAnswer => Some(Reply { cut: Some(Cut::Before), ..Reply::new(200) }),
            Fault::Slow(_) | Fault::HalfAnswer | Fault::Denied => None,
        }
    }

    /// Spoils the ordinary reply.
    pub(crate) fn spoil(self, reply: Reply) -> Reply {
        match self {
            Fault::Slow(wait) => Reply { delay: Some(wait), ..reply },
            Fault::HalfAnswer => Reply { cut: Some(Cut::Inside), ..reply },
            _ => reply,
        }
    }
}

/// The refusal of an operation whose answer has no other way to say so.
pub(crate) fn forbidden(family: Option<&Family>, correlation: &str) -> Reply {
    say(403, "forbidden", "Not permitted", family, correlation)
}

fn say(status: u16, code: &'static str, message: &str, family: Option<&Family>, correlation: &str) -> Reply {
    let known = family.and_then(|family| family.codes.get(code)).cloned();
    let code = known.unwrap_or_else(|| Value::from(code));
    Filling { code, message, correlation, field: "", status }.reply(family)
}

impl FromStr for Fault {
    type Err = String;

    /// `429`, `429:SECONDS` (with `Retry-After`), `503`, `html`, `slow:MILLISECONDS`, `cut`, `half` or `denied`.
    fn from_str(text: &str) -> Result<Fault, String> {
        let (name, amount) = text.split_once(':').map_or((text, None), |(name, amount)| (name, Some(amount)));
        let number =
            |amount: &str| amount.parse::<u64>().map_err(|_| format!("{text:?}: {amount:?} is no whole number"));
        match (name, amount) {
            ("429", None) => Ok(Fault::RateLimited(None)),
            ("429", Some(amount)) => Ok(Fault::RateLimited(Some(Duration::from_secs(number(amount)?)))),
            ("503", None) => Ok(Fault::Unavailable),
            ("html", None) => Ok(Fault::Html),
            ("slow", Some(amount)) => Ok(Fault::Slow(Duration::from_millis(number(amount)?))),
            ("slow", None) => Ok(Fault::Slow(Duration::from_millis(200))),
            ("cut", None) => Ok(Fault::NoAnswer),
            ("half", None) => Ok(Fault::HalfAnswer),
            ("denied", None) => Ok(Fault::Denied),
            _ => Err(format!(
                "{text:?} is no fault; known are 429, 429:SECONDS, 503, html, slow, slow:MILLISECONDS, cut, half and \
                 denied"
            )),
        }
    }
}
