//! Lists that come in pages.

mod paging;
mod properties;
mod world;
