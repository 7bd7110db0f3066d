//! The value of a parameter, as text.

use std::borrow::Cow;

use crate::model::{OpenEnum, Sensitive, Value};

/// The text of a parameter: none, one or many values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Values {
    /// Not set: nothing is sent.
    #[default]
    Unset,
    /// One value.
    One(String),
    /// A list; an empty one sends nothing.
    Many(Vec<String>),
}

impl Values {
    /// The values as a slice.
    pub fn as_slice(&self) -> &[String] {
        match self {
            Values::Unset => &[],
            Values::One(value) => std::slice::from_ref(value),
            Values::Many(values) => values,
        }
    }

    /// Whether nothing would be sent.
    pub fn is_unset(&self) -> bool {
        self.as_slice().is_empty()
    }

    fn into_vec(self) -> Vec<String> {
        match self {
            Values::Unset => Vec::new(),
            Values::One(value) => vec![value],
            Values::Many(values) => values,
        }
    }
}

/// What can be the value of a path, query or header parameter.
///
/// Text, numbers, booleans, the enums of the generated crates, and lists and options of them. `None` unsets.
pub trait ParameterValue {
    /// The text that is sent, not yet encoded.
    fn values(self) -> Values;
}

macro_rules! by_display {
    ($($type:ty),+) => { $(
        impl ParameterValue for $type {
            fn values(self) -> Values { Values::One(self.to_string()) }
        }
    )+ };
}
by_display!(bool, i8, i16, i32, i64, isize, u8, u16, u32, u64, usize, char, &str, &String, Cow<'_, str>);

impl ParameterValue for String {
    fn values(self) -> Values {
        Values::One(self)
    }
}

impl ParameterValue for f64 {
    fn values(self) -> Values {
        Values::One(self.to_string())
    }
}

impl ParameterValue for f32 {
    fn values(self) -> Values {
        Values::One(self.to_string())
    }
}

impl<T: OpenEnum> ParameterValue for T {
    fn values(self) -> Values {
        Values::One(self.text().to_owned())
    }
}

impl ParameterValue for Sensitive<String> {
    fn values(self) -> Values {
        Values::One(self.expose().clone())
    }
}

impl ParameterValue for Values {
    fn values(self) -> Values {
        self
    }
}

impl ParameterValue for Value {
    fn values(self) -> Values {
        match self {
            Value::Null => Values::Unset,
            Value::String(text) => Values::One(text),
            other => Values::One(other.to_string()),
        }
    }
}

impl<T: ParameterValue> ParameterValue for Option<T> {
    fn values(self) -> Values {
        self.map_or(Values::Unset, ParameterValue::values)
    }
}

impl<T: ParameterValue> ParameterValue for Vec<T> {
    fn values(self) -> Values {
        Values::Many(self.into_iter().flat_map(|value| value.values().into_vec()).collect())
    }
}

impl<T: ParameterValue + Clone> ParameterValue for &[T] {
    fn values(self) -> Values {
        self.to_vec().values()
    }
}

impl<T: ParameterValue, const N: usize> ParameterValue for [T; N] {
    fn values(self) -> Values {
        Values::Many(self.into_iter().flat_map(|value| value.values().into_vec()).collect())
    }
}
