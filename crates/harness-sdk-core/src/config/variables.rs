//! The spellings of the environment variables in use, each list in the order of precedence.

/// The API key. The first spelling is the official provider's and Go SDK's name for keys of this platform; the second
/// is that of the official CLI and the official MCP server.
pub const API_KEY: &[&str] = &["HARNESS_PLATFORM_API_KEY", "HARNESS_API_KEY"];

/// The bearer token.
pub const BEARER_TOKEN: &[&str] = &["HARNESS_BEARER_TOKEN"];

/// The account identifier.
pub const ACCOUNT: &[&str] = &["HARNESS_ACCOUNT_ID", "HARNESS_ACCOUNT"];

/// The address of the installation.
pub const HOST: &[&str] = &["HARNESS_BASE_URL", "HARNESS_ENDPOINT", "HARNESS_API_URL", "HARNESS_HOST"];

/// The organization identifier.
pub const ORG: &[&str] = &["HARNESS_ORG_ID", "HARNESS_ORG"];

/// The project identifier.
pub const PROJECT: &[&str] = &["HARNESS_PROJECT_ID", "HARNESS_PROJECT"];

/// The address of the artifact registry.
pub const REGISTRY: &[&str] = &["HARNESS_REGISTRY_URL"];

/// Whether plain `http` may reach other machines: `true`, `1`, `false` or `0`.
pub const ALLOW_HTTP: &[&str] = &["HARNESS_ALLOW_HTTP"];

/// The profile of the official CLI to use.
pub const PROFILE: &[&str] = &["HARNESS_PROFILE"];

/// The server that renews the single sign-on tokens of the official CLI; `https://id.harness.io` unless set.
pub const SSO_AUTH_SERVER: &[&str] = &["HARNESS_SSO_AUTH_SERVER_URL"];

/// What the official CLI calls itself before that server; `harness-cli-client` unless set.
pub const SSO_CLIENT_ID: &[&str] = &["HARNESS_SSO_CLIENT_ID"];

/// The folder of the official CLI, `~/.harness` unless set.
pub const CLI_HOME: &[&str] = &["HARNESS_CLI_HOME"];
