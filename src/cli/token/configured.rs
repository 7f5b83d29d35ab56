//! From a configuration to the token it has at hand.

use std::path::PathBuf;
use std::sync::Arc;

use crate::app;
use crate::cli::report::Misuse;
use crate::config::{self, Config, Sources};
use crate::signnow::vault::{RedisStore, SealedStore};
use crate::signnow::{ChainState, Credentials, Custody, Held, SystemClock};

/// A configuration, and the custody of its token.
pub(super) struct Configured {
    pub(super) custody: Custody,
    config: Config,
}

impl Configured {
    /// Reads the configuration.
    pub(super) async fn read(file: Option<PathBuf>) -> anyhow::Result<Configured> {
        let config = config::load(Sources::of_process(file, Vec::new()))?;
        if config.upstream.embedded {
            return Err(Misuse(NO_UPSTREAM).into());
        }
        let is_kept = config.upstream.token_file.is_some() || config.upstream.token_redis.is_some();
        let store = match &config.upstream.options.credentials {
            Credentials::ApiKey(_) => SealedStore::in_memory(),
            _ if is_kept => app::token_store(&config.upstream).await?,
            _ => return Err(Misuse(NO_TOKEN_FILE).into()),
        };
        let custody = Custody::new(&config.upstream.options, store, Arc::new(SystemClock))?;
        Ok(Configured { custody, config })
    }

    /// The token at hand now, or what is there instead.
    pub(super) async fn held(&self) -> anyhow::Result<Held> {
        Ok(self.custody.held().await?)
    }

    /// How the chain of tokens stands; nothing for an API key.
    pub(super) async fn state(&self) -> anyhow::Result<Option<ChainState>> {
        Ok(self.custody.state().await?)
    }

    /// Where signNow is.
    pub(super) fn upstream(&self) -> String {
        self.config.upstream.options.upstream.to_string()
    }

    /// What the credential is called.
    pub(super) fn credential(&self) -> &'static str {
        if self.is_api_key() { "API key" } else { "token" }
    }

    /// Whether it is a key that no store holds.
    pub(super) fn is_api_key(&self) -> bool {
        matches!(self.config.upstream.options.credentials, Credentials::ApiKey(_))
    }

    /// Who is let in by it.
    pub(super) fn principal(&self) -> String {
        self.config.upstream.options.credentials.principal()
    }

    /// Where the tokens are kept, in words; nothing for an API key.
    pub(super) fn place(&self) -> String {
        let upstream = &self.config.upstream;
        match (&upstream.token_redis, &upstream.token_file) {
            (Some(url), _) => {
                RedisStore::new(url).map_or_else(|_| "Redis".to_owned(), |store| store.place().to_owned())
            }
            (None, Some(path)) => path.display().to_string(),
            (None, None) => String::new(),
        }
    }

    /// How a server comes by its next token.
    pub(super) fn what_follows(&self) -> &'static str {
        match self.config.upstream.options.credentials {
            Credentials::Password { .. } => "whoever needs a token next logs in with the configured password",
            Credentials::AuthorizationCode { .. } => "`signgraph login` gets a new one",
            Credentials::ApiKey(_) => "the configured API key stays as it is",
        }
    }
}

const NO_UPSTREAM: &str = "upstream.url: is missing, and the embedded sandbox keeps its tokens to itself; name the \
                           configuration of a server with --config";

const NO_TOKEN_FILE: &str = "upstream.token_file: is missing, so tokens are in the memory of the server alone, where \
                             nobody else can see them; upstream.token_redis is missing as well";
