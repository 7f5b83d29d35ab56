//! Where tokens are kept between runs.

use std::fmt;
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;

use chrono::{DateTime, Utc};
use secrecy::{ExposeSecret, SecretString};

/// A future in a box, so that stores can be chosen at run time.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Keeps one pair of tokens safe. A pair is stored before it is used, so `save` must not report success
/// before the pair would survive a crash of this process.
pub trait TokenStore: Send + Sync + 'static {
    /// The pair that was saved last, if any.
    fn load(&self) -> BoxFuture<'_, Result<Option<StoredTokens>, StoreError>>;

    /// Replaces the pair as a whole.
    fn save<'a>(&'a self, tokens: &'a StoredTokens) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Forgets the pair, if it is still the one that is kept, in one step: a pair that is saved meanwhile is never
    /// lost by it. False when another pair is kept, which stays.
    fn forget<'a>(&'a self, tokens: &'a StoredTokens) -> BoxFuture<'a, Result<bool, StoreError>>;
}

/// A pair of tokens and what is known about it.
#[derive(Clone)]
pub struct StoredTokens {
    /// Counts the pairs of one chain; a larger number is a later pair.
    pub generation: u64,
    /// Opens the API.
    pub access_token: SecretString,
    /// Opens the token endpoint, once.
    pub refresh_token: Option<SecretString>,
    /// When the pair was handed out, by our clock.
    pub obtained_at: DateTime<Utc>,
    /// When the access token ends, by our clock.
    pub expires_at: DateTime<Utc>,
    /// Whose tokens these are: [`super::Credentials::principal`].
    pub principal: String,
    /// The host that gave them. signNow's hosts do not know each other's tokens (wire section 1).
    pub upstream: String,
}

impl StoredTokens {
    /// Whether they were given to this credential by this host.
    pub(super) fn belongs_to(&self, principal: &str, upstream: &str) -> bool {
        self.principal == principal && self.upstream == upstream
    }

    /// Whether it is the same pair. Generations begin anew when a store is emptied, so the token counts as well.
    pub(super) fn is(&self, other: &StoredTokens) -> bool {
        let is_same_token = self.access_token.expose_secret() == other.access_token.expose_secret();
        self.generation == other.generation && is_same_token
    }
}

impl fmt::Debug for StoredTokens {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("StoredTokens")
            .field("generation", &self.generation)
            .field("obtained_at", &self.obtained_at)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// Why a store cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Reading or writing failed.
    #[error("the token file {path} cannot be {action}")]
    File {
        /// Which file.
        path: PathBuf,
        /// What was tried: `read`, `written`, `locked` or `removed`.
        action: &'static str,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// Others than the owner may read or write the file.
    #[error("the token file {path} is open to other users (mode {mode:o}); run `chmod 600` on it")]
    Permissions {
        /// Which file.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// The file holds something else.
    #[error("the token file {path} does not hold tokens; move it away to log in again")]
    Content {
        /// Which file.
        path: PathBuf,
    },
    /// Another kind of store failed.
    #[error("the token store failed: {0}")]
    Other(String),
}

impl StoreError {
    /// The error on one line, with what the system says of it.
    pub(super) fn with_cause(&self) -> String {
        match self {
            StoreError::File { source, .. } => format!("{self} ({source})"),
            _ => self.to_string(),
        }
    }
}
