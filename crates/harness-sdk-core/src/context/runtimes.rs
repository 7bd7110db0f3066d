//! Which tokio runtimes a client's connections live on. A connection is driven by the runtime it was made on; one that
//! stands still would leave a request of another runtime waiting for ever.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime::{Handle, Id, RuntimeFlavor};
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use crate::error::{Error, ErrorKind};

/// How long a runtime that runs may take to give a sign of life.
const PATIENCE: Duration = Duration::from_millis(500);
/// For how long a sign of life is good.
const FRESH: Duration = Duration::from_secs(1);

/// The single-threaded runtimes that the client was used from. They run only while a thread blocks on them; those with
/// worker threads always do.
#[derive(Debug, Default)]
pub(super) struct Known(Mutex<Vec<Single>>);

#[derive(Debug)]
struct Single {
    id: Id,
    /// Asks a task on that runtime for a sign of life. It is closed when the runtime has ended, and its connections too.
    ask: mpsc::UnboundedSender<oneshot::Sender<()>>,
    seen: Option<Instant>,
}

/// A question that waits for its answer.
type Asked = (Id, oneshot::Receiver<()>);

/// The runtimes of a client.
#[derive(Clone, Copy)]
pub(crate) struct Runtimes<'a>(pub(super) &'a Known);

impl Runtimes<'_> {
    /// Checks that the runtimes on which the client's connections may live are running, and notes the one at hand.
    pub(crate) async fn check(self) -> Result<(), Error> {
        let Ok(current) = Handle::try_current() else {
            return Err(Error::new(ErrorKind::Local, "the call was awaited outside a tokio runtime")
                .with_hint("await it in one, such as by #[tokio::main] or Runtime::block_on"));
        };
        let asked = self.0.others(&current);
        for (id, answer) in asked {
            if !matches!(tokio::time::timeout(PATIENCE, answer).await, Ok(Ok(()))) && self.0.is_there(id) {
                return Err(stands_still());
            }
            self.0.was_seen(id);
        }
        Ok(())
    }
}

impl Known {
    /// Notes the runtime at hand, and asks all others that have given no sign of life lately.
    fn others(&self, current: &Handle) -> Vec<Asked> {
        let id = current.id();
        let is_single = current.runtime_flavor() == RuntimeFlavor::CurrentThread;
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match known.as_slice() {
            [] if !is_single => return Vec::new(),
            [only] if only.id == id => return Vec::new(),
            _ => {}
        }
        known.retain(|single| !single.ask.is_closed());
        if is_single && known.iter().all(|single| single.id != id) {
            let (ask, mut asked) = mpsc::unbounded_channel::<oneshot::Sender<()>>();
            current.spawn(async move {
                while let Some(answer) = asked.recv().await {
                    // Whoever asked may have gone.
                    let _ = answer.send(());
                }
            });
            known.push(Single { id, ask, seen: None });
        }
        let now = Instant::now();
        let stale = known.iter().filter(|single| single.id != id && single.seen.is_none_or(|seen| now - seen > FRESH));
        let ask = |single: &Single| {
            let (question, answer) = oneshot::channel();
            single.ask.send(question).ok().map(|()| (single.id, answer))
        };
        stale.filter_map(ask).collect()
    }

    fn was_seen(&self, id: Id) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(single) = known.iter_mut().find(|single| single.id == id) {
            single.seen = Some(Instant::now());
        }
    }

    /// Whether the runtime has not ended.
    fn is_there(&self, id: Id) -> bool {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.iter().any(|single| single.id == id && !single.ask.is_closed())
    }
}

fn stands_still() -> Error {
    let what = "the client was used in another tokio runtime, which stands still, and with it the client's connections";
    let hint = "make a client for each runtime, or keep the first one running while another uses the client";
    Error::new(ErrorKind::Local, what).with_hint(hint)
}
