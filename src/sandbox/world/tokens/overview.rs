//! Every token by fingerprint, for the state that tests look at.

use chrono::{DateTime, Utc};
use serde::{Serialize, Serializer};

use super::fingerprint::fingerprint;
use super::store::Tokens;
use crate::sandbox::world::Id;

impl Serialize for Tokens {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        TokenOverview::of(self).serialize(serializer)
    }
}

/// All tokens, without the tokens.
#[derive(Debug, Serialize)]
struct TokenOverview {
    access: Vec<AccessTokenOverview>,
    refresh: Vec<RefreshTokenOverview>,
}

impl TokenOverview {
    fn of(tokens: &Tokens) -> Self {
        let access = tokens.access.iter().map(|(token, access)| AccessTokenOverview {
            fingerprint: fingerprint(token),
            chain: access.chain,
            user_id: access.user,
            scope: access.scope.clone(),
            expires: access.expires,
            ended: tokens.chains[access.chain].ended,
        });
        let refresh = tokens.refresh.iter().map(|(token, refresh)| RefreshTokenOverview {
            fingerprint: fingerprint(token),
            chain: refresh.chain,
            user_id: tokens.chains[refresh.chain].user,
            spent: refresh.spent,
            ended: tokens.chains[refresh.chain].ended,
        });
        TokenOverview { access: access.collect(), refresh: refresh.collect() }
    }
}

#[derive(Debug, Serialize)]
struct AccessTokenOverview {
    fingerprint: String,
    chain: usize,
    user_id: Id,
    scope: String,
    expires: DateTime<Utc>,
    ended: bool,
}

#[derive(Debug, Serialize)]
struct RefreshTokenOverview {
    fingerprint: String,
    chain: usize,
    user_id: Id,
    spent: bool,
    ended: bool,
}
