//! Where tokens are kept, how their chain stands, and which of them is at hand.

use std::path::Path;

use chrono::Utc;

use super::finding::Report;
use crate::app;
use crate::config::Upstream;
use crate::signnow::vault::{RedisStore, SealedStore};
use crate::signnow::{ChainState, Credentials, Custody, Held, HeldToken, Standing};

/// The store, where it can be looked into.
pub(super) async fn check(upstream: &Upstream, report: &mut Report) -> Option<SealedStore> {
    if matches!(upstream.options.credentials, Credentials::ApiKey(_)) {
        return Some(SealedStore::in_memory());
    }
    match (&upstream.token_redis, &upstream.token_file) {
        (None, None) => {
            report.warning(
                "store",
                "tokens are in the memory of the server alone: every start logs in anew, and nobody else can look at \
                 them; set upstream.token_file or upstream.token_redis",
            );
            return None;
        }
        // To open it would make its key.
        (None, Some(path)) if !path.exists() => {
            of_no_file(path, upstream, report);
            return Some(SealedStore::in_memory());
        }
        _ => {}
    }
    match app::token_store(upstream).await {
        Ok(store) => {
            of_good_store(upstream, report).await;
            Some(store)
        }
        Err(error) => {
            report.problem("store", format!("{:#}", anyhow::Error::from(error)));
            None
        }
    }
}

/// It is made with the first token.
fn of_no_file(path: &Path, upstream: &Upstream, report: &mut Report) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let place = path.display();
    if !folder.is_dir() {
        report.problem(
            "store",
            format!("the folder of {place} is not there: make it, for the server's user alone"),
        );
    } else if upstream.token_key.is_none() {
        report.ok("store", format!("{place} is made, and its key beside it, when there is a first token"));
    } else {
        report.ok("store", format!("{place} is made when there is a first token"));
    }
}

async fn of_good_store(upstream: &Upstream, report: &mut Report) {
    let Some(url) = &upstream.token_redis else {
        return report.ok("store", "the token file can be read and locked, and nobody else may use it");
    };
    let durability = match RedisStore::new(url) {
        Ok(store) => store.check().await,
        Err(error) => Err(error),
    };
    match durability {
        Ok(durability) if durability.survives_a_crash() => report.ok("store", format!("Redis: {durability}")),
        Ok(durability) => report.warning("store", format!("Redis: {durability}")),
        Err(error) => report.problem("store", error.to_string()),
    }
}

/// The token at hand, if there is one that may be good.
pub(super) async fn token(custody: &Custody, report: &mut Report) -> Option<HeldToken> {
    match custody.state().await {
        Ok(Some(state)) => of_chain(&state, report),
        Ok(None) => report.ok("chain", "an API key has no chain of tokens"),
        Err(error) => {
            report.problem(
                "chain",
                format!("{error}; `signgraph login` cannot help before the store is in order"),
            );
            return None;
        }
    }
    match custody.held().await {
        Ok(Held::Token(token)) if token.ends_at().is_none_or(|end| Utc::now() < end) => Some(token),
        Ok(Held::Token(_)) => {
            report.warning(
                "token",
                "is past its end, so signNow was asked nothing else; a running server refreshes it, or run `signgraph \
                 login`",
            );
            None
        }
        Ok(Held::Nothing) => {
            report
                .warning("token", "there is none, so signNow was asked nothing else: run `signgraph login`");
            None
        }
        Err(error) => {
            report.problem("token", error.to_string());
            None
        }
    }
}

fn of_chain(state: &ChainState, report: &mut Report) {
    let generation = state.generation;
    match state.standing {
        Standing::Ready if state.refresh_at.is_some_and(|due| due < Utc::now()) => report.warning(
            "chain",
            "the token should have been refreshed by now: is a server running with this store? It refreshes when it is \
             asked for something",
        ),
        Standing::Ready => report.ok("chain", format!("pair {generation} is there")),
        Standing::Nothing | Standing::Ended => {
            report.ok("chain", "there is no pair; a server logs in with the password when it needs one");
        }
        Standing::Fetching { since } => report.ok("chain", format!("a pair is being fetched, since {since}")),
        Standing::Waiting { since } => report.problem(
            "chain",
            format!("the answer to a refresh was lost at {since}, and an operator is waited for: run `signgraph login`"),
        ),
        Standing::LoginNeeded => report.problem(
            "chain",
            "there is no refresh token that may be used, and no password: run `signgraph login`",
        ),
    }
}
