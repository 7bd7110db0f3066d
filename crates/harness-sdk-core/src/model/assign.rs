//! What a setter takes.

use super::residue::Origin;
use super::{JsonObject, Map, Sensitive, Slot, Value};

/// JSON's `null`, sent on purpose: many servers take it for "remove this", and a member that is left out for "leave this as
/// it is".
///
/// The setters of request types take it for every field:
///
/// ```
/// use harness_sdk_core::model::{self, Null};
///
/// harness_sdk_core::request_model! {
///     /// What changes of a workspace.
///     pub struct UpdateWorkspace {
///         /// What it is for.
///         "description" => pub description: Option<String>,
///         /// Its owner.
///         "owner" => pub owner: Option<String>,
///     }
/// }
///
/// let change = UpdateWorkspace::new().description(Null);
/// assert_eq!(model::to_vec(&change)?, br#"{"description":null}"#);
/// # Ok::<(), model::EncodeError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Null;

/// A field's type that can be set from a `V`: what the setters of request types take.
///
/// | field | takes |
/// | --- | --- |
/// | every one | [`Null`], which is sent as `null` |
/// | `Option<T>` | `T` and what converts into it: for `Option<String>` also `&str`, for `Option<Box<T>>` also `T` |
/// | `String`, numbers, `bool`, `Value`, enums, unions, models | themselves and what converts into them |
/// | `Vec<T>` | whatever iterates over what converts into `T`: `["a", "b"]` for `Vec<String>` |
/// | `Map<T>`, `JsonObject` | whatever iterates over pairs of name and value: `[("team", "core")]` |
///
/// `How` tells a value from [`Null`]; the compiler finds it.
#[diagnostic::on_unimplemented(
    message = "a field of type `{Self}` cannot be set to a `{V}`",
    note = "an optional field takes the value itself, not an `Option`; a list takes anything that iterates; `Null` sends `null`"
)]
pub trait Assign<V, How = ByValue>: Sized {
    /// The field's value.
    fn assign(value: V) -> Self;

    /// Puts the value into the field, and says how it is to be sent.
    #[doc(hidden)]
    fn put(&mut self, value: V) -> Assigned {
        *self = Self::assign(value);
        Assigned(Origin::Present)
    }
}

/// A field is set to a value.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct ByValue;

/// A field is set to `null`.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct ByNull;

/// How what a setter was given is to be sent.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Assigned(pub(super) Origin);

impl<T: Slot + Default> Assign<Null, ByNull> for T {
    fn assign(_: Null) -> Self {
        Self::default()
    }

    fn put(&mut self, value: Null) -> Assigned {
        *self = Self::assign(value);
        Assigned(Origin::Null)
    }
}

/// A generated type, which is set as a whole.
#[doc(hidden)]
pub trait Whole: Slot {}

macro_rules! whole {
    ($($type:ty),*) => {$(
        impl<V: Into<$type>> Assign<V> for $type {
            fn assign(value: V) -> Self {
                value.into()
            }
        }
    )*};
}

whole!(String, bool, i64, i32, f64, f32, Value);

impl<T: Whole, V: Into<T>> Assign<V> for T {
    fn assign(value: V) -> Self {
        value.into()
    }
}

impl<T, V: Into<T>> Assign<V> for Option<T> {
    fn assign(value: V) -> Self {
        Some(value.into())
    }
}

impl<T: zeroize::Zeroize, V: Into<Self>> Assign<V> for Sensitive<T> {
    fn assign(value: V) -> Self {
        value.into()
    }
}

impl<T, V: IntoIterator<Item: Into<T>>> Assign<V> for Vec<T> {
    fn assign(value: V) -> Self {
        value.into_iter().map(Into::into).collect()
    }
}

impl<T, K: Into<String>, I: Into<T>, V: IntoIterator<Item = (K, I)>> Assign<V> for Map<T> {
    fn assign(value: V) -> Self {
        let mut map = Self::new();
        // One by one: to collect is to sort a list first, which most maps are too small for.
        map.extend(value.into_iter().map(|(name, value)| (name.into(), value.into())));
        map
    }
}

impl<K: Into<String>, I: Into<Value>, V: IntoIterator<Item = (K, I)>> Assign<V> for JsonObject {
    fn assign(value: V) -> Self {
        value.into_iter().map(|(name, value)| (name.into(), value.into())).collect()
    }
}
