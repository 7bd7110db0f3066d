//! What comes from the HTTP client: a body while it is read, and what it reports.

use bytes::Bytes;

use super::fault::{Kind, find_cause};
use super::{TransportError, untaken};
use crate::body::BodyFault;

/// A response of the network while its body is read.
pub(super) struct Network(reqwest::Response);

impl Network {
    pub(super) fn of(response: reqwest::Response) -> Network {
        Network(response)
    }

    pub(super) async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        self.0.chunk().await.map_err(reported)
    }

    pub(super) fn length(&self) -> Option<u64> {
        self.0.content_length()
    }
}

/// What reqwest reports. Its URL, which holds parameter values, is taken out.
pub(super) fn reported(fault: reqwest::Error) -> TransportError {
    let fault = fault.without_url();
    if let Some(source) = find_cause::<BodyFault>(&fault) {
        let told = source.to_string();
        return TransportError::of(Kind::Body, told);
    }
    let untaken = untaken::is_untaken(&fault);
    let kind = match &fault {
        fault if fault.is_timeout() && fault.is_connect() => Kind::ConnectTimeout,
        fault if fault.is_timeout() => Kind::Timeout,
        fault if fault.is_connect() => Kind::Connect,
        fault if fault.is_builder() => Kind::Unsendable,
        _ => Kind::Broken,
    };
    let fault = TransportError::of(kind, fault);
    if untaken { fault.not_taken() } else { fault }
}
