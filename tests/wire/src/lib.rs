//! What the platform takes and answers, as its public sources show it: requests and answers written by hand.
//!
//! The contract tests hold the client against the document; these cases hold it against the platform, so that a mistake
//! of the document shows. `cases/` has a folder a module and in it a file a subject; this page says what stands in one.
//!
//! ```yaml
//! - name: what is asked and what is special about it; unique
//!   operation: getConnector              # the id in the document
//!   source: where the facts come from: repository, file, symbol
//!   scope: account                       # what the client is bound to: account, org or project (the usual)
//!   keys: {sei: key-of-sei}              # the keys that families of operations have for themselves
//!   path: {identifier: k8s}              # what the caller sets, by name on the wire: path, query, header, form, file
//!   body: {connector: {}}                # the body that the caller sets; it is read into the operation's request type
//!   beyond: [/approverId]                # members of that body that the document lacks, each a fact about the document
//!   text: "pipeline: {}"                 # or the text of a body that is no JSON
//!   raw: bytes                           # or what is sent as it is, as a file's content
//!   sends: GET /ng/api/connectors/k8s?accountIdentifier=acc   # what must arrive; the order of the query is free,
//!                                                             # and `routingId` goes without saying
//!   unsent: true                         # or that nothing must
//!   headers: {harness-account: acc}      # headers that must arrive with it; null is one that must not
//!   fills: {/connector/accountIdentifier: acc}                # what the client adds to that body of its scope
//!   arrives: {connector: {}}             # the body that must arrive, when it is not what was set
//!   status: 200                          # what is answered
//!   answers: {data: {connector: {}}}     # the body that is answered
//!   reads: {/data/connector/type: Vault, /data/connector/spec: {is: VaultConnector}}
//!   undocumented: [/data/added]          # fields that the document lacks, each a fact about the document
//!   misfits: [/data/createdAt]           # values of another type than the document's, each a fact about it
//!   fails: {kind: failure, is: [conflict], says: [words]}     # or how the call fails
//! ```
//!
//! An enum's value or a union's tag that the types do not know is a failure always, and so is an undeclared
//! field.
//! What was answered must come out again when it is written.
//!
//! A case is run with the contract tests of its operation's module, which have a table of all calls:
//!
//! ```sh
//! cargo test -p contract --test connectors -- wire   # the cases of a module
//! cargo test -p contract --test connectors -- vault  # what has `vault` in its name
//! cargo test -p wire                                 # requests and answers as programs in Rust write and read them
//! ```

pub use contract::wire::{Case, all, faults};
