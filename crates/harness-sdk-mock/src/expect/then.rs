//! What is answered.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use harness_sdk_core::model::{Slot, Value};
use harness_sdk_core::operation::Operation;

use crate::Fault;
use crate::refusal::Filling;
use crate::server::Reply;

/// An answer that is JSON of a type.
pub struct Json<T>(PhantomData<fn() -> T>);
/// An answer that holds a page of items.
pub struct Paged<T, I>(PhantomData<fn() -> (T, I)>);
/// An answer of one JSON text a line.
pub struct Lines<T>(PhantomData<fn() -> T>);
/// An answer that is text.
#[derive(Debug)]
pub struct Text;
/// An answer that is bytes.
#[derive(Debug)]
pub struct Bytes;
/// An answer of server-sent events.
#[derive(Debug)]
pub struct Events;
/// An answer without content.
#[derive(Debug)]
pub struct Nothing;

/// Makes the answer of an expectation. With nothing said of its content it is a success that the document allows.
///
/// Later calls win over earlier ones.
#[must_use = "hand it back from the closure"]
pub struct Then<K> {
    operation: &'static Operation,
    plan: Plan,
    kind: PhantomData<fn() -> K>,
}

/// What an expectation answers, and how often.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) reply: Reply,
    pub(crate) fault: Option<Fault>,
    pub(crate) times: Option<u64>,
    /// Whether something was said of the content, if only by a status that is none of success.
    pub(crate) said: bool,
    /// The items of a list, served page by page.
    pub(crate) items: Option<Vec<Value>>,
    /// What is wrong with the answer itself.
    pub(crate) problem: Option<String>,
}

impl<K> Then<K> {
    pub(crate) fn new(operation: &'static Operation) -> Self {
        let plan = Plan { reply: Reply::new(200), fault: None, times: None, said: false, items: None, problem: None };
        Then { operation, plan, kind: PhantomData }
    }

    pub(crate) fn into_reply(self) -> Plan {
        self.plan
    }

    /// Any JSON, as it is.
    pub fn json(self, value: impl Into<Value>) -> Self {
        self.body("application/json", value.into().to_string())
    }

    /// A body of any media type.
    pub fn body(mut self, media_type: &str, body: impl Into<bytes::Bytes>) -> Self {
        (self.plan.items, self.plan.said) = (None, true);
        self.plan.reply = self.plan.reply.typed(media_type, body);
        self
    }

    /// The status; 200 when none is given.
    pub fn status(mut self, status: u16) -> Self {
        match http::StatusCode::from_u16(status) {
            Ok(status) => {
                self.plan.reply.status = status;
                self.plan.said |= !status.is_success();
            }
            Err(_) => self.plan.problem = Some(format!("status({status}) is no HTTP status")),
        }
        self
    }

    /// A header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.plan.reply = self.plan.reply.header(name, value);
        self
    }

    /// An error in the words of the service that the operation belongs to.
    ///
    /// ```
    /// # use harness_sdk_mock::MockHarness;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let mock = MockHarness::start().await;
    /// mock.pipelines().get_pipeline(|when, then| {
    ///     (when, then.error(404, "RESOURCE_NOT_FOUND_EXCEPTION", "no such pipeline"))
    /// });
    /// let project = mock.client().project("default", "checkout");
    /// let error = project.pipelines().get_pipeline().pipeline_identifier("gone").send().await.unwrap_err();
    /// assert!(error.is_not_found());
    /// # }
    /// ```
    pub fn error(mut self, status: u16, code: &str, message: &str) -> Self {
        let family = crate::answer::family(self.operation.id);
        let code = code.parse::<u64>().map_or_else(|_| code.into(), Value::from);
        let reply = Filling { code, message, correlation: "mock-error", field: "", status }.reply(family);
        self.plan.reply = Reply { delay: self.plan.reply.delay, ..reply };
        (self.plan.items, self.plan.said) = (None, true);
        self.status(status)
    }

    /// A failure in place of the answer, or one that spoils it.
    pub fn fault(mut self, fault: Fault) -> Self {
        self.plan.fault = Some(fault);
        self
    }

    /// A wait before the answer.
    pub fn delay(mut self, wait: Duration) -> Self {
        self.plan.reply.delay = Some(wait);
        self
    }

    /// How many requests are answered; the next one goes to the next expectation that fits. Without it there is no end.
    /// [`Expectation::assert`](crate::Expectation::assert) wants that many calls.
    pub fn times(mut self, times: u64) -> Self {
        self.plan.times = Some(times);
        self
    }

    fn written<T: Slot>(mut self, value: &T) -> Self {
        match harness_sdk_core::model::to_vec(value) {
            Ok(bytes) => self.body("application/json", bytes),
            Err(fault) => {
                self.plan.problem = Some(format!("the answer cannot be written as JSON: {fault}"));
                self
            }
        }
    }
}

impl<T: Slot> Then<Json<T>> {
    /// A value of the answer's type.
    pub fn value(self, value: impl Into<T>) -> Self {
        self.written(&value.into())
    }
}

impl<T: Slot, I> Then<Paged<T, I>> {
    /// A value of the answer's type: one page, as it is.
    pub fn value(self, value: impl Into<T>) -> Self {
        self.written(&value.into())
    }

    /// The items of the whole list, typed or as JSON. They are served page by page as the request asks, with the totals,
    /// flags and headers of the operation's own style of paging.
    pub fn items<N: Slot>(mut self, items: impl IntoIterator<Item = N>) -> Self {
        let mut values = Vec::new();
        for item in items {
            match harness_sdk_core::model::to_value(&item) {
                Ok(value) => values.push(value),
                Err(fault) => self.plan.problem = Some(format!("an item cannot be written as JSON: {fault}")),
            }
        }
        self.plan.items = Some(values);
        self
    }
}

impl<T: Slot> Then<Lines<T>> {
    /// One JSON text a line.
    pub fn lines(mut self, lines: impl IntoIterator<Item = T>) -> Self {
        let mut text = Vec::new();
        for line in lines {
            match harness_sdk_core::model::to_vec(&line) {
                Ok(bytes) => {
                    text.extend(bytes);
                    text.push(b'\n');
                }
                Err(fault) => self.plan.problem = Some(format!("a line cannot be written as JSON: {fault}")),
            }
        }
        self.body("application/x-ndjson", text)
    }
}

impl Then<Text> {
    /// A text.
    pub fn text(self, text: impl Into<String>) -> Self {
        self.body("text/plain; charset=utf-8", text.into())
    }
}

impl Then<Bytes> {
    /// Bytes.
    pub fn bytes(self, bytes: impl Into<bytes::Bytes>) -> Self {
        self.body("application/octet-stream", bytes)
    }
}

impl Then<Events> {
    /// Events, as they stand in the stream.
    ///
    /// ```
    /// # use harness_sdk_mock::MockHarness;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let mock = MockHarness::start().await;
    /// mock.pipelines().stream_log(|when, then| (when.key("step"), then.events("data: compiling\n\n")));
    ///
    /// let mut events = mock.client().pipelines().stream_log().key("step").send().await?.into_inner();
    /// assert_eq!(events.try_next().await?.map(|event| event.data).as_deref(), Some("compiling"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn events(self, text: impl Into<String>) -> Self {
        self.body("text/event-stream", text.into())
    }
}

impl<K> fmt::Debug for Then<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Then").field("operation", &self.operation.id).finish_non_exhaustive()
    }
}

macro_rules! marker {
    ($($name:ident<$($type:ident),+>),+) => { $(
        impl<$($type),+> fmt::Debug for $name<$($type),+> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    )+ };
}
marker!(Json<T>, Paged<T, I>, Lines<T>);
