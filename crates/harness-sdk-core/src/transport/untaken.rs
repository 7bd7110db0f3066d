//! Requests that an HTTP/2 server did not take, so that sending them again repeats nothing.

use std::error::Error as StdError;

use h2::Reason;

use super::fault::find_cause;

/// How often such a request is sent again, whatever the retry policy: each time the server is there and asks for it.
pub(super) const MOST: u32 = 2;

/// Whether the server was closing the connection in good order, or refused the stream before any of the request was
/// processed (RFC 9113, sections 6.8 and 8.7).
pub(super) fn is_untaken(fault: &(dyn StdError + 'static)) -> bool {
    find_cause::<h2::Error>(fault).is_some_and(|fault| {
        let closing = fault.is_go_away() && fault.reason() == Some(Reason::NO_ERROR);
        let refused = fault.is_reset() && fault.reason() == Some(Reason::REFUSED_STREAM);
        fault.is_remote() && (closing || refused)
    })
}
