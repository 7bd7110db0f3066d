//! Single sign-on.

/// Where and as whom single sign-on tokens are renewed.
#[derive(Clone)]
#[cfg_attr(not(feature = "profiles"), allow(dead_code, reason = "nothing is renewed then"))]
pub(in crate::config) struct SignOn {
    pub(in crate::config) server: String,
    pub(in crate::config) client: String,
}
