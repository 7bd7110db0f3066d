//! Profiles of the official CLI.

use std::path::{Path, PathBuf};

use super::layer::{Layer, Setting};
use super::problem::ConfigProblem;

#[cfg(feature = "profiles")]
mod credentials_file;
#[cfg(feature = "profiles")]
mod file;
#[cfg(feature = "profiles")]
mod read;
#[cfg(feature = "profiles")]
mod settings_file;
mod sign_on;
#[cfg(feature = "profiles")]
mod sso;
#[cfg(feature = "profiles")]
mod yaml;

pub(super) use sign_on::SignOn;

/// The values of a profile, without its token when one is given already. What is wrong is added to the problems.
#[cfg(feature = "profiles")]
pub(super) fn load(
    name: &Setting<String>,
    folder: Option<PathBuf>,
    sign_on: SignOn,
    credential_given: bool,
    problems: &mut Vec<ConfigProblem>,
) -> Layer {
    let layer = read::load(name, folder, sign_on, credential_given, problems);
    Layer { credential_reported: layer.credential.is_none(), ..layer }
}

/// Whether there is such a profile. A file that cannot be read counts, so that loading it says what is wrong.
#[cfg(feature = "profiles")]
pub(super) fn exists(name: &str, folder: Option<&Path>) -> bool {
    folder.is_some_and(|folder| read::exists(name, folder))
}

#[cfg(not(feature = "profiles"))]
pub(super) fn load(
    name: &Setting<String>,
    _folder: Option<PathBuf>,
    _sign_on: SignOn,
    _credential_given: bool,
    problems: &mut Vec<ConfigProblem>,
) -> Layer {
    let text = "names a profile, but this program was built without profiles; enable the feature `profiles`";
    problems.push(ConfigProblem::at(name.place.clone(), text));
    Layer { credential_reported: true, ..Layer::default() }
}

#[cfg(not(feature = "profiles"))]
pub(super) fn exists(_name: &str, _folder: Option<&Path>) -> bool {
    false
}
