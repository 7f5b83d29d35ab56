//! The metrics, room by room.

use std::fmt;

use super::page::Writer;
use crate::cache::Reads;
use crate::server::Served;
use crate::signnow::{BreakerState, ChainCondition, ChainStatus, Vitals};

pub(super) fn chain(writer: &mut Writer<'_>, chain: &ChainStatus, now: i64) -> fmt::Result {
    writer.gauges(
        "signgraph_chain_state",
        "How the chain of tokens stands: 1 at the state that it is in; reauth_required waits for an operator",
        ChainCondition::ALL
            .map(|condition| (vec![("state", condition.name())], u32::from(chain.condition == condition))),
    )?;
    writer.gauge(
        "signgraph_chain_usable",
        "1 while there is an access token that can be used",
        u32::from(chain.is_usable),
    )?;
    let Some(state) = &chain.state else { return Ok(()) };
    writer.gauge(
        "signgraph_chain_generation",
        "How many pairs of tokens there were so far, over all servers that share the chain",
        state.generation,
    )?;
    let Some(expires_at) = state.expires_at else { return Ok(()) };
    writer.gauge(
        "signgraph_chain_expires_in_seconds",
        "How long the access token is still good; below zero it is over",
        expires_at.timestamp() - now,
    )
}

pub(super) fn calls(writer: &mut Writer<'_>, vitals: &Vitals) -> fmt::Result {
    let routes = || vitals.attempts.iter().map(|(route, attempts)| (route.as_str(), attempts));
    writer.counters(
        "signgraph_signnow_calls",
        "Attempts of calls to signNow, by route and the class of the status; none where no whole answer came",
        routes().flat_map(|(route, attempts)| {
            attempts.ends().map(move |(end, count)| (vec![("route", route), ("status", end.name())], count))
        }),
    )?;
    writer.counters(
        "signgraph_signnow_retries",
        "Attempts of calls to signNow that were not the first of their call",
        routes().map(|(route, attempts)| (vec![("route", route)], attempts.again)),
    )?;
    writer.counters(
        "signgraph_signnow_throttled",
        "Attempts of calls that signNow answered 429",
        routes().map(|(route, attempts)| (vec![("route", route)], attempts.throttled)),
    )?;
    writer.durations(
        "signgraph_signnow_call_duration_seconds",
        "How long attempts of calls to signNow took, to the last byte or the failure",
        routes().map(|(route, attempts)| (vec![("route", route)], &attempts.durations)),
    )
}

pub(super) fn traffic(writer: &mut Writer<'_>, vitals: &Vitals) -> fmt::Result {
    writer.gauge(
        "signgraph_signnow_calls_under_way",
        "Calls to signNow under way",
        vitals.under_way as u64,
    )?;
    writer.gauge(
        "signgraph_signnow_calls_waiting",
        "Calls to signNow that wait for their turn",
        vitals.waiting as u64,
    )?;
    writer.gauges(
        "signgraph_signnow_learned_calls_per_second",
        "Calls a second that signNow is known to take of the account; absent while no limit is known",
        vitals.calls_per_second.map(|rate| (Vec::new(), rate)),
    )?;
    let states = [BreakerState::Closed, BreakerState::HalfOpen, BreakerState::Open];
    writer.gauges(
        "signgraph_signnow_breaker_state",
        "Whether an endpoint of signNow is asked: 1 at the state that its breaker is in; an open one is left alone",
        vitals.routes.iter().flat_map(|route| {
            states.map(|state| {
                let labels = vec![("route", route.route.as_str()), ("state", word(state))];
                (labels, u32::from(route.breaker == state))
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

fn word(state: BreakerState) -> &'static str {
    match state {
        BreakerState::Closed => "closed",
        BreakerState::HalfOpen => "half_open",
        BreakerState::Open => "open",
    }
}
