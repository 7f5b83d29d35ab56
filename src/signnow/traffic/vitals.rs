//! How the traffic stands, for whoever watches over it.

use std::collections::BTreeMap;

use super::tally::Attempts;
use crate::signnow::route::Route;

/// How the calls of an account stand. It names routes, and nothing that was asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Vitals {
    /// How many calls are under way.
    pub under_way: usize,
    /// How many wait for a slot.
    pub waiting: usize,
    /// Calls a second that signNow is known to take of the account; `None` while no limit is known.
    pub calls_per_second: Option<f64>,
    /// The endpoints that were asked, in the order of their names.
    pub routes: Vec<RouteVitals>,
    /// What became of the attempts to call them.
    pub attempts: BTreeMap<Route, Attempts>,
}

/// How one endpoint stands.
#[derive(Clone, Debug, PartialEq)]
pub struct RouteVitals {
    /// Which.
    pub route: Route,
    /// How many of its calls are under way.
    pub under_way: usize,
    /// How many may be.
    pub limit: usize,
    /// Calls a second that signNow is known to take of it; `None` while no limit of its own is known.
    pub calls_per_second: Option<f64>,
    /// Whether it is asked.
    pub breaker: BreakerState,
}

/// Whether an endpoint is asked, in the terms of circuit breakers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BreakerState {
    /// It is asked.
    Closed,
    /// It is left alone.
    Open,
    /// The next call is a trial.
    HalfOpen,
}
