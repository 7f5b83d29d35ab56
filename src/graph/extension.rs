//! `extensions.upstream`: what an answer cost, and what in it is older than it should be. `extensions.cost`: how that compares
//! with what it might have cost.

use std::collections::BTreeMap;

use async_graphql::{Name, Response, Value, indexmap::IndexMap};

use super::error::code_of;
use crate::directory::{Cost, Stale, Summary};
use crate::signnow::Route;

/// Adds to the response what callers are told of the upstream. The cost is left out where nobody is to be told: calls made
/// and answers that needed none, in all and by route. Answers from before that stand in for others are always told.
pub(super) fn tell(response: &mut Response, cost: Option<&Summary>, stale: &BTreeMap<Route, Stale>) {
    let cost = cost.into_iter().flat_map(of_cost);
    let stale = (!stale.is_empty()).then(|| of_stale(stale));
    let upstream: IndexMap<Name, Value> = members(cost.chain(stale)).collect();
    if !upstream.is_empty() {
        response.extensions.insert("upstream".to_owned(), Value::Object(upstream));
    }
}

/// Adds to the response the calls that the operation might have taken with nothing in the cache, those that it took, and those
/// that its caller has left, where that is counted: `remaining` before the request.
pub(super) fn tell_cost(response: &mut Response, requested: usize, actual: usize, remaining: Option<u64>) {
    let left = remaining.map(|remaining| remaining.saturating_sub(actual as u64));
    let cost = object([
        ("requested", Value::from(requested)),
        ("actual", Value::from(actual)),
        ("remaining", left.map_or(Value::Null, Value::from)),
    ]);
    response.extensions.insert("cost".to_owned(), cost);
}

fn of_cost(summary: &Summary) -> impl Iterator<Item = (&'static str, Value)> {
    let routes =
        summary.0.iter().map(|(route, cost)| object([named(*route)].into_iter().chain(counts(cost))));
    let routes = ("routes", Value::List(routes.collect()));
    counts(&summary.total()).into_iter().chain([routes])
}

fn counts(cost: &Cost) -> [(&'static str, Value); 3] {
    [
        ("calls", Value::from(cost.calls)),
        ("fromCache", Value::from(cost.from_cache)),
        ("joined", Value::from(cost.joined)),
    ]
}

fn of_stale(stale: &BTreeMap<Route, Stale>) -> (&'static str, Value) {
    let routes = stale.iter().map(|(route, stale)| {
        // Rounded up: it is no younger than that.
        let age = stale.age.as_secs_f64().ceil() as u64;
        object([
            named(*route),
            ("answers", Value::from(stale.answers)),
            ("ageSeconds", Value::from(age)),
            ("code", Value::from(code_of(stale.because).name())),
        ])
    });
    ("stale", Value::List(routes.collect()))
}

fn named(route: Route) -> (&'static str, Value) {
    ("route", Value::from(route.as_str()))
}

fn object(fields: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    Value::Object(members(fields).collect())
}

fn members(fields: impl IntoIterator<Item = (&'static str, Value)>) -> impl Iterator<Item = (Name, Value)> {
    fields.into_iter().map(|(name, value)| (Name::new(name), value))
}
