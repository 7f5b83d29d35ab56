//! Reading: from the cache where it is there, from signNow where it is not.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::allowance::{Allowance, no_time};
use super::journal::Journal;
use super::kept::{Kept, Lifetimes};
use super::writer::Writer;
use crate::cache::{Cache, Fresh, Key, Memory, Principal, Tag};
use crate::signnow::{ChainStatus, Client, Deadline, Error, ErrorKind, List, Page, PageOf, Resource};

/// Whether an answer may hold what was read before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// What was read lately will do.
    Cached,
    /// What is read is read anew, and what was kept of it is forgotten.
    Refresh,
}

/// How long lies between the two looks that prove that a command was not carried out, unless a directory is told
/// otherwise: five seconds (`reliability.md` 2.2).
pub const CONFIRMATION_PAUSE: Duration = Duration::from_secs(5);

/// Everything signNow knows, as one principal may see it. Cloning gives another handle.
#[derive(Clone)]
pub struct Directory {
    client: Client,
    cache: Cache,
    lifetimes: Arc<Lifetimes>,
    principal: Principal,
    confirmation_pause: Duration,
}

impl Directory {
    /// A directory that reads with `client` on behalf of `principal`, whose credential the client must hold.
    pub fn new(client: Client, cache: Cache, lifetimes: Lifetimes, principal: Principal) -> Self {
        Self {
            client,
            cache,
            lifetimes: Arc::new(lifetimes),
            principal,
            confirmation_pause: CONFIRMATION_PAUSE,
        }
    }

    /// The same directory with another pause between the two looks that prove that a command was not carried
    /// out, in place of [`CONFIRMATION_PAUSE`].
    #[must_use]
    pub fn with_confirmation_pause(self, confirmation_pause: Duration) -> Self {
        Self { confirmation_pause, ..self }
    }

    /// Whose data this is.
    pub fn principal(&self) -> &Principal {
        &self.principal
    }

    /// A writer for one request, which notes in `journal` what it reads and sends.
    pub fn writer(&self, journal: &Journal) -> Writer {
        Writer::new(self.reader(journal, Freshness::Cached), self.confirmation_pause)
    }

    /// A reader for one request, which notes in `journal` what it reads.
    pub fn reader(&self, journal: &Journal, freshness: Freshness) -> Reader {
        Reader {
            client: self.client.recording(journal.calls().clone()),
            cache: self.cache.clone(),
            lifetimes: Arc::clone(&self.lifetimes),
            principal: self.principal.clone(),
            journal: journal.clone(),
            refreshed: (freshness == Freshness::Refresh).then(Arc::default),
            takes_stale: false,
            deadline: Deadline::never(),
            allowance: None,
        }
    }
}

/// More pages than anything here is searched for; a list that goes on is a fault of the upstream.
const MOST_PAGES: u32 = 1_000;

/// Reads for one request.
#[derive(Clone)]
pub struct Reader {
    client: Client,
    cache: Cache,
    lifetimes: Arc<Lifetimes>,
    principal: Principal,
    journal: Journal,
    /// The tags this request has already forgotten; `None` if it takes what is kept.
    refreshed: Option<Arc<Mutex<HashSet<Tag>>>>,
    /// Whether an answer from before may stand in for one that failed.
    takes_stale: bool,
    deadline: Deadline,
    /// How many calls may be made; `None` if as many as it takes.
    allowance: Option<Allowance>,
}

impl Reader {
    /// What signNow answers at `resource`: now, or not longer ago than this kind of data is kept, or else what
    /// [`Self::or_stale`] says.
    ///
    /// # Errors
    /// What the client answers; see [`crate::signnow::Error`]. Errors are not kept.
    pub async fn get<R: Resource + Kept>(&self, resource: &R) -> Result<Arc<R::Value>, Error> {
        let tags = resource.tags();
        self.refresh(&tags);
        let key = Key::new(&self.principal, resource.target().as_str(), tags);
        let fetch = || {
            let (client, resource, allowance) =
                (self.client.clone(), resource.clone(), self.allowance.clone());
            async move {
                // Taken here, where it is certain that a call follows.
                let may_call = allowance.is_none_or(|allowance| allowance.take());
                let client = if may_call { client } else { client.within(no_time()) };
                let fetched = client.get(&resource).await?;
                Ok::<_, Error>(Fresh { value: fetched.value, bytes: fetched.bytes })
            }
        };
        let answer = loop {
            match self.cache.read(&key, R::lifetime(&self.lifetimes), fetch()).await {
                // Somebody else had begun with it, and had less time, or fewer calls.
                Err(error) if error.is_given_up() && self.goes_on() => {}
                answer => break answer,
            }
        };
        match answer {
            Ok(answer) => {
                self.journal.note(resource.route(), answer.source);
                Ok(answer.value)
            }
            Err(error) => self.instead(resource, &key, error).await,
        }
    }

    /// A reader for the same request that, where signNow fails, answers with what it answered last, and notes in the journal
    /// that it did. For queries: whoever changes something has to know what is there.
    #[must_use]
    pub fn or_stale(&self) -> Reader {
        Reader { takes_stale: true, ..self.clone() }
    }

    /// A reader for the same request that begins nothing after `deadline`.
    #[must_use]
    pub fn within(&self, deadline: Deadline) -> Reader {
        Reader { client: self.client.within(deadline.clone()), deadline, ..self.clone() }
    }

    /// A reader for the same request that makes no more calls than `allowance` has.
    #[must_use]
    pub fn at_most(&self, allowance: &Allowance) -> Reader {
        Reader { allowance: Some(allowance.clone()), ..self.clone() }
    }

    /// Whether there is time, and a call, for another try.
    fn goes_on(&self) -> bool {
        let is_exceeded = self.allowance.as_ref().is_some_and(Allowance::is_exceeded);
        !self.deadline.is_over() && !is_exceeded
    }

    /// Every row of a list, page by page.
    ///
    /// # Errors
    /// What the client answers for the first page that fails.
    pub(super) async fn all<L>(&self, list: &L) -> Result<Vec<Arc<Page<L::Row>>>, Error>
    where
        L: List,
        PageOf<L>: Resource<Value = Page<L::Row>> + Kept,
    {
        let mut pages = Vec::new();
        for number in 1..=MOST_PAGES {
            let page = self.get(&list.page(number)).await?;
            let is_last = page.is_last;
            pages.push(page);
            if is_last {
                return Ok(pages);
            }
        }
        Err(Error::internal("a list upstream has more pages than are read"))
    }

    /// What is kept of `resource`; nothing is asked.
    pub(super) async fn kept<R: Resource + Kept>(&self, resource: &R) -> Option<Memory<R::Value>> {
        let key = Key::new(&self.principal, resource.target().as_str(), resource.tags());
        self.cache.peek(&key).await
    }

    /// Puts a changed copy in place of what was kept; see [`Cache::amend`].
    pub(super) async fn amend<T: Send + Sync + 'static>(&self, memory: &Memory<T>, value: T) {
        self.cache.amend(memory, value).await;
    }

    /// A reader for the same request that reads everything anew, each thing once and again after a change.
    pub fn anew(&self) -> Reader {
        Reader { refreshed: Some(Arc::default()), takes_stale: false, ..self.clone() }
    }

    /// How the chain of tokens stands that this server reads with; `None` with an API key. Nothing is asked.
    pub fn chain(&self) -> Option<ChainStatus> {
        self.client.chain()
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    pub(super) fn forget(&self, tag: &Tag) {
        self.cache.forget(&self.principal, tag);
    }

    /// What there is in place of an answer: the last one, where signNow only failed and this request may be told it.
    async fn instead<R: Resource + Kept>(
        &self,
        resource: &R,
        key: &Key,
        error: Error,
    ) -> Result<Arc<R::Value>, Error> {
        let kind = error.kind();
        match kind {
            ErrorKind::Forbidden | ErrorKind::NotFound | ErrorKind::PlanRequired => {
                self.cache.refused::<R::Value>(key, kind.message(), &resource.falls_with());
            }
            _ => self.heed(kind),
        }
        // Whoever asks for what is true now takes nothing else for it.
        if !self.takes_stale || self.refreshed.is_some() || !kind.allows_stale() {
            return Err(error);
        }
        let stale = self.cache.last::<R::Value>(key).await.ok_or(error)?;
        self.journal.note_stale(resource.route(), stale.age, kind);
        Ok(stale.value)
    }

    /// Takes note of what a failure says about the credential, whatever it was used for: where it is dead, nothing that was
    /// read with it stands in for anything.
    pub(super) fn heed(&self, kind: ErrorKind) {
        if matches!(kind, ErrorKind::Unauthenticated | ErrorKind::ReauthenticationRequired) {
            self.cache.refused_all(&self.principal);
        }
    }

    /// Forgets the narrowest tag of something when the request first reads what carries it, and not again: the second
    /// page of a list must not make the first obsolete, nor one organization's people those of all others. So a refresh
    /// reaches what the request reads, and next to nothing else.
    fn refresh(&self, tags: &[Tag]) {
        let (Some(refreshed), Some(narrowest)) = (&self.refreshed, tags.first()) else { return };
        if refreshed.lock().unwrap_or_else(PoisonError::into_inner).insert(narrowest.clone()) {
            self.cache.forget(&self.principal, narrowest);
        }
    }
}
