//! Configuration: what a client needs to know before its first call, and where it comes from.
//!
//! # Where values come from
//!
//! A value set in code wins over every other. What code does not set comes from one source and one only, so that the
//! key of one account never meets the address of another. The first of these that applies is the source:
//!
//! 1. the profile named in code ([`SettingsBuilder::profile`]); the variables below are then ignored;
//! 2. the environment variables, when code or a variable gives a credential;
//! 3. the profile that `HARNESS_PROFILE` names; the other variables are then ignored;
//! 4. the profile `default`, when there is one and no other variable below is set;
//! 5. the environment variables, which then lack a credential, and the error says so.
//!
//! Sources 2 to 5 are read only when asked for: [`Settings::from_env`] or [`SettingsBuilder::environment`].
//!
//! # Environment variables
//!
//! The first spelling that is set wins; an empty variable counts as not set. A key wins over a bearer token.
//!
//! | value | spellings, in their order |
//! | --- | --- |
//! | API key | `HARNESS_PLATFORM_API_KEY`, `HARNESS_API_KEY` |
//! | bearer token | `HARNESS_BEARER_TOKEN` |
//! | account | `HARNESS_ACCOUNT_ID`, `HARNESS_ACCOUNT` |
//! | host | `HARNESS_BASE_URL`, `HARNESS_ENDPOINT`, `HARNESS_API_URL`, `HARNESS_HOST` |
//! | organization | `HARNESS_ORG_ID`, `HARNESS_ORG` |
//! | project | `HARNESS_PROJECT_ID`, `HARNESS_PROJECT` |
//! | artifact registry host | `HARNESS_REGISTRY_URL` |
//! | plain http allowed | `HARNESS_ALLOW_HTTP`: `true`, `1`, `false` or `0` |
//! | key of a family of operations, such as `sei` | `HARNESS_SEI_API_KEY` |
//! | address of a family | `HARNESS_SEI_BASE_URL` |
//! | profile | `HARNESS_PROFILE` |
//! | folder of the profiles | `HARNESS_CLI_HOME` |
//! | server of single sign-on | `HARNESS_SSO_AUTH_SERVER_URL` |
//! | client of single sign-on | `HARNESS_SSO_CLIENT_ID` |
//!
//! The variables of a [family](crate::Service) are read when the first of its operations is called; a `-` in its name is a
//! `_` there.
//!
//! # Profiles
//!
//! Profiles are those of the official CLI, in `~/.harness` or the folder that `HARNESS_CLI_HOME` names:
//!
//! ```yaml
//! # config.yaml
//! profiles:
//!   default:
//!     api_url: https://app.harness.io
//!     account_id: abc
//!     org_id: default        # optional
//!     project_id: shop       # optional
//!     registry_url: https://pkg.harness.io   # optional
//! ```
//!
//! ```toml
//! # credentials
//! [default]
//! token = "pat.abc.…"   # or pat_token, sat_token; sso_token in a profile with auth_type: sso
//! ```
//!
//! A single sign-on token is renewed as the official CLI does it (`pkg/auth/sso.go` of its source): 15 seconds before it
//! expires, or when it was refused, the `refresh_token` beside it is exchanged for new ones at `https://id.harness.io`, and
//! they are written back to `credentials`. A token that the CLI or another program has renewed meanwhile is taken from
//! there. Without a `refresh_token` the token is used as it stands; one that does not say when
//! it expires is used until it is refused.

mod builder;
mod environment;
mod layer;
mod problem;
mod profile;
mod resolve;
mod settings;
mod source;
pub mod variables;

pub use self::builder::SettingsBuilder;
pub use self::environment::Environment;
pub use self::problem::{ConfigError, ConfigProblem, Place};
pub use self::settings::Settings;
