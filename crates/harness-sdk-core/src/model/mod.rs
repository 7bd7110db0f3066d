//! Lenient JSON models: what every generated type reads and writes itself with.
//!
//! A generated type is a table, not code: [`model!`](crate::model!) and its sisters list the wire name and the place of
//! each field, and one shared reader and writer walk that table for every type. So a module of a thousand types compiles
//! in a fraction of the time that a thousand derives take, and all types are lenient in the same way:
//!
//! - a field that this crate does not know is kept ([`Model::extra`]) and written back;
//! - a list, map, scalar or object that is `null` or missing reads as its empty value, and is written back as it came,
//!   until it is given a value;
//! - of a new model, what a setter was called for is sent, be it empty, zero or `false`, and nothing else; a setter called
//!   with [`Null`] sends `null` ([`Model::send_null`] and [`Model::send_empty`] do the same by a field's name in JSON);
//! - an enum value or a union's child that this crate does not know is kept (`Unknown`);
//! - [`unknown`] lists all that was kept so, which tells how far a server is ahead of this crate;
//! - a value of another JSON type than its field's, a [`Misfit`], costs that field alone, and is told
//!   ([`from_slice_with_misfits`]).
//!
//! # Values of another JSON type
//!
//! | field | takes also |
//! | --- | --- |
//! | a number of any width | a text in JSON's spelling of a number; of double or single precision also `NaN`, `Infinity`, `-Infinity`, in quotes or bare |
//! | text, an enum | a number, as its digits; `true` and `false` |
//! | a boolean | the texts `true` and `false`, in any case |
//! | a list | one value that can be an item of it |
//!
//! Anything else leaves the field empty and is kept beside it ([`Model::kept`]); a union and a value of one of several types
//! keep it in themselves, as `Unknown`. This holds at every depth: inside lists, maps, options, and in the children of unions,
//! which stay of their type. What came is written back as it came, both what was converted and what was kept, down to the
//! single item of a list; white space aside. It is written until the field is changed: to something that is no longer what was
//! read, by a setter, or by [`Model::send_null`] and [`Model::send_empty`]. A field that is empty beside kept JSON, and is
//! assigned its empty value once more, is not changed.
//!
//! The document itself must be of the JSON type that is asked for: else that is an error, as is what is not JSON
//! ([`DecodeError`]). Items and values of a document that is a list or map of bare scalars have no object that could keep
//! what they came as: an [`Original`] beside the value does, which the answer of a call has
//! ([`Response::to_json`](crate::Response::to_json)) and [`from_slice_with_original`] gives.
//!
//! What JSON leaves open is decided so:
//!
//! - a byte order mark before the document is passed over (RFC 8259, section 8.1);
//! - half a character, such as `"\ud83d"`, reads as U+FFFD, is told, and comes back as it came;
//! - integers that a field's width does not hold, and `1e999`, leave the field empty, are told, and come back digit for digit;
//!   in a field of double precision, and where any JSON may stand, a long integer is rounded, and comes back digit for digit;
//!   where any JSON may stand, `1e999` reads as its text;
//! - bare `NaN`, `Infinity` and `-Infinity`, which are no JSON, read as that, or as text where any JSON may stand; they are
//!   written as text, which is JSON;
//! - of fields of one name the last counts.
//!
//! All types implement [`serde::Serialize`] and [`serde::Deserialize`] too, so they may stand inside other types and be
//! written in other formats. [`from_slice`] and [`to_vec`] are the faster way for JSON.

mod access;
mod alike;
mod any_of;
mod assign;
mod codec;
mod debug;
mod equal;
mod error;
mod found;
mod interop;
mod json;
mod kept;
mod macros;
mod misfit;
mod odd;
mod odds;
mod open_enum;
mod orders;
mod original;
mod part;
#[doc(hidden)]
pub mod pointer;
mod presence;
mod read;
mod residue;
mod restore;
mod shape;
mod slot;
mod slots;
mod told;
mod trail;
mod unknown;
mod write;

pub use access::Model;
pub use assign::{Assign, Assigned, ByNull, ByValue, Null, Whole};
pub(crate) use codec::{Root, read_told};
pub use codec::{
    from_slice, from_slice_with_misfits, from_slice_with_original, from_value, read_into, read_into_with_original,
    to_value, to_vec, write_out,
};
pub use error::{DecodeError, EncodeError, NoSuchField};
pub(crate) use interop::serialize_document;
pub use misfit::Misfit;
pub(crate) use misfit::kind_name;
pub(crate) use odds::Odds;
pub use open_enum::OpenEnum;
pub use original::Original;
pub(crate) use part::{Part, read_part};
pub(crate) use presence::{Lack, Presence};
pub use residue::Residue;
pub use serde_json::Value;
pub use shape::Shape;
pub use slot::{AnyOf, Chosen, Content, Record, Slot, SlotMut, SlotRef, Tags, Union, Verdict};
pub use unknown::unknown;

pub use crate::sensitive::Sensitive;

/// A JSON object whose values all are of one type, ordered by name.
pub type Map<T> = std::collections::BTreeMap<String, T>;

/// A JSON object of any shape.
pub type JsonObject = serde_json::Map<String, Value>;

/// What the macros need by a path that holds in every crate; not for use by hand.
#[doc(hidden)]
pub mod __private {
    pub use super::access::note;
    pub use super::codec::decode_as;
    pub use super::debug::{debug_model, debug_unknown};
    pub use super::equal::equal_models;
    pub use super::interop::{deserialize, serialize};
    pub use super::open_enum::position;
    pub use super::shape::assert_plain;
    pub use super::slot::{Change, Look};
    pub use serde;
}
