//! Where environment variables and the home folder are read from.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

type Lookup = Box<dyn Fn(&str) -> Option<OsString> + Send + Sync>;

/// The environment variables and the home folder that configuration is read from: those of the process, or others,
/// for tests and for programs that keep their settings elsewhere.
///
/// ```
/// use harness_sdk_core::config::{Environment, Settings};
///
/// let environment = Environment::from_pairs([("HARNESS_API_KEY", "pat.abc.def.ghi")]);
/// let settings = Settings::builder().environment(environment).build()?;
/// assert_eq!(settings.account.as_deref(), Some("abc"));
/// # Ok::<(), harness_sdk_core::ConfigError>(())
/// ```
pub struct Environment {
    lookup: Lookup,
    home: Option<PathBuf>,
}

impl Environment {
    /// The variables and the home folder of this process.
    #[must_use]
    pub fn process() -> Self {
        Self { lookup: Box::new(|name| std::env::var_os(name)), home: std::env::home_dir() }
    }

    /// Variables from a function. There is no home folder until [`Environment::with_home`] gives one.
    #[must_use]
    pub fn new(lookup: impl Fn(&str) -> Option<OsString> + Send + Sync + 'static) -> Self {
        Self { lookup: Box::new(lookup), home: None }
    }

    /// Exactly these variables, and no home folder until [`Environment::with_home`] gives one. Of two pairs with the
    /// same name the last one counts.
    #[must_use]
    pub fn from_pairs<N: Into<String>, V: Into<OsString>>(pairs: impl IntoIterator<Item = (N, V)>) -> Self {
        let pairs: HashMap<String, OsString> =
            pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Self::new(move |name| pairs.get(name).cloned())
    }

    /// The same variables with another home folder, in which `.harness` is looked for.
    #[must_use]
    pub fn with_home(mut self, home: impl Into<PathBuf>) -> Self {
        self.home = Some(home.into());
        self
    }

    /// The first spelling that is set and not empty.
    pub(super) fn first(&self, names: &[&'static str]) -> Option<(&'static str, OsString)> {
        names.iter().find_map(|name| {
            let value = (self.lookup)(name)?;
            (!value.is_empty()).then_some((*name, value))
        })
    }

    /// The variable of a name made while the program runs; an empty one counts as not set.
    pub(crate) fn named(&self, name: &str) -> Option<OsString> {
        (self.lookup)(name).filter(|value| !value.is_empty())
    }

    pub(super) fn home(&self) -> Option<&PathBuf> {
        self.home.as_ref()
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Environment").field("home", &self.home).finish_non_exhaustive()
    }
}
