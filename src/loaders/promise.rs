//! A value that somebody is working out, for any number who wait.

use std::future::Future;

use futures::FutureExt;
use tokio::sync::watch;

use crate::signnow::Error;

/// A shared result that may not be there yet.
///
/// Loaders hand out promises instead of values because the batching library holds a lock, and loses keys on
/// cancellation, for as long as a batch takes; making a promise takes no time.
#[derive(Clone)]
pub(super) enum Promise<T> {
    /// The work was done when it was begun: what it needed was kept.
    Kept(Result<T, Error>),
    /// The work runs in its own task, so one who stops waiting stops nothing.
    Given(watch::Receiver<Option<Result<T, Error>>>),
}

impl<T: Clone + Send + Sync + 'static> Promise<T> {
    /// Begins the work. What can be answered at once costs neither a task nor anybody's waiting.
    pub(super) fn begin(work: impl Future<Output = Result<T, Error>> + Send + 'static) -> Self {
        let mut work = Box::pin(work);
        if let Some(result) = work.as_mut().now_or_never() {
            return Self::Kept(result);
        }
        let (sender, receiver) = watch::channel(None);
        tokio::spawn(async move {
            let result = work.await;
            sender.send_replace(Some(result));
        });
        Self::Given(receiver)
    }

    /// Waits for the result.
    pub(super) async fn wait(self) -> Result<T, Error> {
        let mut receiver = match self {
            Self::Kept(result) => return result,
            Self::Given(receiver) => receiver,
        };
        match receiver.wait_for(Option::is_some).await.as_deref() {
            Ok(Some(result)) => result.clone(),
            // The task ended without an answer: it panicked, or the runtime is shutting down.
            _ => Err(Error::internal("the task that was reading this ended early")),
        }
    }
}
