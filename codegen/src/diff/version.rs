//! The version that a change asks for.

use semver::Version;

use crate::diff::Level;

/// The version to release after `current`.
///
/// Before 1.0 a breaking change asks for the next minor version and anything else for the next patch; from 1.0 on they
/// ask for the next major, minor and patch version. `None` asks for nothing.
pub fn next(current: &Version, level: Option<Level>) -> Version {
    let (major, minor, patch) = (current.major, current.minor, current.patch);
    match (level, major) {
        (None, _) => current.clone(),
        (Some(Level::Breaking), 0) => Version::new(0, minor + 1, 0),
        (Some(_), 0) => Version::new(0, minor, patch + 1),
        (Some(Level::Breaking), _) => Version::new(major + 1, 0, 0),
        (Some(Level::Addition), _) => Version::new(major, minor + 1, 0),
        (Some(Level::Fix), _) => Version::new(major, minor, patch + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_follow_cargo() {
        let next = |current: &str, level| next(&current.parse().unwrap(), level).to_string();
        for (level, before, after) in [
            (None, "0.3.4", "1.3.4"),
            (Some(Level::Fix), "0.3.5", "1.3.5"),
            (Some(Level::Addition), "0.3.5", "1.4.0"),
            (Some(Level::Breaking), "0.4.0", "2.0.0"),
        ] {
            assert_eq!(next("0.3.4", level), before);
            assert_eq!(next("1.3.4", level), after);
        }
    }
}
