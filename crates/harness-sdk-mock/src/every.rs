//! What a table of operations says of each: how it is called through its own builder and read into its own type.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll};

use harness_sdk::{Context, JsonLines};
use harness_sdk_core::model::Slot;
use harness_sdk_core::{Call, Error, ResponseFuture};

/// A call under way; the text says how much came.
pub(crate) type Outcome = Pin<Box<dyn Future<Output = Result<u64, Error>> + Send>>;

/// An operation.
#[derive(Debug)]
pub(crate) struct Entry {
    /// A call of it, made by the module's client.
    pub(crate) call: fn(&Context) -> Call,
    /// Sends a call and reads the answer.
    pub(crate) send: fn(Call) -> Outcome,
    /// Counts the items of all pages.
    pub(crate) count: Option<fn(Call) -> Outcome>,
}

/// An entry of a module's table.
macro_rules! entry {
    ($name:ident json($answer:ty) of $item:ty) => {
        $crate::every::Entry {
            call: |context| harness_sdk_core::Request::into_call(Client::new(context.clone()).$name()),
            send: $crate::every::send::<$answer>,
            count: Some($crate::every::count::<$item>),
        }
    };
    ($name:ident $kind:ident($($answer:ty)?)) => {
        $crate::every::Entry {
            call: |context| harness_sdk_core::Request::into_call(Client::new(context.clone()).$name()),
            send: $crate::every::entry!(@ $kind($($answer)?)),
            count: None,
        }
    };
    (@ json($answer:ty)) => { $crate::every::send::<$answer> };
    (@ lines($answer:ty)) => { $crate::every::lines::<$answer> };
    (@ events()) => { $crate::every::events };
    (@ text()) => { $crate::every::text };
    (@ bytes()) => { $crate::every::bytes };
    (@ nothing()) => { $crate::every::send::<()> };
}
pub(crate) use entry;

/// A call and nothing of what its answer holds; by hand, for there is one for each type.
struct Sending<T>(ResponseFuture<T>);

impl<T> Future for Sending<T> {
    type Output = Result<u64, Error>;

    fn poll(mut self: Pin<&mut Self>, task: &mut TaskContext<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(task).map_ok(|_| 1)
    }
}

pub(crate) fn send<T: Slot + Default + Send + 'static>(call: Call) -> Outcome {
    Box::pin(Sending(call.send::<T>()))
}

pub(crate) fn count<T: Slot + Default + Send + 'static>(call: Call) -> Outcome {
    Box::pin(async move {
        let sized = call.operation().paging.is_some_and(|paging| paging.size.is_some());
        let mut items = if sized { call.items::<T>().page_size(10) } else { call.items::<T>() };
        let mut count = 0;
        while items.try_next().await?.is_some() {
            count += 1;
        }
        Ok(count)
    })
}

pub(crate) fn events(call: Call) -> Outcome {
    Box::pin(async move {
        let mut events = call.send_events().await?.into_inner();
        let mut count = 0;
        while let Some(event) = events.next().await {
            event?;
            count += 1;
        }
        Ok(count)
    })
}

pub(crate) fn lines<T: Slot + Default + Send + 'static>(call: Call) -> Outcome {
    Box::pin(async move {
        let mut lines: JsonLines<T> = call.send_json_lines::<T>().await?.into_inner();
        let mut count = 0;
        while let Some(line) = lines.next().await {
            line?;
            count += 1;
        }
        Ok(count)
    })
}

pub(crate) fn text(call: Call) -> Outcome {
    Box::pin(async move { call.send_text().await.map(|text| text.len() as u64) })
}

pub(crate) fn bytes(call: Call) -> Outcome {
    Box::pin(async move { call.send_bytes().await.map(|bytes| bytes.len() as u64) })
}
