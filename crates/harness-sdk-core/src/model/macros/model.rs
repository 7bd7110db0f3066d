//! Objects with known fields.

/// Defines objects with known fields: structs with public fields, read and written as [`Model`](crate::model::Model)
/// says.
///
/// Each field is its name in JSON, `=>`, and its place. `"spec" by "type"` is a union whose tag stands beside it, in the
/// field `type`. `Option` is for scalars and objects; lists and maps are empty instead. A name that would need an escape in
/// JSON stops the build. `needs` after the name of the type lists the fields that a request must give.
///
/// ```
/// harness_sdk_core::model! {
///     /// A workspace.
///     pub struct Workspace {
///         /// Its identifier.
///         "identifier" => pub identifier: String,
///         /// The workspace it was copied from.
///         "template" => pub template: Option<Box<Workspace>>,
///     }
/// }
///
/// let workspace: Workspace = harness_sdk_core::model::from_slice(br#"{"identifier":"dev"}"#)?;
/// assert_eq!(workspace.identifier, "dev");
/// # Ok::<(), harness_sdk_core::model::DecodeError>(())
/// ```
#[macro_export]
macro_rules! model {
    ($(
        $(#[$meta:meta])*
        $vis:vis struct $name:ident $(needs [$($need:literal),* $(,)?])? {
            $(
                $(#[$field_meta:meta])*
                $wire:literal $(by $tag:literal)? => $field_vis:vis $field:ident: $type:ty
            ),* $(,)?
        }
    )*) => {$(
        $(#[$meta])*
        #[derive(::core::clone::Clone, ::core::default::Default)]
        #[non_exhaustive]
        $vis struct $name {
            $($(#[$field_meta])* $field_vis $field: $type,)*
            _residue: $crate::model::Residue,
        }

        const _: () = $crate::model::__private::assert_plain(&[$($wire),*]);

        #[allow(deprecated)]
        impl $crate::model::Record for $name {
            fn shape(&self) -> &'static $crate::model::Shape {
                &$crate::model::Shape {
                    name: ::core::stringify!($name),
                    wire: &[$($wire),*],
                    rust: &[$(::core::stringify!($field)),*],
                    tagged: &[$($(($wire, $tag),)?)*],
                    required: &[$($($need),*)?],
                }
            }

            fn parts(&self, look: $crate::model::__private::Look<'_>) -> &$crate::model::Residue {
                look(&[$(&self.$field),*], &self._residue);
                &self._residue
            }

            fn parts_mut(&mut self, change: $crate::model::__private::Change<'_>) -> &mut $crate::model::Residue {
                change(&mut [$(&mut self.$field),*], &mut self._residue);
                &mut self._residue
            }
        }

        impl $crate::model::Slot for $name {
            fn slot_ref(&self) -> $crate::model::SlotRef<'_> {
                $crate::model::SlotRef::Model(self)
            }

            fn slot_mut(&mut self) -> $crate::model::SlotMut<'_> {
                $crate::model::SlotMut::Model(self)
            }
        }

        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                $crate::model::__private::equal_models(self, other)
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::model::__private::debug_model(self, f)
            }
        }

        $crate::__serde_by_slot!($name);
    )*};
}

/// Defines objects that are sent: as [`model!`](crate::model!), with `new()` and a chained setter for each field, which
/// takes what [`Assign`](crate::model::Assign) says.
///
/// What a setter was called for is sent, be it empty, zero or `false`; what no setter was called for is not sent. A setter
/// called with [`Null`](crate::model::Null) sends `null`. A value that is put into a field directly is sent unless it is
/// the empty text, list or map, zero or `false`: such a value cannot be told from a field that nobody touched.
///
/// The fields in `needs` must be given, by a setter or by a value that is not empty. A call whose body lacks one is not
/// sent. What was read from JSON is not checked: it may go back as it came.
///
/// ```
/// use harness_sdk_core::model::Null;
///
/// harness_sdk_core::request_model! {
///     /// What a new workspace is to be.
///     pub struct CreateWorkspace needs ["identifier"] {
///         /// Its identifier.
///         "identifier" => pub identifier: String,
///         /// What it is for.
///         "description" => pub description: Option<String>,
///         /// After how many seconds it is taken down.
///         "ttl" => pub ttl: Option<i64>,
///         /// Its labels.
///         "labels" => pub labels: Vec<String>,
///     }
/// }
///
/// let workspace = CreateWorkspace::new().identifier("dev").description(Null).labels(Vec::<String>::new());
/// let json = harness_sdk_core::model::to_vec(&workspace)?;
/// assert_eq!(json, br#"{"identifier":"dev","description":null,"labels":[]}"#);
/// # Ok::<(), harness_sdk_core::model::EncodeError>(())
/// ```
#[macro_export]
macro_rules! request_model {
    ($(
        $(#[$meta:meta])*
        $vis:vis struct $name:ident $(needs [$($need:literal),* $(,)?])? {
            $(
                $(#[$field_meta:meta])*
                $wire:literal $(by $tag:literal)? => $field_vis:vis $field:ident: $type:ty
            ),* $(,)?
        }
    )*) => {$(
        $crate::model! {
            $(#[$meta])*
            $vis struct $name $(needs [$($need),*])? {
                $($(#[$field_meta])* $wire $(by $tag)? => $field_vis $field: $type),*
            }
        }

        #[allow(deprecated)]
        impl $name {
            /// A new one, of which nothing is sent but what a setter is called for: an empty text, list or map, zero and
            /// `false` too, and `null` for [`Null`](harness_sdk_core::model::Null).
            #[must_use]
            pub fn new() -> Self {
                <Self as ::core::default::Default>::default()
            }

            $(
                $(#[$field_meta])*
                #[must_use]
                $field_vis fn $field<V, How>(mut self, value: V) -> Self
                where
                    $type: $crate::model::Assign<V, How>,
                {
                    let given = <$type as $crate::model::Assign<V, How>>::put(&mut self.$field, value);
                    let shape = $crate::model::Record::shape(&self);
                    $crate::model::__private::note(shape, &mut self._residue, $wire, &self.$field, given);
                    self
                }
            )*
        }
    )*};
}
