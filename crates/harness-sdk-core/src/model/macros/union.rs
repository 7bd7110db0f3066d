//! Objects of several types, told by a tag.

/// Defines objects of several types that a tag tells apart: enums with a boxed child a variant, and `Unknown` for JSON
/// with another tag, or none, or of another shape than its tag says.
///
/// The tag is the text in the child's field of that name; in a model field written `"spec" by "type"` it may also stand
/// beside the child. A child that was not read from JSON and whose tag is empty is sent with the first tag of its type.
///
/// ```
/// harness_sdk_core::model! {
///     /// A Git webhook.
///     pub struct Webhook {
///         /// Always `Webhook`.
///         "type" => pub r#type: String,
///         /// The repository.
///         "repo" => pub repo: String,
///     }
///     /// A schedule.
///     pub struct Cron {
///         /// `Scheduled` or `Cron`.
///         "type" => pub r#type: String,
///     }
/// }
///
/// harness_sdk_core::union! {
///     /// What starts a pipeline.
///     pub enum Trigger by "type" {
///         "Webhook" => Webhook(Webhook),
///         "Scheduled" | "Cron" => Scheduled(Cron),
///     }
/// }
///
/// let trigger: Trigger = harness_sdk_core::model::from_slice(br#"{"type":"Cron"}"#)?;
/// assert!(matches!(trigger, Trigger::Scheduled(_)));
/// # Ok::<(), harness_sdk_core::model::DecodeError>(())
/// ```
#[macro_export]
macro_rules! union {
    ($(
        $(#[$meta:meta])*
        $vis:vis enum $name:ident by $tag:literal {
            $($(#[$variant_meta:meta])* $($text:literal)|+ => $variant:ident($child:ty)),* $(,)?
        }
    )*) => {$(
        $(#[$meta])*
        #[derive(::core::clone::Clone, ::core::cmp::PartialEq)]
        #[non_exhaustive]
        $vis enum $name {
            $(
                #[doc = ::core::concat!("Told by ", $("`", $text, "` "),+)]
                $(#[$variant_meta])*
                $variant(::std::boxed::Box<$child>),
            )*
            /// JSON that is of none of these types; `null` in a new one.
            Unknown($crate::model::Value),
        }

        $(
            impl ::core::convert::From<$child> for $name {
                fn from(child: $child) -> Self {
                    Self::$variant(::std::boxed::Box::new(child))
                }
            }
        )*

        impl $crate::model::Union for $name {
            fn tag(&self) -> &'static str {
                $tag
            }

            fn content(&self) -> $crate::model::Content<'_> {
                match self {
                    $(Self::$variant(child) => $crate::model::Content::Known([$($text),+][0], &**child),)*
                    Self::Unknown(value) => $crate::model::Content::Unknown(value),
                }
            }

            fn choose(&mut self, tag: &str) -> ::core::option::Option<&mut dyn $crate::model::Slot> {
                *self = match tag {
                    $($($text)|+ => Self::$variant(::core::default::Default::default()),)*
                    _ => return ::core::option::Option::None,
                };
                match self {
                    $(Self::$variant(child) => ::core::option::Option::Some(&mut **child),)*
                    Self::Unknown(_) => ::core::option::Option::None,
                }
            }

            fn set_unknown(&mut self, value: $crate::model::Value) {
                *self = Self::Unknown(value);
            }
        }

        $crate::__open!($name Union $($variant)*);
    )*};
}
