//! The platform's requests and answers as programs in Rust write and read them.

mod cases;
mod read;
mod unions;
mod written;
