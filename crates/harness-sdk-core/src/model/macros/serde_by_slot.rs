//! Serde's traits and the setters' trait for one generated type.

/// Makes a type that has `Slot` and `Default` readable and writable in every format, and settable.
#[doc(hidden)]
#[macro_export]
macro_rules! __serde_by_slot {
    ($name:ident) => {
        impl $crate::model::Whole for $name {}

        impl $crate::model::__private::serde::Serialize for $name {
            fn serialize<S: $crate::model::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::model::__private::serialize(self, serializer)
            }
        }

        impl<'de> $crate::model::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::model::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::model::__private::deserialize(deserializer)
            }
        }
    };
}
