//! The batching library, set up for promises.

use std::collections::HashMap;
use std::fmt::Debug;
use std::future::Future;
use std::hash::Hash;
use std::sync::Arc;

use dataloader::BatchFn;
use dataloader::cached::Loader;

use super::promise::Promise;
use crate::signnow::Error;

/// How the value of a key is had. Each key of a batch is something signNow answers with one call, or with the calls of
/// one list, so keys of a batch run side by side and fail one by one.
pub(super) trait Source: Clone + Send + Sync + 'static {
    /// What is asked for.
    type Key: Clone + Debug + Eq + Hash + Send + Sync + 'static;
    /// What is answered.
    type Value: Send + Sync + 'static;

    /// Reads the value.
    fn read(self, key: Self::Key) -> impl Future<Output = Result<Arc<Self::Value>, Error>> + Send;
}

/// Reads each key once per request, however many ask.
pub(super) struct Batched<S: Source>(Loader<S::Key, Promise<Arc<S::Value>>, Promises<S>>);

impl<S: Source> Batched<S> {
    pub(super) fn new(source: S) -> Self {
        // A batch costs nothing (see `Promises`), so there is no reason to split it, nor to wait for it to grow: a key
        // already stands for all that one list or one call can answer.
        Self(Loader::new(Promises(source)).with_max_batch_size(usize::MAX).with_yield_count(0))
    }

    pub(super) async fn load(&self, key: S::Key) -> Result<Arc<S::Value>, Error> {
        match self.0.try_load(key).await {
            Ok(promise) => promise.wait().await,
            Err(_) => Err(Error::internal("a batch was answered without one of its keys")),
        }
    }
}

impl<S: Source> Clone for Batched<S> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

/// Answers a batch with promises, at once.
struct Promises<S>(S);

impl<S: Source> BatchFn<S::Key, Promise<Arc<S::Value>>> for Promises<S> {
    fn load(&mut self, keys: &[S::Key]) -> impl Future<Output = HashMap<S::Key, Promise<Arc<S::Value>>>> {
        let promise = |key: &S::Key| (key.clone(), Promise::begin(self.0.clone().read(key.clone())));
        std::future::ready(keys.iter().map(promise).collect())
    }
}
