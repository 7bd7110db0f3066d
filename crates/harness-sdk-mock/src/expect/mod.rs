//! Typed expectations: what a request must hold is said with the builder that makes it.

mod compare;
mod expectation;
mod stub;
mod stubs;
mod then;

pub use expectation::Expectation;
pub(crate) use stubs::Stubs;
pub use then::{Bytes, Events, Json, Lines, Nothing, Paged, Text, Then};

use std::fmt;

use harness_sdk_core::Request;

/// The expectations of one module: a method an operation, of the name that it has on the module's client.
///
/// Each takes a closure that gets `when`, the operation's own builder, and `then`, which makes the answer, and that hands
/// both back. The builder's setters take their values by move, so a pair of expressions is the whole closure:
///
/// ```
/// # use harness_sdk_mock::MockHarness;
/// # use serde_json::json;
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mock = MockHarness::start().await;
/// let listing = mock.pipelines().list_pipelines(|when, then| {
///     (when.search_term("deploy"), then.items([json!({"identifier": "deploy_web"})]))
/// });
///
/// let project = mock.client().project("default", "checkout");
/// let pipelines = project.pipelines().list_pipelines().search_term("deploy").send().await?;
/// assert_eq!(pipelines[0].identifier.as_deref(), Some("deploy_web"));
/// listing.assert();
/// # Ok(())
/// # }
/// ```
///
/// What was set must be in the request: path parameters and headers as they are, each pair of the query, each member of a
/// JSON body (lists in full). What was not set does not matter. Files, streams and forms are not compared.
pub struct Expect<'m, C> {
    stubs: &'m Stubs,
    client: C,
}

impl<'m, C> Expect<'m, C> {
    pub(crate) fn new(stubs: &'m Stubs, client: C) -> Self {
        Expect { stubs, client }
    }

    #[doc(hidden)]
    pub fn client(&self) -> &C {
        &self.client
    }

    #[doc(hidden)]
    pub fn add<B: Request, K>(&self, when: B, expect: impl FnOnce(B, Then<K>) -> (B, Then<K>)) -> Expectation {
        let operation = when.operation();
        let (when, then) = expect(when, Then::new(operation));
        self.stubs.add(operation, when.call().stated(), then.into_reply())
    }
}

impl<C: fmt::Debug> fmt::Debug for Expect<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Expect").field("client", &self.client).finish_non_exhaustive()
    }
}

/// The expectations of a module: a method an operation.
#[allow(unused_macros, reason = "without modules there are no expectations")]
macro_rules! expectations {
    ($($route:literal $name:ident: $builder:ident => $kind:ident($($answer:ty)?) $(of $item:ty)?;)+) => {
        impl $crate::Expect<'_, Client> {
            $(
                #[doc = $route]
                pub fn $name(
                    &self,
                    expect: impl FnOnce(
                        builder::$builder,
                        $crate::Then<$crate::expect::kind!($kind($($answer)?) $(of $item)?)>,
                    ) -> (
                        builder::$builder,
                        $crate::Then<$crate::expect::kind!($kind($($answer)?) $(of $item)?)>,
                    ),
                ) -> $crate::Expectation {
                    self.add(self.client().$name(), expect)
                }
            )+
        }

        #[cfg(test)]
        pub(crate) static TABLE: &[$crate::every::Entry] = &[
            $($crate::every::entry!($name $kind($($answer)?) $(of $item)?)),+
        ];
    };
}
#[allow(unused_imports, reason = "without modules there are no expectations")]
pub(crate) use expectations;

/// The kind of answer in the words of the generated tables.
#[allow(unused_macros, reason = "without modules there are no expectations")]
macro_rules! kind {
    (json($answer:ty) of $item:ty) => { $crate::expect::Paged<$answer, $item> };
    (json($answer:ty)) => { $crate::expect::Json<$answer> };
    (lines($answer:ty)) => { $crate::expect::Lines<$answer> };
    (text()) => { $crate::expect::Text };
    (events()) => { $crate::expect::Events };
    (bytes()) => { $crate::expect::Bytes };
    (nothing()) => { $crate::expect::Nothing };
}
#[allow(unused_imports, reason = "without modules there are no expectations")]
pub(crate) use kind;
