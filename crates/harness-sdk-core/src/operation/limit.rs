//! Limits on how often single operations may be called.

/// A limit on the requests of one operation, or of several that share its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestLimit {
    /// What is limited; operations with the same name share the limit.
    pub name: &'static str,
    /// How many requests are allowed in each window.
    pub requests: u32,
    /// The length of the window, in seconds.
    pub seconds: u32,
}
