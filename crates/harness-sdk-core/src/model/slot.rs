//! The place of one value, as the shared reader and writer see it, and the kinds of values that can stand there. They are
//! made of one another, and so are one file.

use std::fmt;

use super::kept::Kept;
use super::residue::Residue;
use super::{JsonObject, OpenEnum, Shape, Value};

/// A type that can stand in a model: text, numbers, lists, maps, options, models, enums and unions.
///
/// Implemented by core for the ordinary types and by the macros for generated ones; not meant to be implemented by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand in a Harness model",
    note = "use `String`, `bool`, `i64`, `i32`, `f64`, `f32`, `Value`, `JsonObject`, a type made by `model!`, `open_enum!`, \
            `union!` or `any_of!`, or a `Vec`, `Map`, `Option`, `Box` or `Sensitive` of one of them"
)]
pub trait Slot: fmt::Debug {
    /// The place, to look at.
    #[doc(hidden)]
    fn slot_ref(&self) -> SlotRef<'_>;

    /// The place, to write to.
    #[doc(hidden)]
    fn slot_mut(&mut self) -> SlotMut<'_>;
}

/// What stands in a [`Slot`].
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum SlotRef<'a> {
    /// Nothing: any JSON is read and dropped.
    Unit,
    /// Text.
    Text(&'a str),
    /// `true` or `false`.
    Bool(bool),
    /// An integer; 64 bits hold all widths.
    Integer(i64),
    /// A number of double precision.
    Double(f64),
    /// A number of single precision.
    Single(f32),
    /// Any JSON.
    Value(&'a Value),
    /// A JSON object of any shape.
    Object(&'a JsonObject),
    /// A list.
    List(&'a dyn List),
    /// A map by name.
    Map(&'a dyn Dictionary),
    /// A value or nothing.
    Maybe(Option<&'a dyn Slot>),
    /// An object with known fields.
    Model(&'a dyn Record),
    /// Text with known values.
    Enum(&'a dyn OpenEnum),
    /// An object whose type is told by a tag.
    Union(&'a dyn Union),
    /// A value of one of several types, untold.
    AnyOf(&'a dyn AnyOf),
}

/// What stands in a [`Slot`], to write to.
#[doc(hidden)]
#[derive(Debug)]
pub enum SlotMut<'a> {
    /// Nothing: any JSON is read and dropped.
    Unit,
    /// Text.
    Text(&'a mut String),
    /// `true` or `false`.
    Bool(&'a mut bool),
    /// An integer of 64 bits.
    Long(&'a mut i64),
    /// An integer of 32 bits.
    Int(&'a mut i32),
    /// A number of double precision.
    Double(&'a mut f64),
    /// A number of single precision.
    Single(&'a mut f32),
    /// Any JSON.
    Value(&'a mut Value),
    /// A JSON object of any shape.
    Object(&'a mut JsonObject),
    /// A list.
    List(&'a mut dyn List),
    /// A map by name.
    Map(&'a mut dyn Dictionary),
    /// A value or nothing.
    Maybe(&'a mut dyn Maybe),
    /// An object with known fields.
    Model(&'a mut dyn Record),
    /// Text with known values.
    Enum(&'a mut dyn OpenEnum),
    /// An object whose type is told by a tag.
    Union(&'a mut dyn Union),
    /// A value of one of several types, untold.
    AnyOf(&'a mut dyn AnyOf),
}

/// A list, whatever its items are.
#[doc(hidden)]
pub trait List: fmt::Debug {
    /// How many items there are.
    fn len(&self) -> usize;
    /// The item at `index`.
    fn item(&self, index: usize) -> Option<&dyn Slot>;
    /// Removes all items.
    fn clear(&mut self);
    /// Adds an empty item and hands it out to be filled.
    fn grow(&mut self) -> &mut dyn Slot;
}

/// A map by name, whatever its values are.
#[doc(hidden)]
pub trait Dictionary: fmt::Debug {
    /// How many entries there are.
    fn len(&self) -> usize;
    /// The value under `name`.
    fn value(&self, name: &str) -> Option<&dyn Slot>;
    /// Shows each entry to `visit`, in the order of names, until it answers `false`.
    fn each(&self, visit: &mut dyn FnMut(&str, &dyn Slot) -> bool);
    /// Removes all entries.
    fn clear(&mut self);
    /// Puts an empty value under `name` and hands it out to be filled.
    fn grow(&mut self, name: String) -> &mut dyn Slot;
}

/// A value or nothing, whatever the value is.
#[doc(hidden)]
pub trait Maybe: fmt::Debug {
    /// Makes it nothing.
    fn clear(&mut self);
    /// Puts an empty value and hands it out to be filled.
    fn grow(&mut self) -> &mut dyn Slot;
}

/// Sees all fields of a model at once.
#[doc(hidden)]
pub type Look<'f> = &'f mut dyn FnMut(&[&dyn Slot], &Residue);

/// Gets all fields of a model at once, to write to them.
#[doc(hidden)]
pub type Change<'f> = &'f mut dyn FnMut(&mut [&mut dyn Slot], &mut Residue);

/// An object with known fields, as the shared reader and writer see it; [`Model`](super::Model) is what programs see.
#[doc(hidden)]
pub trait Record: Slot {
    /// What the fields are called.
    fn shape(&self) -> &'static Shape;

    /// Shows the fields to `look`, and gives what else is remembered.
    fn parts(&self, look: Look<'_>) -> &Residue;

    /// Hands the fields to `change`, and gives what else is remembered.
    fn parts_mut(&mut self, change: Change<'_>) -> &mut Residue;
}

/// An object that is one of several types, told by the text in one of its fields or beside it; made by
/// [`union!`](crate::union!).
#[doc(hidden)]
pub trait Union: fmt::Debug {
    /// The name in JSON of the field of its own that tells; none if only a field beside it does.
    fn tag(&self) -> Option<&'static str>;

    /// What it holds.
    fn content(&self) -> Content<'_>;

    /// Makes it an empty child of the type that `tag` tells and hands that out, if there is such a type.
    fn choose(&mut self, tag: &str) -> Chosen<'_>;

    /// Makes it JSON of no known type.
    fn set_unknown(&mut self, value: Value);
}

/// What a union became.
#[doc(hidden)]
#[derive(Debug)]
pub enum Chosen<'a> {
    /// An empty child, to be filled.
    Child(&'a mut dyn Slot),
    /// A tag beside which nothing stands.
    Nothing,
    /// The tag is unknown; it is what it was.
    Unknown,
}

/// What a union holds.
#[doc(hidden)]
#[derive(Debug)]
pub enum Content<'a> {
    /// A child, and the tags that stand for its type.
    Known(Tags, &'a dyn Slot),
    /// A tag beside which nothing stands.
    Nothing(Tags),
    /// JSON of no known type.
    Unknown(&'a Value),
}

/// The tags that stand for a type.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tags {
    /// All of them.
    pub all: &'static [&'static str],
    /// The one that is sent; none if the type leaves open which.
    pub sent: Option<&'static str>,
}

impl Tags {
    /// Those of a type that no tag tells.
    pub const UNTOLD: Self = Self { all: &[], sent: None };
}

impl<'a> Content<'a> {
    pub(super) fn unknown(&self) -> Option<&'a Value> {
        match self {
            Self::Known(..) | Self::Nothing(_) => None,
            Self::Unknown(value) => Some(value),
        }
    }
}

/// A value that is one of several types, tried in their order; made by [`any_of!`](crate::any_of!).
#[doc(hidden)]
pub trait AnyOf: fmt::Debug {
    /// What it holds.
    fn content(&self) -> Content<'_>;

    /// Shows an empty value of each type to `attempt` and becomes the first that fits, else the first that will do. Says
    /// whether there is one.
    fn attempt(&mut self, attempt: &mut dyn FnMut(&mut dyn Slot) -> Verdict) -> bool;

    /// Makes it JSON of no known type.
    fn set_unknown(&mut self, value: Value);
}

/// How well JSON agrees with a type.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It has all fields of the JSON.
    Fits,
    /// It can be read, with fields left over.
    WillDo,
    /// It cannot be read.
    Fails,
}

/// What an emptied place tells the writer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Absence {
    /// It holds a value, were it an empty one.
    No,
    /// An option without a value.
    None,
    /// A list or map without items.
    Bare,
}

impl SlotRef<'_> {
    /// How the place is empty, without a look inside a value.
    pub(super) fn absence(&self) -> Absence {
        match self {
            Self::Maybe(None) => Absence::None,
            Self::List(list) if list.len() == 0 => Absence::Bare,
            Self::Map(map) if map.len() == 0 => Absence::Bare,
            Self::Object(object) if object.is_empty() => Absence::Bare,
            _ => Absence::No,
        }
    }

    /// Whether the place holds what it holds when nothing was put there.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Unit | Self::Maybe(None) => true,
            Self::Text(text) => text.is_empty(),
            Self::Bool(flag) => !flag,
            Self::Integer(number) => *number == 0,
            Self::Double(number) => *number == 0.0,
            Self::Single(number) => *number == 0.0,
            Self::Value(value) => value.is_null(),
            Self::Object(object) => object.is_empty(),
            Self::List(list) => list.len() == 0,
            Self::Map(map) => map.len() == 0,
            Self::Maybe(Some(_)) => false,
            Self::Model(model) => is_new(*model),
            Self::Enum(text) => text.text().is_empty(),
            Self::Union(union) => union.content().unknown().is_some_and(Value::is_null),
            Self::AnyOf(any) => any.content().unknown().is_some_and(Value::is_null),
        }
    }

    /// The text that stands here, if it is a text.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Enum(text) => Some(text.text()),
            Self::Maybe(Some(slot)) => slot_text(*slot),
            _ => None,
        }
    }
}

/// Whether a model holds what a new one does.
fn is_new(model: &dyn Record) -> bool {
    let mut empty = true;
    model.parts(&mut |slots, residue| {
        empty = residue.unknown().is_empty()
            && !residue.kept().iter().any(Kept::holds_lost)
            && slots.iter().all(|slot| slot.slot_ref().is_empty());
    });
    empty
}

/// The text in `slot`, living as long as the slot does.
fn slot_text(slot: &dyn Slot) -> Option<&str> {
    match slot.slot_ref() {
        SlotRef::Text(text) => Some(text),
        SlotRef::Enum(text) => Some(text.text()),
        SlotRef::Maybe(Some(inner)) => slot_text(inner),
        _ => None,
    }
}

impl SlotMut<'_> {
    /// Makes the place what it is when nothing was put there.
    pub(crate) fn clear(self) {
        match self {
            Self::Unit => {}
            Self::Text(text) => text.clear(),
            Self::Bool(flag) => *flag = false,
            Self::Long(number) => *number = 0,
            Self::Int(number) => *number = 0,
            Self::Double(number) => *number = 0.0,
            Self::Single(number) => *number = 0.0,
            Self::Value(value) => *value = Value::Null,
            Self::Object(object) => object.clear(),
            Self::List(list) => list.clear(),
            Self::Map(map) => map.clear(),
            Self::Maybe(maybe) => maybe.clear(),
            Self::Model(model) => {
                model.parts_mut(&mut |slots, residue| {
                    slots.iter_mut().for_each(|slot| slot.slot_mut().clear());
                    *residue = Residue::default();
                });
            }
            Self::Enum(text) => text.set(""),
            Self::Union(union) => union.set_unknown(Value::Null),
            Self::AnyOf(any) => any.set_unknown(Value::Null),
        }
    }
}
