//! `extensions.upstream`: what an answer cost.

use async_graphql::{Name, Response, Value, indexmap::IndexMap};

use crate::directory::Summary;

/// Adds the cost to the response: calls made, by route, and answers that needed none.
pub(super) fn tell(response: &mut Response, cost: &Summary) {
    let routes = cost
        .routes
        .iter()
        .map(|(route, calls)| object([("route", Value::from(*route)), ("calls", Value::from(*calls))]));
    let upstream = object([
        ("calls", Value::from(cost.calls)),
        ("routes", Value::List(routes.collect())),
        ("fromCache", Value::from(cost.from_cache)),
        ("joined", Value::from(cost.joined)),
    ]);
    response.extensions.insert("upstream".to_owned(), upstream);
}

fn object<const N: usize>(fields: [(&'static str, Value); N]) -> Value {
    Value::Object(
        fields.into_iter().map(|(name, value)| (Name::new(name), value)).collect::<IndexMap<_, _>>(),
    )
}
