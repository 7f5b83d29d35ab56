//! Reading: from the cache where it is there, from signNow where it is not.

use std::sync::Arc;

use super::journal::Journal;
use super::kept::{Kept, Lifetimes};
use crate::cache::{Cache, Fresh, Key, Principal};
use crate::signnow::{Client, Error, Resource};

/// Everything signNow knows, as one principal may see it. Cloning gives another handle.
#[derive(Clone)]
pub struct Directory {
    client: Client,
    cache: Cache,
    lifetimes: Arc<Lifetimes>,
    principal: Principal,
}

impl Directory {
    /// A directory that reads with `client` on behalf of `principal`, whose credential the client must hold.
    pub fn new(client: Client, cache: Cache, lifetimes: Lifetimes, principal: Principal) -> Self {
        Self { client, cache, lifetimes: Arc::new(lifetimes), principal }
    }

    /// A reader for one request, which notes in `journal` what it reads.
    pub fn reader(&self, journal: &Journal) -> Reader {
        Reader {
            client: self.client.recording(journal.calls().clone()),
            cache: self.cache.clone(),
            lifetimes: Arc::clone(&self.lifetimes),
            principal: self.principal.clone(),
            journal: journal.clone(),
        }
    }

    /// Forgets everything kept for the principal: the next read of anything asks signNow.
    pub fn refresh(&self) {
        self.cache.forget_all(&self.principal);
    }
}

/// Reads for one request.
#[derive(Clone)]
pub struct Reader {
    client: Client,
    cache: Cache,
    lifetimes: Arc<Lifetimes>,
    principal: Principal,
    journal: Journal,
}

impl Reader {
    /// What signNow answers at `resource`: now, or not longer ago than this kind of data is kept.
    ///
    /// # Errors
    /// What the client answers; see [`crate::signnow::Error`]. Errors are not kept.
    pub async fn get<R: Resource + Kept>(&self, resource: &R) -> Result<Arc<R::Value>, Error> {
        let key = Key::new(&self.principal, resource.target().as_str(), resource.tags());
        let fetch = {
            let (client, resource) = (self.client.clone(), resource.clone());
            async move {
                let fetched = client.get(&resource).await?;
                Ok::<_, Error>(Fresh { value: fetched.value, bytes: fetched.bytes })
            }
        };
        let answer = self.cache.read(&key, R::lifetime(&self.lifetimes), fetch).await?;
        self.journal.note(answer.source);
        Ok(answer.value)
    }
}
