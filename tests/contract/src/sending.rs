//! Calls under way, of one type whatever they answer: so the generated tables compile to little.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll, ready};

use futures_core::Stream;
use harness_sdk_core::model::{Misfit, Original, Slot};
use harness_sdk_core::{Bytes, Error, Events, Items, JsonLines, Response, ResponseFuture};

/// A call under way.
pub type Pending = Pin<Box<dyn Future<Output = Result<Received, Error>>>>;

/// What a call came to.
#[derive(Debug)]
pub struct Received {
    /// The status.
    pub status: u16,
    /// What it holds.
    pub content: Content,
    /// What of it is of another JSON type than the document says.
    pub misfits: Vec<Misfit>,
    /// What of the answer the value cannot keep itself.
    pub original: Original,
    /// An empty value of the type that was read, where that is one of the operation's own.
    pub empty: Option<Empty>,
}

/// Makes an empty value.
pub type Empty = fn() -> Box<dyn Slot>;

impl Received {
    fn of(status: u16, content: Content) -> Self {
        Self { status, content, misfits: Vec::new(), original: Original::default(), empty: None }
    }
}

/// What an answer holds.
pub enum Content {
    /// A value of the operation's type.
    Value(Box<dyn Slot>),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Bytes),
    /// The lines of a stream, or the items of a list, in their order.
    Values(Vec<Box<dyn Slot>>),
    /// Kind and data of server-sent events.
    Events(Vec<(String, String)>),
    /// Nothing.
    Nothing,
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(value) => value.fmt(f),
            Self::Text(text) => text.fmt(f),
            Self::Bytes(bytes) => bytes.fmt(f),
            Self::Values(values) => values.fmt(f),
            Self::Events(events) => events.fmt(f),
            Self::Nothing => f.write_str("Nothing"),
        }
    }
}

/// A call and what becomes of its value.
struct Reading<T> {
    sending: ResponseFuture<T>,
    content: fn(T) -> Content,
    empty: Option<Empty>,
}

impl<T> Future for Reading<T> {
    type Output = Result<Received, Error>;

    fn poll(mut self: Pin<&mut Self>, task: &mut TaskContext<'_>) -> Poll<Self::Output> {
        let response: Response<T> = ready!(Pin::new(&mut self.sending).poll(task))?;
        let status = response.status().as_u16();
        let (misfits, original) = (response.misfits().to_vec(), response.original());
        let content = (self.content)(response.into_inner());
        Poll::Ready(Ok(Received { status, content, misfits, original, empty: self.empty }))
    }
}

fn reading<T: 'static>(sending: ResponseFuture<T>, content: fn(T) -> Content) -> Pending {
    Box::pin(Reading { sending, content, empty: None })
}

/// A call that answers JSON.
pub fn json<T: Slot + Default + 'static>(sending: ResponseFuture<T>) -> Pending {
    let empty: Empty = || Box::new(T::default());
    Box::pin(Reading { sending, content: |value| Content::Value(Box::new(value)), empty: Some(empty) })
}

/// A call that answers text.
pub fn text(sending: ResponseFuture<String>) -> Pending {
    reading(sending, Content::Text)
}

/// A call that answers bytes.
pub fn bytes(sending: ResponseFuture<Bytes>) -> Pending {
    reading(sending, Content::Bytes)
}

/// A call that answers nothing.
pub fn nothing(sending: ResponseFuture<()>) -> Pending {
    reading(sending, |()| Content::Nothing)
}

/// A call that answers a stream of lines.
pub fn lines<T: Slot + Default + 'static>(sending: ResponseFuture<JsonLines<T>>) -> Pending {
    Box::pin(async move {
        let response = sending.await?;
        let status = response.status().as_u16();
        let mut lines = response.into_inner();
        let mut values: Vec<Box<dyn Slot>> = Vec::new();
        while let Some(line) = lines.next().await {
            values.push(Box::new(line?));
        }
        Ok(Received::of(status, Content::Values(values)))
    })
}

/// A call that answers a stream of events.
pub fn events(sending: ResponseFuture<Events>) -> Pending {
    Box::pin(async move {
        let response = sending.await?;
        let status = response.status().as_u16();
        let mut events = response.into_inner();
        let mut seen = Vec::new();
        while let Some(event) = events.try_next().await? {
            seen.push((event.kind, event.data));
        }
        Ok(Received::of(status, Content::Events(seen)))
    })
}

struct Collecting<T> {
    items: Items<T>,
    values: Vec<Box<dyn Slot>>,
}

impl<T: Slot + Default + 'static> Future for Collecting<T> {
    type Output = Result<Received, Error>;

    fn poll(mut self: Pin<&mut Self>, task: &mut TaskContext<'_>) -> Poll<Self::Output> {
        while let Some(item) = ready!(Pin::new(&mut self.items).poll_next(task)) {
            let item = item?;
            self.values.push(Box::new(item));
        }
        let content = Content::Values(std::mem::take(&mut self.values));
        Poll::Ready(Ok(Received::of(200, content)))
    }
}

/// All items of a list, so many a page where the caller can say that.
pub fn items<T: Slot + Default + 'static>(items: Items<T>, size: Option<u32>) -> Pending {
    let items = match size {
        Some(size) => items.page_size(size),
        None => items,
    };
    Box::pin(Collecting { items, values: Vec::new() })
}
