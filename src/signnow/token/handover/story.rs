//! Callers who want something, and give up after so many steps.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use secrecy::ExposeSecret;

use super::super::access::AccessToken;
use super::super::chain::Recovery;
use super::super::chance::Chance;
use super::super::fetcher::Fetcher;
use super::super::password::Means;
use super::super::records::Records;
use super::super::tokens::Tokens;
use super::super::vault::{CredentialName, Key, Seal, SealedStore};
use super::provider::{Provider, SlowStore, steps};
use crate::signnow::clock::SystemClock;
use crate::signnow::error::Error;

/// What a caller wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wish {
    /// A token that is good now.
    Token,
    /// Another token than the first one, which was refused.
    Successor,
    /// An end.
    End,
}

/// Who takes part.
#[derive(Clone, Debug)]
pub(crate) struct Story {
    /// Whether there is a token already, which was good so far.
    pub(crate) has_token: bool,
    /// What each caller wants, and after how many steps it gives up; `None` for one that waits to the end.
    pub(crate) callers: Vec<(Wish, Option<usize>)>,
    /// Whether the last handle is dropped with the last caller, and nobody asks again.
    pub(crate) is_left: bool,
}

/// More steps than anything takes here.
const TO_THE_END: usize = 100_000;

/// Tells a story, and panics where a promise is broken: whatever was asked for is waited for and kept, no refresh token is
/// presented twice, nothing is asked for that somebody else is asking for, and nobody waits for ever.
pub(crate) async fn tell(story: &Story) {
    let (provider, store) = (Provider::default(), SlowStore::default());
    let sealed = SealedStore::new(Arc::new(store), Seal::new(Key::random(), Vec::new()));
    let tokens = start(&provider, &sealed);
    let first = if story.has_token { Some(a_token(&tokens).await) } else { None };
    let callers = story.callers.iter().map(|(wish, patience)| {
        let caller = call(tokens.clone(), *wish, first.clone());
        tokio::spawn(Impatient { caller: Box::pin(caller), left: *patience })
    });
    // Whoever comes after an end may be refused.
    let has_ended = story.callers.iter().any(|(wish, _)| *wish == Wish::End);
    for caller in callers.collect::<Vec<_>>() {
        let answered = caller.await.unwrap_or_else(|error| panic!("{story:?}: {error}"));
        assert!(has_ended || answered != Some(false), "{story:?}: a caller was refused");
    }
    if !(story.is_left || has_ended) {
        let last = tokens.current().await;
        assert!(last.is_ok(), "{story:?}: {last:?}");
        tokens.close().await;
    }
    drop((tokens, first));
    is_over(&provider).await;
    settle(story, &provider, sealed).await;
}

/// Waits for the writer to be gone.
async fn is_over(provider: &Provider) {
    for _ in 0..TO_THE_END {
        if provider.is_let_go() {
            return;
        }
        steps(1).await;
    }
    panic!("the writer never ends");
}

fn name() -> CredentialName {
    CredentialName::of("ada", "https://signnow.test")
}

fn start(provider: &Provider, store: &SealedStore) -> Tokens {
    let (clock, chance) = (Arc::new(SystemClock), Chance::of_seed(1));
    let records = Records::new(store.clone(), name());
    let server = Box::new(provider.clone());
    let request = Duration::from_secs(25);
    let means = Means::of_tests(Recovery::default());
    let fetcher = Fetcher::new(records, server, clock.clone(), chance.clone(), means, request);
    Tokens::of_chain(fetcher, clock, chance).unwrap_or_else(|error| panic!("{error:?}"))
}

async fn a_token(tokens: &Tokens) -> Arc<AccessToken> {
    tokens.current().await.unwrap_or_else(|error| panic!("{error:?}"))
}

/// Whether the wish was granted.
async fn call(tokens: Tokens, wish: Wish, first: Option<Arc<AccessToken>>) -> bool {
    let is_granted = |outcome: Result<(), Error>| outcome.is_ok();
    match (wish, first) {
        (Wish::Token, _) | (Wish::Successor, None) => is_granted(tokens.current().await.map(drop)),
        (Wish::Successor, Some(first)) => is_granted(tokens.renew(&first).await.map(drop)),
        (Wish::End, _) => {
            tokens.close().await;
            true
        }
    }
}

/// What was asked for, and what is kept of it.
async fn settle(story: &Story, provider: &Provider, store: SealedStore) {
    let (begun, ended) = provider.requests();
    assert_eq!(begun, ended, "{story:?}: an answer was not waited for");
    assert!(provider.logins() <= 1, "{story:?}: {} logins", provider.logins());
    assert!(provider.presented().iter().all(|times| *times == 1), "{story:?}: presented twice");
    assert!(provider.presented().len() <= 1, "{story:?}: refreshed twice");
    let kept = Records::new(store, name()).read().await.unwrap_or_else(|error| panic!("{error}"));
    let refresh_token = kept.pair().and_then(|(_, pair)| pair.refresh_token.clone());
    let kept = refresh_token.map(|token| token.expose_secret().to_owned());
    let last = (begun > 0).then(|| format!("refresh-{begun}"));
    assert_eq!(kept, last, "{story:?}: what was handed out is not kept");
}

/// A caller that is looked after at every step, and dropped after so many of them.
struct Impatient<F> {
    caller: Pin<Box<F>>,
    left: Option<usize>,
}

impl<F: Future> Future for Impatient<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.left == Some(0) {
            return Poll::Ready(None);
        }
        if let Some(left) = &mut self.left {
            *left -= 1;
            context.waker().wake_by_ref();
        }
        self.caller.as_mut().poll(context).map(Some)
    }
}
