//! Where the operations of a family live, and with what they prove the caller's identity.

/// A family of operations whose address or login differs from those of the others.
///
/// Generated crates hold one constant for each, from `spec/bases.toml`. [`Service`](crate::Service) sets what a program
/// must say of a family: a key of its own, the address at a self-managed installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Base {
    /// What [`Service::new`](crate::Service::new) calls it.
    pub name: &'static str,
    /// What it is, for messages.
    pub title: &'static str,
    /// The host it has for itself; nothing for the client's own.
    pub host: Option<&'static str>,
    /// What stands before the document's path; [`Operation::path`](super::Operation::path) begins with it.
    pub prefix: &'static str,
    /// How calls prove who makes them.
    pub login: Login,
    /// Its older address, where that is still in use.
    pub legacy: Option<&'static Legacy>,
}

/// The older address of a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Legacy {
    /// The host.
    pub host: &'static str,
    /// What the document's path begins with and the older one lacks.
    pub cut: &'static str,
    /// How calls prove who makes them.
    pub login: Login,
}

/// With what a call proves who makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Login {
    /// The client's credentials. A host that the family has for itself gets them, too, as one of the platform's.
    Platform,
    /// A key of the family's own, as `Authorization` with this word before it.
    Own(&'static str),
}
