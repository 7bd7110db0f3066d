//! What a request should look like, and how far what came is from it.

pub(crate) mod encode;
pub(crate) mod json;
pub(crate) mod multipart;
pub(crate) mod plan;
pub(crate) mod request;
