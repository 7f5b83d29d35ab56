//! A value that somebody is working out, for any number who wait.

use std::future::Future;

use tokio::sync::watch;

use crate::signnow::Error;

/// A shared result that may not be there yet.
///
/// The work runs in its own task, so one who stops waiting stops nothing. Loaders hand out promises instead of values
/// because the batching library holds a lock, and loses keys on cancellation, for as long as a batch takes; making a
/// promise takes no time.
#[derive(Clone)]
pub(super) struct Promise<T>(watch::Receiver<Option<Result<T, Error>>>);

impl<T: Clone + Send + Sync + 'static> Promise<T> {
    /// Starts the work.
    pub(super) fn spawn(work: impl Future<Output = Result<T, Error>> + Send + 'static) -> Self {
        let (sender, receiver) = watch::channel(None);
        tokio::spawn(async move {
            let result = work.await;
            sender.send_replace(Some(result));
        });
        Self(receiver)
    }

    /// Waits for the result.
    pub(super) async fn wait(mut self) -> Result<T, Error> {
        match self.0.wait_for(Option::is_some).await {
            Ok(result) => {
                result.clone().unwrap_or_else(|| Err(Error::internal("a promise was kept without a result")))
            }
            // The task ended without an answer: it panicked, or the runtime is shutting down.
            Err(_) => Err(Error::internal("the task that was reading this ended early")),
        }
    }
}
