//! The named public clusters.

/// A public Harness cluster, as Harness documentation names them. The account's own page shows which one it is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cluster {
    /// `prod0`, at `accounts.harness.io`.
    Prod0,
    /// `prod1`, at `app.harness.io`: the default.
    Prod1,
    /// `prod2`, at `app.harness.io`.
    Prod2,
    /// `prod3`, at `app3.harness.io`.
    Prod3,
    /// `prod4`, at `accounts.harness.io`.
    Prod4,
    /// `eu`, at `accounts.eu.harness.io`.
    Eu,
}

impl Cluster {
    /// Every cluster.
    pub const ALL: [Self; 6] = [Self::Prod0, Self::Prod1, Self::Prod2, Self::Prod3, Self::Prod4, Self::Eu];

    /// The word that names this cluster in a host setting; letters of either case are read.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Prod0 => "prod0",
            Self::Prod1 => "prod1",
            Self::Prod2 => "prod2",
            Self::Prod3 => "prod3",
            Self::Prod4 => "prod4",
            Self::Eu => "eu",
        }
    }

    /// The host name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Prod1 | Self::Prod2 => "app.harness.io",
            Self::Prod3 => "app3.harness.io",
            Self::Prod0 | Self::Prod4 => "accounts.harness.io",
            Self::Eu => "accounts.eu.harness.io",
        }
    }

    pub(super) fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cluster| cluster.as_str().eq_ignore_ascii_case(word))
    }
}
