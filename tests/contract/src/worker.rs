//! What a thread of tests works with: a server, a client and a runtime, made once.

use std::cell::RefCell;

use harness_sdk_core::config::Environment;
use harness_sdk_core::{Context, Error, RetryPolicy, Scope};
use tokio::runtime::Runtime;

use crate::case::Arguments;
use crate::document::Bound;
use crate::sending::{Pending, Received};
use crate::server::Server;

/// The client's key; its last part must never be seen but in its own header.
pub(crate) const KEY: &str = "pat.acc_7.token.CANARYsecret0123456789";

/// What is looked for when looking for the key.
pub(crate) const CANARY: &str = "CANARYsecret";

/// A client of an account alone.
pub(crate) const ACCOUNT: Bound = Bound { account: "acc_7", org: None, project: None };

/// A client of a project.
pub(crate) const PROJECT: Bound = Bound { account: "acc_7", org: Some("org_7"), project: Some("project_7") };

/// A thread's server, client and runtime.
pub(crate) struct Worker {
    pub(crate) server: Server,
    /// Where redirects lead to.
    pub(crate) elsewhere: Server,
    context: Context,
    runtime: Runtime,
}

thread_local! {
    static WORKER: RefCell<Option<Worker>> = const { RefCell::new(None) };
}

/// Works with what the thread has.
pub(crate) fn with<T>(work: impl FnOnce(&Worker) -> Result<T, String>) -> Result<T, String> {
    WORKER.with_borrow_mut(|worker| {
        let worker = match worker {
            Some(worker) => worker,
            None => worker.insert(Worker::start()?),
        };
        work(worker)
    })
}

impl Worker {
    fn start() -> Result<Self, String> {
        let server = Server::start();
        let context = Context::builder()
            .environment(Environment::new(|_| None))
            .api_key(KEY)
            .host(server.url())
            .retry(RetryPolicy::none())
            .limiter(None)
            .no_proxy()
            .build()
            .map_err(|fault| fault.to_string())?;
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|fault| fault.to_string())?;
        Ok(Self { server, elsewhere: Server::start(), context, runtime })
    }

    /// The client, bound to a scope.
    pub(crate) fn context(&self, bound: Bound) -> Context {
        self.context.with_scope(match (bound.org, bound.project) {
            (Some(org), Some(project)) => Scope::project(org, project),
            (Some(org), None) => Scope::org(org),
            _ => Scope::account(),
        })
    }

    /// Makes a call.
    pub(crate) fn send(
        &self,
        bound: Bound,
        arguments: &mut Arguments,
        call: fn(&Context, &mut Arguments) -> Pending,
    ) -> Result<Received, Error> {
        let context = self.context(bound);
        self.wait(call(&context, arguments))
    }

    /// Waits for what is under way.
    pub(crate) fn wait(&self, pending: Pending) -> Result<Received, Error> {
        self.runtime.block_on(pending)
    }
}
