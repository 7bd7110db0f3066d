//! Lenient JSON models: what every generated type reads and writes itself with.
//!
//! A generated type is a table, not code: [`model!`](crate::model!) and its sisters list the wire name and the place of
//! each field, and one shared reader and writer walk that table for every type. So a module of a thousand types compiles
//! in a fraction of the time that a thousand derives take, and all types are lenient in the same way:
//!
//! - a field that this crate does not know is kept ([`Model::extra`]) and written back;
//! - a list, map, scalar or object that is `null` or missing reads as its empty value, and is written back as it came,
//!   until it is given a value; only a `null` inside a list or map comes back as the empty value;
//! - of a new model, what a setter was called for is sent, be it empty, zero or `false`, and nothing else; a setter called
//!   with [`Null`] sends `null` ([`Model::send_null`] and [`Model::send_empty`] do the same by a field's name in JSON);
//! - an enum value or a union's child that this crate does not know is kept (`Unknown`);
//! - [`unknown`] lists all that was kept so, which tells how far a server is ahead of this crate;
//! - a value of another JSON type than the field's is an error, which says where ([`DecodeError::path`]).
//!
//! All types implement [`serde::Serialize`] and [`serde::Deserialize`] too, so they may stand inside other types and be
//! written in other formats. [`from_slice`] and [`to_vec`] are the faster way for JSON.

mod any_of;
mod assign;
mod codec;
mod debug;
mod equal;
mod error;
mod interop;
mod json;
mod kept;
mod macros;
mod misfit;
mod odd;
mod open_enum;
mod part;
mod presence;
mod read;
mod residue;
mod restore;
mod shape;
mod slot;
mod slots;
mod told;
mod trail;
mod union;
mod unknown;
mod write;

pub use any_of::{AnyOf, Verdict};
pub use assign::{Assign, ByNull, ByValue, Given, Null, Whole};
pub(crate) use codec::{Root, read_told};
pub use codec::{from_slice, from_slice_with_misfits, from_value, read_into, to_value, to_vec, write_out};
pub use error::{DecodeError, EncodeError, NoSuchField};
pub use misfit::Misfit;
pub(crate) use misfit::{Odds, kind_name};
pub use open_enum::OpenEnum;
pub(crate) use part::{Part, read_part};
pub(crate) use presence::{Lack, Presence};
pub use residue::Residue;
pub use serde_json::Value;
pub use shape::{Model, Shape};
pub use slot::{Slot, Spot, SpotMut};
pub use union::{Chosen, Content, Tags, Union};
pub use unknown::unknown;

pub use crate::sensitive::Sensitive;

/// A JSON object whose values all are of one type, ordered by name.
pub type Map<T> = std::collections::BTreeMap<String, T>;

/// A JSON object of any shape.
pub type JsonObject = serde_json::Map<String, Value>;

/// What the macros need by a path that holds in every crate; not for use by hand.
#[doc(hidden)]
pub mod __private {
    pub use super::codec::decode_as;
    pub use super::debug::{debug_model, debug_unknown};
    pub use super::equal::equal_models;
    pub use super::interop::{deserialize, serialize};
    pub use super::open_enum::position;
    pub use super::shape::{Change, Look, assert_plain, note};
    pub use serde;
}
