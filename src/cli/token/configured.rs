//! From a configuration to the token it has at hand.

use std::sync::Arc;

use url::Url;

use crate::app;
use crate::cli::configuration::Configuration;
use crate::cli::report::Misuse;
use crate::config::Upstream;
use crate::signnow::vault::{RedisStore, SealedStore};
use crate::signnow::{ChainState, Credentials, Custody, Held, Login, SystemClock};

/// A configuration, and the custody of its token.
pub(in crate::cli) struct Configured {
    pub(in crate::cli) custody: Custody,
    upstream: Upstream,
    store: SealedStore,
}

impl Configured {
    /// Reads the configuration.
    pub(in crate::cli) async fn read(configuration: Configuration) -> anyhow::Result<Configured> {
        let (_, upstream) = configuration.load()?;
        if upstream.embedded {
            return Err(Misuse(NO_UPSTREAM.into()).into());
        }
        let is_kept = upstream.token_file.is_some() || upstream.token_redis.is_some();
        let store = match &upstream.options.credentials {
            Credentials::ApiKey(_) => SealedStore::in_memory(),
            _ if is_kept => app::token_store(&upstream).await?,
            _ => return Err(Misuse(NO_TOKEN_FILE.into()).into()),
        };
        let custody = Custody::new(&upstream.options, store.clone(), Arc::new(SystemClock))?;
        Ok(Configured { custody, upstream, store })
    }

    /// The token at hand now, or what is there instead.
    pub(in crate::cli) async fn held(&self) -> anyhow::Result<Held> {
        Ok(self.custody.held().await?)
    }

    /// How the chain of tokens stands; nothing for an API key.
    pub(in crate::cli) async fn state(&self) -> anyhow::Result<Option<ChainState>> {
        Ok(self.custody.state().await?)
    }

    /// What can put another pair there.
    pub(in crate::cli) fn login(&self) -> anyhow::Result<Login> {
        Ok(Login::new(&self.upstream.options, self.store.clone(), Arc::new(SystemClock))?)
    }

    /// As whom signNow is asked.
    pub(in crate::cli) fn credentials(&self) -> &Credentials {
        &self.upstream.options.credentials
    }

    /// Where a browser goes to let the application in, where that is known.
    pub(in crate::cli) fn authorize_page(&self) -> Option<Url> {
        self.upstream.options.upstream.authorize_page()
    }

    /// Where signNow is.
    pub(in crate::cli) fn upstream(&self) -> String {
        self.upstream.options.upstream.to_string()
    }

    /// What the credential is called.
    pub(in crate::cli) fn credential(&self) -> &'static str {
        if self.is_api_key() { "API key" } else { "token" }
    }

    /// Whether it is a key that no store holds.
    pub(in crate::cli) fn is_api_key(&self) -> bool {
        matches!(self.upstream.options.credentials, Credentials::ApiKey(_))
    }

    /// Who is let in by it.
    pub(in crate::cli) fn principal(&self) -> String {
        self.upstream.options.credentials.principal()
    }

    /// Where the tokens are kept, in words; nothing for an API key.
    pub(in crate::cli) fn place(&self) -> String {
        match (&self.upstream.token_redis, &self.upstream.token_file) {
            (Some(url), _) => {
                RedisStore::new(url).map_or_else(|_| "Redis".to_owned(), |store| store.place().to_owned())
            }
            (None, Some(path)) => path.display().to_string(),
            (None, None) => String::new(),
        }
    }

    /// How a server comes by its next token.
    pub(in crate::cli) fn what_follows(&self) -> &'static str {
        match self.upstream.options.credentials {
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
