//! Text with known values.

/// Defines texts with known values: enums with a variant for each, and `Unknown` for every other text, which is kept.
///
/// ```
/// harness_sdk_core::open_enum! {
///     /// What applies a workspace.
///     pub enum Provisioner {
///         /// `terraform`
///         Terraform = "terraform",
///         /// `opentofu`
///         OpenTofu = "opentofu",
///     }
/// }
///
/// assert_eq!(Provisioner::from("opentofu"), Provisioner::OpenTofu);
/// assert_eq!(Provisioner::from("pulumi").as_str(), "pulumi");
/// assert_eq!(Provisioner::KNOWN.len(), 2);
/// ```
#[macro_export]
macro_rules! open_enum {
    ($(
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $($(#[$variant_meta:meta])* $variant:ident = $text:literal),* $(,)?
        }
    )*) => {$(
        $(#[$meta])*
        #[derive(
            ::core::clone::Clone,
            ::core::fmt::Debug,
            ::core::cmp::PartialEq,
            ::core::cmp::Eq,
            ::core::hash::Hash,
            ::core::cmp::PartialOrd,
            ::core::cmp::Ord,
        )]
        #[non_exhaustive]
        $vis enum $name {
            $($(#[$variant_meta])* $variant,)*
            /// A value that this crate does not know.
            Unknown(::std::string::String),
        }

        #[allow(deprecated)]
        impl $name {
            /// All values that this crate knows.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant),*];

            /// The text as it stands in JSON.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(text) => text,
                }
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                match $crate::model::__private::position(&[$($text),*], text) {
                    ::core::option::Option::Some(index) => Self::KNOWN[index].clone(),
                    ::core::option::Option::None => Self::Unknown(::core::convert::From::from(text)),
                }
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                <Self as ::core::convert::From<&str>>::from(&text)
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok(<Self as ::core::convert::From<&str>>::from(text))
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::core::default::Default for $name {
            fn default() -> Self {
                Self::Unknown(::std::string::String::new())
            }
        }

        impl $crate::model::OpenEnum for $name {
            fn text(&self) -> &str {
                self.as_str()
            }

            fn is_known(&self) -> bool {
                !::core::matches!(self, Self::Unknown(_))
            }

            fn set(&mut self, text: &str) {
                *self = <Self as ::core::convert::From<&str>>::from(text);
            }
        }

        impl $crate::model::Slot for $name {
            fn slot_ref(&self) -> $crate::model::SlotRef<'_> {
                $crate::model::SlotRef::Enum(self)
            }

            fn slot_mut(&mut self) -> $crate::model::SlotMut<'_> {
                $crate::model::SlotMut::Enum(self)
            }
        }

        $crate::__serde_by_slot!($name);
    )*};
}
