//! Handing tokens out, and taking them back.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use rand::RngCore;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

use super::fingerprint::hexadecimal;
use crate::sandbox::world::Id;

/// How long an authorization code can be exchanged.
const CODE_LIFETIME: TimeDelta = TimeDelta::minutes(10);

/// Every token that was ever handed out.
#[derive(Clone, Debug)]
pub(crate) struct Tokens {
    pub(super) chains: Vec<Chain>,
    pub(super) access: BTreeMap<String, AccessToken>,
    pub(super) refresh: BTreeMap<String, RefreshToken>,
    codes: BTreeMap<String, Code>,
    mint: ChaCha20Rng,
}

/// Everything that follows from one login.
#[derive(Clone, Debug)]
pub(super) struct Chain {
    pub(super) user: Id,
    /// What was asked for last.
    scope: String,
    pub(super) ended: bool,
}

/// What is known of an access token.
#[derive(Clone, Debug)]
pub(crate) struct AccessToken {
    pub(super) chain: usize,
    pub(crate) user: Id,
    pub(crate) scope: String,
    pub(crate) expires: DateTime<Utc>,
}

#[derive(Clone, Debug)]
pub(super) struct RefreshToken {
    pub(super) chain: usize,
    pub(super) spent: bool,
}

#[derive(Clone, Debug)]
struct Code {
    user: Id,
    redirect_uri: String,
    expires: DateTime<Utc>,
    /// The chain it was exchanged for.
    chain: Option<usize>,
}

/// What a grant hands out.
#[derive(Clone, Debug)]
pub(crate) struct TokenPair {
    pub(crate) user: Id,
    pub(crate) access: String,
    pub(crate) refresh: String,
    pub(crate) scope: String,
}

/// The validity asked for in a grant.
#[derive(Clone, Debug)]
pub(crate) struct Term {
    pub(crate) now: DateTime<Utc>,
    pub(crate) lifetime: TimeDelta,
    /// `None` keeps the scope of the chain, or `*` where there is none yet.
    pub(crate) scope: Option<String>,
}

impl Tokens {
    /// No tokens yet; what will be handed out follows from the seed.
    pub(crate) fn new(seed: u64) -> Self {
        let mut mint = ChaCha20Rng::seed_from_u64(seed);
        // The world's ids come from stream 0 of the same seed.
        mint.set_stream(1);
        let (chains, access, refresh, codes) = Default::default();
        Tokens { chains, access, refresh, codes, mint }
    }

    /// No tokens again, but never one that was handed out before: a client's stale token stays dead.
    pub(crate) fn cleared(&self) -> Self {
        Tokens { mint: self.mint.clone(), ..Tokens::new(0) }
    }

    /// Begins a chain for a user who has proved who they are.
    pub(crate) fn log_in(&mut self, user: Id, term: &Term) -> TokenPair {
        self.chains.push(Chain { user, scope: "*".to_owned(), ended: false });
        self.issue(self.chains.len() - 1, term)
    }

    /// Spends a refresh token. `None` when it is unknown, of an ended chain, or spent already; in the last case
    /// the chain ends here.
    pub(crate) fn refresh(&mut self, token: &str, term: &Term) -> Option<TokenPair> {
        let presented = self.refresh.get_mut(token)?;
        let chain = presented.chain;
        self.chains[chain].ended |= presented.spent;
        presented.spent = true;
        (!self.chains[chain].ended).then(|| self.issue(chain, term))
    }

    /// A code with which an application may log in as the user.
    pub(crate) fn new_code(&mut self, user: Id, redirect_uri: &str, now: DateTime<Utc>) -> String {
        let (code, redirect_uri) = (self.mint(), redirect_uri.to_owned());
        self.codes
            .insert(code.clone(), Code { user, redirect_uri, expires: now + CODE_LIFETIME, chain: None });
        code
    }

    /// Exchanges a code, once. A second exchange is refused and ends what the first one began (RFC 6749
    /// section 4.1.2). A `redirect_uri` may be left out, and has to be the right one where it is there.
    pub(crate) fn exchange(
        &mut self,
        code: &str,
        redirect_uri: Option<&str>,
        term: &Term,
    ) -> Option<TokenPair> {
        let presented = self.codes.get_mut(code)?;
        if let Some(chain) = presented.chain {
            self.chains[chain].ended = true;
            return None;
        }
        if presented.expires <= term.now || redirect_uri.is_some_and(|uri| uri != presented.redirect_uri) {
            return None;
        }
        presented.chain = Some(self.chains.len());
        let user = presented.user;
        Some(self.log_in(user, term))
    }

    /// The token, if it is alive.
    pub(crate) fn access(&self, token: &str, now: DateTime<Utc>) -> Option<&AccessToken> {
        self.access.get(token).filter(|access| now < access.expires && !self.chains[access.chain].ended)
    }

    /// Lets one access token expire at once; its refresh token stays good.
    pub(crate) fn expire(&mut self, token: &str, now: DateTime<Utc>) {
        if let Some(access) = self.access.get_mut(token) {
            access.expires = access.expires.min(now);
        }
    }

    /// Ends the chain of an access token.
    pub(crate) fn terminate(&mut self, token: &str) {
        if let Some(access) = self.access.get(token) {
            self.chains[access.chain].ended = true;
        }
    }

    /// Ends the chains of a user that have the scope `*`.
    pub(crate) fn log_out_everywhere(&mut self, user: Id) {
        let chains = self.chains.iter_mut().filter(|chain| chain.user == user && chain.scope == "*");
        chains.for_each(|chain| chain.ended = true);
    }

    /// Ends every chain of a user but the one of this access token.
    pub(crate) fn log_out_elsewhere(&mut self, user: Id, token: &str) {
        let current = self.access.get(token).map(|access| access.chain);
        for (number, chain) in self.chains.iter_mut().enumerate() {
            chain.ended |= chain.user == user && Some(number) != current;
        }
    }

    fn issue(&mut self, number: usize, term: &Term) -> TokenPair {
        let (access, refresh, expires) = (self.mint(), self.mint(), term.now + term.lifetime);
        let chain = &mut self.chains[number];
        chain.scope = term.scope.clone().unwrap_or_else(|| chain.scope.clone());
        let (user, scope) = (chain.user, chain.scope.clone());
        let token = AccessToken { chain: number, user, scope: scope.clone(), expires };
        self.access.insert(access.clone(), token);
        self.refresh.insert(refresh.clone(), RefreshToken { chain: number, spent: false });
        TokenPair { user, access, refresh, scope }
    }

    /// Sixty-four hexadecimal characters that were never handed out before.
    pub(crate) fn mint(&mut self) -> String {
        let mut bytes = [0; 32];
        self.mint.fill_bytes(&mut bytes);
        hexadecimal(&bytes)
    }
}
