//! The metrics, room by room.

use std::fmt;

use super::page::{Account, Labels, Writer};
use crate::cache::Reads;
use crate::server::Served;
use crate::signnow::{BreakerState, ChainCondition};

pub(super) fn chains(writer: &mut Writer<'_>, accounts: &[Account], now: i64) -> fmt::Result {
    let chains = || accounts.iter().filter_map(|account| Some((of(account), account.chain.as_ref()?)));
    let states = || chains().filter_map(|(labels, chain)| Some((labels, chain.state.as_ref()?)));
    if chains().next().is_none() {
        return Ok(());
    }
    writer.gauges(
        "signgraph_chain_state",
        "How the chain of tokens stands: 1 at the state that it is in; reauth_required waits for an operator",
        chains().flat_map(|(labels, chain)| {
            ChainCondition::ALL.map(|condition| {
                (with(&labels, "state", condition.name()), u32::from(chain.condition == condition))
            })
        }),
    )?;
    writer.gauges(
        "signgraph_chain_usable",
        "1 while there is an access token that can be used",
        chains().map(|(labels, chain)| (labels, u32::from(chain.is_usable))),
    )?;
    writer.gauges(
        "signgraph_chain_generation",
        "How many pairs of tokens there were so far, over all servers that share the chain",
        states().map(|(labels, state)| (labels, state.generation)),
    )?;
    writer.gauges(
        "signgraph_chain_expires_in_seconds",
        "How long the access token is still good; below zero it is over",
        states().filter_map(|(labels, state)| Some((labels, state.expires_at?.timestamp() - now))),
    )
}

pub(super) fn calls(writer: &mut Writer<'_>, accounts: &[Account]) -> fmt::Result {
    let routes = || {
        accounts.iter().flat_map(|account| {
            let attempts = account.vitals.attempts.iter();
            attempts.map(|(route, attempts)| (with(&of(account), "route", route.as_str()), attempts))
        })
    };
    writer.counters(
        "signgraph_signnow_calls",
        "Attempts of calls to signNow, by route and the class of the status; none where no whole answer came",
        routes().flat_map(|(labels, attempts)| {
            attempts.ends().map(move |(end, count)| (with(&labels, "status", end.name()), count))
        }),
    )?;
    writer.counters(
        "signgraph_signnow_retries",
        "Attempts of calls to signNow that were not the first of their call",
        routes().map(|(labels, attempts)| (labels, attempts.again)),
    )?;
    writer.counters(
        "signgraph_signnow_throttled",
        "Attempts of calls that signNow answered 429",
        routes().map(|(labels, attempts)| (labels, attempts.throttled)),
    )?;
    writer.durations(
        "signgraph_signnow_call_duration_seconds",
        "How long attempts of calls to signNow took, to the last byte or the failure",
        routes().map(|(labels, attempts)| (labels, &attempts.durations)),
    )
}

pub(super) fn traffic(writer: &mut Writer<'_>, accounts: &[Account]) -> fmt::Result {
    let vitals = || accounts.iter().map(|account| (of(account), &account.vitals));
    writer.gauges(
        "signgraph_signnow_calls_under_way",
        "Calls to signNow under way",
        vitals().map(|(labels, vitals)| (labels, vitals.under_way as u64)),
    )?;
    writer.gauges(
        "signgraph_signnow_calls_waiting",
        "Calls to signNow that wait for their turn",
        vitals().map(|(labels, vitals)| (labels, vitals.waiting as u64)),
    )?;
    writer.gauges(
        "signgraph_signnow_learned_calls_per_second",
        "Calls a second that signNow is known to take of the account; absent while no limit is known",
        vitals().filter_map(|(labels, vitals)| Some((labels, vitals.calls_per_second?))),
    )?;
    let states = [BreakerState::Closed, BreakerState::HalfOpen, BreakerState::Open];
    writer.gauges(
        "signgraph_signnow_breaker_state",
        "Whether an endpoint of signNow is asked: 1 at the state that its breaker is in; an open one is left alone",
        vitals().flat_map(|(labels, vitals)| {
            vitals.routes.iter().flat_map(move |route| {
                let labels = with(&labels, "route", route.route.as_str());
                states.map(|state| (with(&labels, "state", word(state)), u32::from(route.breaker == state)))
            })
        }),
    )
}

pub(super) fn cache(writer: &mut Writer<'_>, reads: &Reads) -> fmt::Result {
    let Reads { fetched, joined, kept, stale } = *reads;
    let sources = [("fetched", fetched), ("joined", joined), ("cache", kept), ("stale", stale)];
    writer.counters(
        "signgraph_cache_reads",
        "Answers of the cache: fetched, joined to somebody else's fetch, kept, or stale in the place of a failure",
        sources.map(|(source, count)| (vec![("source", source)], count)),
    )
}

pub(super) fn requests(writer: &mut Writer<'_>, served: &Served) -> fmt::Result {
    writer.durations(
        "signgraph_graphql_request_duration_seconds",
        "How long requests of the graph took, by what became of them",
        served.requests.iter().map(|(outcome, durations)| (vec![("outcome", outcome.name())], durations)),
    )?;
    writer.counters(
        "signgraph_graphql_requests_shed",
        "Requests of the graph that were refused because too many were being answered",
        [(Vec::new(), served.shed)],
    )?;
    writer.gauge(
        "signgraph_graphql_requests_in_flight",
        "Requests of the graph that are being answered",
        served.in_flight as u64,
    )
}

/// Whose numbers they are.
fn of(account: &Account) -> Labels<'_> {
    vec![("account", &account.name)]
}

fn with<'a>(labels: &Labels<'a>, name: &'static str, value: &'a str) -> Labels<'a> {
    labels.iter().copied().chain([(name, value)]).collect()
}

fn word(state: BreakerState) -> &'static str {
    match state {
        BreakerState::Closed => "closed",
        BreakerState::HalfOpen => "half_open",
        BreakerState::Open => "open",
    }
}
