//! What generated operations are written with; one `use` brings it all.

pub use bytes::Bytes;
pub use http::Method;

pub use crate::body::Body;
pub use crate::call::Call;
pub use crate::events::Events;
pub use crate::form::FilePart;
pub use crate::lines::JsonLines;
pub use crate::model::{JsonObject, Map, Value};
pub use crate::operation::{
    Base, BodyKind, BodyScope, Failure, FailureRule, GitCarrier, GitPart, Legacy, Login, Operation, Paging, Parameter,
    RequestLimit, RetryClass, Role,
};
pub use crate::pager::{Items, Pages};
pub use crate::request;
pub use crate::request::Request;
pub use crate::send::ResponseFuture;
