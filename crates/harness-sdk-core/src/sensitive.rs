//! A secret that is not shown and does not outlive its use.

use std::fmt;

use zeroize::Zeroize;

/// A secret value: its `Debug` is `[redacted]`, it has no `Display`, and its memory is overwritten when it is dropped.
///
/// It is read and written as the plain value. [`expose`](Self::expose) is the one way to the value, so a search for that
/// word finds every place that uses a secret.
///
/// ```
/// use harness_sdk_core::model::Sensitive;
///
/// let token = Sensitive::from("pat.abc".to_owned());
/// assert_eq!(format!("{token:?}"), "[redacted]");
/// assert_eq!(token.expose(), "pat.abc");
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Sensitive<T: Zeroize>(T);

impl<T: Zeroize> Sensitive<T> {
    /// The secret itself.
    pub fn expose(&self) -> &T {
        &self.0
    }

    /// The secret itself, to change it.
    pub fn expose_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: Zeroize> From<T> for Sensitive<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl From<&str> for Sensitive<String> {
    fn from(value: &str) -> Self {
        Self(value.to_owned())
    }
}

impl<T: Zeroize> fmt::Debug for Sensitive<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl<T: Zeroize> Drop for Sensitive<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}
