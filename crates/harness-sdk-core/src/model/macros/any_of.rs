//! Values of several types, told apart by trying.

/// Defines values of several types that nothing tells apart: enums with a variant for each type, and `Unknown` for JSON
/// of none of them.
///
/// Types are tried in their order. The first that knows all fields of the JSON is taken, else the first that can be read.
///
/// ```
/// harness_sdk_core::any_of! {
///     /// A flag, or an expression that gives one.
///     pub enum StringOrBool { Bool(bool), String(String) }
/// }
///
/// let flag: StringOrBool = harness_sdk_core::model::from_slice(b"\"<+input>\"")?;
/// assert_eq!(flag, StringOrBool::from("<+input>".to_owned()));
/// # Ok::<(), harness_sdk_core::model::DecodeError>(())
/// ```
#[macro_export]
macro_rules! any_of {
    ($(
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $($(#[$variant_meta:meta])* $variant:ident($type:ty)),* $(,)?
        }
    )*) => {$(
        $(#[$meta])*
        #[derive(::core::clone::Clone, ::core::cmp::PartialEq)]
        #[non_exhaustive]
        $vis enum $name {
            $(
                #[doc = ::core::concat!("A `", ::core::stringify!($type), "`.")]
                $(#[$variant_meta])*
                $variant($type),
            )*
            /// JSON that is of none of these types; `null` in a new one.
            Unknown($crate::model::Value),
        }

        $(
            impl ::core::convert::From<$type> for $name {
                fn from(value: $type) -> Self {
                    Self::$variant(value)
                }
            }
        )*

        impl $crate::model::AnyOf for $name {
            fn content(&self) -> $crate::model::Content<'_> {
                match self {
                    $(Self::$variant(value) => $crate::model::Content::Known($crate::model::Tags::UNTOLD, value),)*
                    Self::Unknown(value) => $crate::model::Content::Unknown(value),
                }
            }

            fn attempt(
                &mut self,
                attempt: &mut dyn ::core::ops::FnMut(&mut dyn $crate::model::Slot) -> $crate::model::Verdict,
            ) -> bool {
                let mut found = false;
                $(
                    let mut value = <$type as ::core::default::Default>::default();
                    let verdict = attempt(&mut value);
                    if verdict == $crate::model::Verdict::Fits
                        || verdict == $crate::model::Verdict::WillDo && !found
                    {
                        *self = Self::$variant(value);
                        found = true;
                    }
                    if verdict == $crate::model::Verdict::Fits {
                        return true;
                    }
                )*
                found
            }

            fn set_unknown(&mut self, value: $crate::model::Value) {
                *self = Self::Unknown(value);
            }
        }

        $crate::__open!($name AnyOf $($variant)*);
    )*};
}

/// What unions with and without a tag have in common.
#[doc(hidden)]
#[macro_export]
macro_rules! __open {
    ($name:ident $slot:ident $($variant:ident)* $(; $($nothing:ident)*)?) => {
        impl $name {
            /// The JSON, if it is of none of the types that this crate knows.
            #[must_use]
            pub fn unknown(&self) -> ::core::option::Option<&$crate::model::Value> {
                match self {
                    Self::Unknown(value) => ::core::option::Option::Some(value),
                    #[allow(unreachable_patterns)]
                    _ => ::core::option::Option::None,
                }
            }

            /// Reads the JSON of what this holds as a type of your own.
            ///
            /// # Errors
            /// If a value in it is of another type than yours asks for, or JSON has no words for it.
            pub fn decode_as<T: $crate::model::Slot + ::core::default::Default>(
                &self,
            ) -> ::core::result::Result<T, $crate::model::DecodeError> {
                $crate::model::__private::decode_as(self)
            }
        }

        impl ::core::default::Default for $name {
            fn default() -> Self {
                Self::Unknown($crate::model::Value::Null)
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self {
                    $(Self::$variant(value) => {
                        f.debug_tuple(::core::stringify!($variant)).field(value).finish()
                    })*
                    $($(Self::$nothing => f.write_str(::core::stringify!($nothing)),)*)?
                    Self::Unknown(value) => $crate::model::__private::debug_unknown(value, f),
                }
            }
        }

        impl $crate::model::Slot for $name {
            fn slot_ref(&self) -> $crate::model::SlotRef<'_> {
                $crate::model::SlotRef::$slot(self)
            }

            fn slot_mut(&mut self) -> $crate::model::SlotMut<'_> {
                $crate::model::SlotMut::$slot(self)
            }
        }

        $crate::__serde_by_slot!($name);
    };
}
