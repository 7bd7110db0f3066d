//! What a thread of tests works with: a server, a client and a runtime, made once.

use std::cell::RefCell;
use std::sync::OnceLock;

use harness_sdk_core::config::Environment;
use harness_sdk_core::{Context, Error, RetryPolicy, Scope, Service};
use tokio::runtime::Runtime;

use crate::case::Arguments;
use crate::document::Bound;
use crate::sending::{Pending, Received};
use crate::server::Server;

/// The client's key; its last part must never be seen but in its own header.
pub(crate) const KEY: &str = "pat.acc_7.token.CANARYsecret0123456789";

/// The key of every family that takes one of its own.
pub(crate) const OWN_KEY: &str = "own-CANARYsecret9876543210";

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
    /// The same, and content with answers that are not as the document says.
    lenient: Context,
    runtime: Runtime,
}

thread_local! {
    static WORKER: RefCell<Option<Worker>> = const { RefCell::new(None) };
}

/// The families of operations that take a key of their own.
static FAMILIES: OnceLock<Vec<&'static str>> = OnceLock::new();

/// Tells, before the first test, which families of operations take a key of their own.
pub(crate) fn tell_families(names: Vec<&'static str>) {
    FAMILIES.get_or_init(|| names);
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
        let families = FAMILIES.get().map_or(&[][..], Vec::as_slice);
        let context = |strict: bool| {
            let builder = Context::builder().environment(Environment::new(|_| None)).api_key(KEY).host(server.url());
            let builder =
                builder.retry(RetryPolicy::none()).limiter(None).no_proxy().strict_answers(strict).one_host(true);
            let builder =
                families.iter().fold(builder, |builder, name| builder.service(Service::new(*name).key(OWN_KEY)));
            builder.build().map_err(|fault| fault.to_string())
        };
        let (context, lenient) = (context(true)?, context(false)?);
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|fault| fault.to_string())?;
        Ok(Self { server, elsewhere: Server::start(), context, lenient, runtime })
    }

    /// The client, bound to a scope.
    pub(crate) fn context(&self, bound: Bound) -> Context {
        Self::bind(&self.context, bound)
    }

    fn bind(context: &Context, bound: Bound) -> Context {
        context.with_scope(match (bound.org, bound.project) {
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

    /// Makes a call by the client that is content with odd answers.
    pub(crate) fn send_leniently(
        &self,
        bound: Bound,
        arguments: &mut Arguments,
        call: fn(&Context, &mut Arguments) -> Pending,
    ) -> Result<Received, Error> {
        let context = Self::bind(&self.lenient, bound);
        self.wait(call(&context, arguments))
    }

    /// Waits for what is under way.
    pub(crate) fn wait(&self, pending: Pending) -> Result<Received, Error> {
        self.runtime.block_on(pending)
    }
}
