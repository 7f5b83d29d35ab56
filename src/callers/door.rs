//! Who is let in.

use std::fmt;

use secrecy::SecretString;

use super::caller::Caller;
use super::key::IntegrationKey;
use super::registry::Registry;

/// Asks callers who they are, or lets everybody in. Cloning gives another handle.
#[derive(Clone)]
pub struct Door(Way);

#[derive(Clone)]
enum Way {
    Open,
    Guarded(Registry),
}

/// Why somebody is not let in. No word of it tells what was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// Nothing was shown.
    Anonymous,
    /// What was shown is nobody's, or of somebody who is switched off.
    Unknown,
    /// Who it is cannot be found out now.
    Unavailable,
}

impl Door {
    /// Lets everybody in, as [`Caller::anybody`].
    pub fn open() -> Door {
        Door(Way::Open)
    }

    /// Lets in whoever shows the key of an active integration.
    pub fn guarded(registry: Registry) -> Door {
        Door(Way::Guarded(registry))
    }

    /// Whether nobody is asked.
    pub fn is_open(&self) -> bool {
        matches!(self.0, Way::Open)
    }

    /// Who asks, by the token they show (RFC 6750, section 2.1).
    ///
    /// # Errors
    /// [`Denied`].
    pub async fn admit(&self, presented: Option<&SecretString>) -> Result<Caller, Denied> {
        match &self.0 {
            Way::Open => Ok(Caller::anybody()),
            Way::Guarded(registry) => by_key(registry, presented.ok_or(Denied::Anonymous)?).await,
        }
    }
}

async fn by_key(registry: &Registry, presented: &SecretString) -> Result<Caller, Denied> {
    let id = IntegrationKey::owner_of(presented).ok_or(Denied::Unknown)?;
    let registered = registry.current().await.map_err(|error| {
        tracing::error!(%error, "integrations cannot be read, so nobody is let in by them");
        Denied::Unavailable
    })?;
    let integration = registered.find(&id).filter(|integration| integration.digest.is_of(presented));
    integration.filter(|integration| integration.is_active).map(|found| found.caller()).ok_or(Denied::Unknown)
}

impl fmt::Debug for Door {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(if self.is_open() { "Door(open)" } else { "Door(guarded)" })
    }
}
