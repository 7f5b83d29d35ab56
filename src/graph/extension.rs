//! `extensions.upstream`: what an answer cost.

use async_graphql::{Name, Response, Value, indexmap::IndexMap};

use crate::directory::{Cost, Summary};

/// Adds the cost to the response: calls made and answers that needed none, in all and by route.
pub(super) fn tell(response: &mut Response, summary: &Summary) {
    let routes = summary.0.iter().map(|(route, cost)| {
        object([("route", Value::from(route.as_str()))].into_iter().chain(counts(cost)))
    });
    let routes = ("routes", Value::List(routes.collect()));
    let upstream = object(counts(&summary.total()).into_iter().chain([routes]));
    response.extensions.insert("upstream".to_owned(), upstream);
}

fn counts(cost: &Cost) -> [(&'static str, Value); 3] {
    [
        ("calls", Value::from(cost.calls)),
        ("fromCache", Value::from(cost.from_cache)),
        ("joined", Value::from(cost.joined)),
    ]
}

fn object(fields: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    Value::Object(
        fields.into_iter().map(|(name, value)| (Name::new(name), value)).collect::<IndexMap<_, _>>(),
    )
}
