//! The guide: one chapter a subject, each a page long. The code of all chapters is run by the tests of this crate.
//!
//! Start here:
//!
//! | chapter | about |
//! | --- | --- |
//! | [`modules`] | which feature has what, and how to find an operation |
//! | [`auth`] | keys, bearer tokens, tokens that expire, profiles |
//! | [`hosts`] | clusters, vanity addresses, self-managed installations |
//! | [`scope`] | account, organisation and project |
//!
//! Making calls:
//!
//! | chapter | about |
//! | --- | --- |
//! | [`requests`] | parameters, bodies, options of one call, operations that no document has |
//! | [`paging`] | lists |
//! | [`errors`] | what can go wrong, and how to tell |
//! | [`retries`] | repetition, limits, time |
//! | [`streaming`] | large bodies, files, packages, line streams |
//!
//! The work people do:
//!
//! | chapter | about |
//! | --- | --- |
//! | [`workflows`] | run a pipeline and wait, approve, update, flags, segments, incidents, links |
//! | [`logs`] | what an execution printed |
//! | [`yaml`] | pipelines, services and the like |
//! | [`git`] | entities that lie in a repository |
//!
//! Around it:
//!
//! | chapter | about |
//! | --- | --- |
//! | [`tls`] | certificates and proxies |
//! | [`observability`] | traces, metrics, code around every request |
//! | [`testing`] | your own code, without an account |
//!
//! These modules hold no code and exist in the documentation alone.

pub mod auth;
pub mod errors;
pub mod git;
pub mod hosts;
pub mod logs;
pub mod modules;
pub mod observability;
pub mod paging;
pub mod requests;
pub mod retries;
pub mod scope;
pub mod streaming;
pub mod testing;
pub mod tls;
pub mod workflows;
pub mod yaml;
