//! Objects of several types, told by a tag.

/// Defines objects of several types that a tag tells apart: enums with a boxed child a variant, and `Unknown` for JSON
/// with another tag, or none, or of another shape than its tag says.
///
/// With `by "type"` the tag is the text in the child's field of that name; in a model field written `"spec" by "type"` it
/// may also stand beside the child. Without `by` it stands only beside the child: a field `type` of the child's own is
/// then left alone. A tag that is not set is sent as the child's type says; `any` marks a child that several tags mean
/// without saying which, so that the tag must be set. A tag that was set and contradicts the child is an error before
/// anything is sent.
///
/// `nothing` lists tags beside which nothing stands: such a variant has no child, is read where the field is missing,
/// `null` or `{}`, and leaves it out when it is sent.
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
///     /// A user's name and password.
///     pub struct Login {
///         /// The name.
///         "username" => pub username: String,
///     }
///     /// How to log in.
///     pub struct Authentication {
///         /// `UsernamePassword` or `Anonymous`.
///         "type" => pub r#type: String,
///         /// What to log in with.
///         "spec" by "type" => pub spec: Option<Credentials>,
///     }
/// }
///
/// harness_sdk_core::union! {
///     /// What starts a pipeline.
///     pub enum Trigger by "type" {
///         "Webhook" => Webhook(Webhook),
///         "Scheduled" | "Cron" => Scheduled(Cron),
///     }
///
///     /// What to log in with.
///     pub enum Credentials {
///         "UsernamePassword" => Login(Login);
///         nothing "Anonymous" => Anonymous,
///     }
/// }
///
/// # use harness_sdk_core::model;
/// let trigger: Trigger = model::from_slice(br#"{"type":"Cron"}"#)?;
/// assert!(matches!(trigger, Trigger::Scheduled(_)));
///
/// let read: Authentication = model::from_slice(br#"{"type":"Anonymous"}"#)?;
/// assert_eq!(read.spec, Some(Credentials::Anonymous));
/// # Ok::<(), harness_sdk_core::model::DecodeError>(())
/// ```
#[macro_export]
macro_rules! union {
    ($(
        $(#[$meta:meta])*
        $vis:vis enum $name:ident $(by $tag:literal)? {
            $($(#[$variant_meta:meta])* $($any:ident)? $($text:literal)|+ => $variant:ident($child:ty)),* $(,)?
            $(; nothing $($(#[$nothing_meta:meta])* $bare:literal => $nothing:ident),* $(,)?)?
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
            $($(
                #[doc = ::core::concat!("Nothing, told by `", $bare, "`")]
                $(#[$nothing_meta])*
                $nothing,
            )*)?
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
            fn tag(&self) -> ::core::option::Option<&'static str> {
                $crate::__first!($($tag)?)
            }

            fn content(&self) -> $crate::model::Content<'_> {
                match self {
                    $(Self::$variant(child) => $crate::model::Content::Known(
                        const {
                            $crate::model::Tags {
                                all: &[$($text),+],
                                sent: $crate::__first!($($any)? $($text),+),
                            }
                        },
                        &**child,
                    ),)*
                    $($(Self::$nothing => $crate::model::Content::Nothing(
                        const { $crate::model::Tags { all: &[$bare], sent: ::core::option::Option::Some($bare) } },
                    ),)*)?
                    Self::Unknown(value) => $crate::model::Content::Unknown(value),
                }
            }

            fn choose(&mut self, tag: &str) -> $crate::model::Chosen<'_> {
                *self = match tag {
                    $($($text)|+ => Self::$variant(::core::default::Default::default()),)*
                    $($($bare => Self::$nothing,)*)?
                    _ => return $crate::model::Chosen::Unknown,
                };
                match self {
                    $(Self::$variant(child) => $crate::model::Chosen::Child(&mut **child),)*
                    $($(Self::$nothing => $crate::model::Chosen::Nothing,)*)?
                    Self::Unknown(_) => $crate::model::Chosen::Unknown,
                }
            }

            fn set_unknown(&mut self, value: $crate::model::Value) {
                *self = Self::Unknown(value);
            }
        }

        $crate::__open!($name Union $($variant)* $(; $($nothing)*)?);
    )*};
}

/// The first of some texts; none where there is no text, or `any` stands before them.
#[doc(hidden)]
#[macro_export]
macro_rules! __first {
    ($first:literal $(, $more:literal)*) => {
        ::core::option::Option::Some($first)
    };
    ($(any $($text:literal),+)?) => {
        ::core::option::Option::None
    };
}
