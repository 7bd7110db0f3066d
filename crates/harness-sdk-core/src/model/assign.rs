//! What a setter takes.

use super::{JsonObject, Map, Sensitive, Slot, Value};

/// A field's type that can be set from a `V`: what the setters of request types take.
///
/// | field | takes |
/// | --- | --- |
/// | `Option<T>` | `T` and what converts into it: for `Option<String>` also `&str`, for `Option<Box<T>>` also `T` |
/// | `String`, numbers, `bool`, `Value`, enums, unions, models | themselves and what converts into them |
/// | `Vec<T>` | whatever iterates over what converts into `T`: `["a", "b"]` for `Vec<String>` |
/// | `Map<T>`, `JsonObject` | whatever iterates over pairs of name and value: `[("team", "core")]` |
#[diagnostic::on_unimplemented(
    message = "a field of type `{Self}` cannot be set to a `{V}`",
    note = "an optional field takes the value itself, not an `Option`; a list takes anything that iterates"
)]
pub trait Assign<V>: Sized {
    /// The field's value.
    fn assign(value: V) -> Self;
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
        value.into_iter().map(|(name, value)| (name.into(), value.into())).collect()
    }
}

impl<K: Into<String>, I: Into<Value>, V: IntoIterator<Item = (K, I)>> Assign<V> for JsonObject {
    fn assign(value: V) -> Self {
        value.into_iter().map(|(name, value)| (name.into(), value.into())).collect()
    }
}
