//! The integrations, as a running server and an operator use them.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::time::Instant;

use super::integration::{Draft, Integration, IntegrationId, Invalid};
use super::key::IntegrationKey;
use super::store::{IntegrationStore, Registered, StoreError};

/// How often a change is tried that somebody else came before.
const MOST_TRIES: usize = 100;

/// What is kept, read again when it is older than a second; clones share it.
#[derive(Clone)]
pub struct Registry(Arc<Inner>);

struct Inner {
    store: Arc<dyn IntegrationStore>,
    latest: Mutex<Option<Latest>>,
    failed: Mutex<Option<Instant>>,
    reading: tokio::sync::Mutex<()>,
    now: fn() -> DateTime<Utc>,
}

#[derive(Clone)]
struct Latest {
    registered: Arc<Registered>,
    at: Instant,
}

/// How long what was read is believed, and so how long one that is switched off is still let in where the store works.
const FRESH: Duration = Duration::from_secs(1);

/// For how long it is believed where the store fails. A store that is away for longer lets nobody in.
const BELIEVED: Duration = Duration::from_secs(30);

/// Why a change was not made.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    /// The input cannot be taken.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// There is no integration of this id.
    #[error("there is no integration {0}")]
    Unknown(IntegrationId),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Registry {
    /// The integrations that a store keeps.
    pub fn new(store: Arc<dyn IntegrationStore>) -> Registry {
        let (latest, failed, reading) = (Mutex::new(None), Mutex::new(None), tokio::sync::Mutex::new(()));
        Registry(Arc::new(Inner { store, latest, failed, reading, now: Utc::now }))
    }

    /// Looks at the store, for the start of a program.
    ///
    /// # Errors
    /// As [`IntegrationStore::check`].
    pub async fn check(&self) -> Result<(), StoreError> {
        self.0.store.check().await
    }

    /// What is kept, at most a second old, or half a minute where the store fails.
    ///
    /// # Errors
    /// What the store fails with, where nothing is known.
    pub async fn current(&self) -> Result<Arc<Registered>, StoreError> {
        if let Some(latest) = self.latest(FRESH) {
            return Ok(latest);
        }
        // Whoever comes while somebody reads, or just after that failed, does not stand in line behind a store that hangs.
        let is_tried = self.0.reading.try_lock().is_err() || self.has_just_failed();
        if let Some(latest) = self.latest(BELIEVED).filter(|_| is_tried) {
            return Ok(latest);
        }
        let _turn = self.0.reading.lock().await;
        if let Some(latest) = self.latest(FRESH) {
            return Ok(latest);
        }
        if self.has_just_failed() {
            return Err(StoreError::Failed(
                "it failed a moment ago, and is not asked again so soon".to_owned(),
            ));
        }
        match self.0.store.read().await {
            Ok(registered) => Ok(self.keep(registered)),
            Err(error) => {
                *self.0.failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
                tracing::warn!(%error, "the store of integrations fails; those of before are let in for half a minute");
                self.latest(BELIEVED).ok_or(error)
            }
        }
    }

    fn has_just_failed(&self) -> bool {
        let failed = *self.0.failed.lock().unwrap_or_else(PoisonError::into_inner);
        failed.is_some_and(|failed| failed.elapsed() < FRESH)
    }

    /// Makes one, which is not active yet, and its key.
    ///
    /// # Errors
    /// [`RegistryError`].
    pub async fn create(&self, draft: &Draft) -> Result<(Integration, IntegrationKey), RegistryError> {
        let webhook_url = draft.check()?;
        let (id, now) = (IntegrationId::random(), (self.0.now)());
        let key = IntegrationKey::random(&id);
        let integration = Integration {
            id,
            label: draft.label.trim().to_owned(),
            webhook_url,
            owner: draft.owner.trim().to_owned(),
            role: draft.role,
            account: draft.account.clone(),
            is_active: false,
            created_at: now,
            key_created_at: now,
            digest: key.digest(),
        };
        self.change(|registered| {
            registered.integrations.push(integration.clone());
            Ok(())
        })
        .await?;
        Ok((integration, key))
    }

    /// Switches one on or off.
    ///
    /// # Errors
    /// [`RegistryError`].
    pub async fn set_active(
        &self,
        id: &IntegrationId,
        is_active: bool,
    ) -> Result<Integration, RegistryError> {
        self.edit(id, |integration| integration.is_active = is_active).await
    }

    /// Gives one another key; the one before is nobody's from then on.
    ///
    /// # Errors
    /// [`RegistryError`].
    pub async fn regenerate_key(
        &self,
        id: &IntegrationId,
    ) -> Result<(Integration, IntegrationKey), RegistryError> {
        let (key, now) = (IntegrationKey::random(id), (self.0.now)());
        let digest = key.digest();
        let edit = |integration: &mut Integration| {
            (integration.digest, integration.key_created_at) = (digest, now);
        };
        Ok((self.edit(id, edit).await?, key))
    }

    /// Takes one out, and gives what it was.
    ///
    /// # Errors
    /// [`RegistryError`].
    pub async fn delete(&self, id: &IntegrationId) -> Result<Integration, RegistryError> {
        self.change(|registered| {
            let place = registered.integrations.iter().position(|integration| integration.id == *id);
            let place = place.ok_or_else(|| RegistryError::Unknown(id.clone()))?;
            Ok(registered.integrations.remove(place))
        })
        .await
    }

    async fn edit(
        &self,
        id: &IntegrationId,
        edit: impl Fn(&mut Integration),
    ) -> Result<Integration, RegistryError> {
        self.change(|registered| {
            let found = registered.integrations.iter_mut().find(|integration| integration.id == *id);
            let integration = found.ok_or_else(|| RegistryError::Unknown(id.clone()))?;
            edit(integration);
            Ok(integration.clone())
        })
        .await
    }

    /// Changes what is there by then, however often somebody else was first.
    async fn change<T>(
        &self,
        change: impl Fn(&mut Registered) -> Result<T, RegistryError>,
    ) -> Result<T, RegistryError> {
        for _ in 0..MOST_TRIES {
            let mut next = self.0.store.read().await?;
            let outcome = change(&mut next)?;
            next.revision += 1;
            if self.0.store.swap(&next).await? {
                self.keep(next);
                return Ok(outcome);
            }
        }
        Err(StoreError::Failed("others change it all the time, or it was restored by hand".to_owned()).into())
    }

    fn latest(&self, age: Duration) -> Option<Arc<Registered>> {
        let latest = self.0.latest.lock().unwrap_or_else(PoisonError::into_inner).clone();
        latest.filter(|latest| latest.at.elapsed() < age).map(|latest| latest.registered)
    }

    /// Unless somebody here has just changed it: what was read meanwhile is older than that.
    fn keep(&self, registered: Registered) -> Arc<Registered> {
        let mut latest = self.0.latest.lock().unwrap_or_else(PoisonError::into_inner);
        let newer = latest
            .as_ref()
            .filter(|latest| latest.at.elapsed() < FRESH && latest.registered.revision > registered.revision);
        let registered = newer.map_or_else(|| Arc::new(registered), |latest| Arc::clone(&latest.registered));
        *latest = Some(Latest { registered: Arc::clone(&registered), at: Instant::now() });
        registered
    }
}
