//! Resources that are asked for one by one: an object, a page.

use std::fmt::Debug;
use std::hash::Hash;
use std::marker::PhantomData;
use std::sync::Arc;

use super::batch::Source;
use crate::directory::{Kept, Reader};
use crate::signnow::{Error, Resource};

/// Reads resources of one kind.
pub(super) struct Objects<R> {
    reader: Reader,
    kind: PhantomData<fn() -> R>,
}

impl<R> Objects<R> {
    pub(super) fn new(reader: &Reader) -> Self {
        Self { reader: reader.clone(), kind: PhantomData }
    }
}

impl<R> Clone for Objects<R> {
    fn clone(&self) -> Self {
        Self::new(&self.reader)
    }
}

impl<R: Resource + Kept + Debug + Eq + Hash> Source for Objects<R> {
    type Key = R;
    type Value = R::Value;

    async fn read(self, resource: R) -> Result<Arc<R::Value>, Error> {
        self.reader.get(&resource).await
    }
}
