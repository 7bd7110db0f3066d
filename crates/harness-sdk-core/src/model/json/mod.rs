//! JSON text: read one token after the other, without a tree, and written.

mod number;
mod quote;
mod raw;
mod reader;
mod string;
mod tree;

pub(super) use number::EXACT;
pub(super) use quote::quote;
pub(super) use reader::{Kind, Mark, Reader};
