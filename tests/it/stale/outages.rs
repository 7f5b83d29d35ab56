//! signNow fails, and what it said before stands in, labelled, for as long as it may.

use std::time::Duration;

use futures::future::join_all;
use serde_json::{Value, json};

use super::desk::{
    ADMINS, BEYOND, MEMBERS, ORGANIZATIONS, OUTDATED, PEOPLE, age, fault, hasty, outages, stale,
};
use crate::app::{TestApp, advance};

const NEVER_ASKED: &str = "query ($id: ID!) { organization(id: $id) { name admins { totalCount } } }";

#[tokio::test]
async fn in_every_outage_the_last_answer_stands_in_labelled_until_its_time_is_over() {
    let app = hasty().await;
    let id = json!({ "id": app.largest_organization().await });
    for (outage, code) in outages() {
        let before = app.ask_anew(PEOPLE, id.clone()).await;
        assert_eq!((before.failures(), stale(&before)), (vec![], vec![]), "{outage}");
        for route in [ORGANIZATIONS, MEMBERS, ADMINS] {
            fault(&app, route, &outage).await;
        }
        let fresh = app.ask(PEOPLE, id.clone()).await;
        assert_eq!((&fresh.data, stale(&fresh)), (&before.data, vec![]), "{outage}: kept, and not old");

        advance(OUTDATED).await;
        let during = app.ask(PEOPLE, id.clone()).await;
        assert_eq!(during.failures(), [], "{outage}");
        assert_eq!(during.data, before.data, "{outage}");
        let told = |route: &str| (route.to_owned(), 1, code.to_owned());
        assert_eq!(stale(&during), [told(ORGANIZATIONS), told(MEMBERS)], "{outage}");
        assert!((61..70).contains(&age(&during)), "{outage}: {}", age(&during));

        let never_asked = app.ask(NEVER_ASKED, id.clone()).await;
        assert_eq!(never_asked.failures(), [("organization.admins".into(), code.into())], "{outage}");
        assert_eq!(stale(&never_asked), [told(ORGANIZATIONS)], "{outage}");

        advance(BEYOND).await;
        let after = app.ask(PEOPLE, id.clone()).await;
        assert_eq!(after.failures(), [("organization".into(), code.into())], "{outage}");
        assert_eq!(stale(&after), [], "{outage}");
        app.end_faults().await;
    }
    app.shutdown().await;
}

#[tokio::test]
async fn when_signnow_is_back_it_is_asked_and_nothing_is_labelled() {
    let app = hasty().await;
    let id = json!({ "id": app.largest_organization().await });
    app.ask(PEOPLE, id.clone()).await;
    advance(OUTDATED).await;
    fault(&app, MEMBERS, &json!({ "status": 500, "times": 1 })).await;
    let during = app.ask(PEOPLE, id.clone()).await;
    assert_eq!(stale(&during), [(MEMBERS.into(), 1, "UPSTREAM_UNAVAILABLE".into())]);
    app.forget_calls().await;
    let after = app.ask(PEOPLE, id).await;
    assert_eq!((after.failures(), stale(&after)), (vec![], vec![]));
    assert_eq!(app.calls().await[MEMBERS], 1);
    app.shutdown().await;
}

#[tokio::test]
async fn whoever_asks_for_what_is_true_now_gets_the_error() {
    let app = hasty().await;
    let id = json!({ "id": app.largest_organization().await });
    app.ask(PEOPLE, id.clone()).await;
    advance(OUTDATED).await;
    fault(&app, MEMBERS, &json!({ "status": 500 })).await;
    let answer = app.ask_anew(PEOPLE, id).await;
    assert_eq!(answer.failures(), [("organization.members".into(), "UPSTREAM_UNAVAILABLE".into())]);
    assert_eq!(stale(&answer), []);
    app.shutdown().await;
}

#[tokio::test]
async fn a_failure_that_is_no_outage_is_told() {
    let app = hasty().await;
    let id = json!({ "id": app.largest_organization().await });
    for (failure, code) in [
        (json!({ "status": 200, "body": "no list" }), "UPSTREAM_INVALID_RESPONSE"),
        (json!({ "status": 302, "body": {} }), "UPSTREAM_INVALID_RESPONSE"),
        (json!({ "status": 400, "body": {} }), "UPSTREAM_REJECTED"),
    ] {
        app.ask_anew(PEOPLE, id.clone()).await;
        advance(OUTDATED).await;
        fault(&app, MEMBERS, &failure).await;
        let answer = app.ask(PEOPLE, id.clone()).await;
        assert_eq!(answer.failures(), [("organization.members".into(), code.into())], "{failure}");
        assert_eq!(stale(&answer), [], "{failure}");
        app.end_faults().await;
    }
    app.shutdown().await;
}

#[tokio::test]
async fn a_failing_call_is_made_once_however_many_ask() {
    let app = hasty().await;
    let id = json!({ "id": app.largest_organization().await });
    app.ask(PEOPLE, id.clone()).await;
    advance(OUTDATED).await;
    fault(&app, MEMBERS, &json!({ "status": 500, "latency_ms": 500 })).await;
    app.forget_calls().await;
    let answers = join_all((0..16).map(|_| app.ask(PEOPLE, id.clone()))).await;
    assert!(answers.iter().all(|answer| stale(answer).len() == 1 && answer.failures().is_empty()));
    assert_eq!(app.calls().await[MEMBERS], 1);
    app.shutdown().await;
}

#[tokio::test]
async fn every_page_that_stands_in_is_counted() {
    let app = hasty().await;
    let id = json!({ "id": app.largest_organization().await });
    let last = "query ($id: ID!) { organization(id: $id) { members(last: 1) { nodes { email roles } } } }";
    app.forget_calls().await;
    let before = app.ask_anew(last, id.clone()).await;
    let pages = app.calls().await[MEMBERS];
    assert!(pages > 1);
    advance(OUTDATED).await;
    fault(&app, MEMBERS, &json!({ "status": 500 })).await;
    let during = app.ask(last, id).await;
    assert_eq!(during.data, before.data);
    let told = stale(&during);
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].0.as_str(), told[0].1), (MEMBERS, pages));
    app.shutdown().await;
}

#[tokio::test]
async fn the_label_is_there_even_where_costs_are_not_told() {
    let app = TestApp::start_with(|config| config.graph.upstream_extension = false).await;
    let id = json!({ "id": app.largest_organization().await });
    let before = app.ask(PEOPLE, id.clone()).await;
    assert_eq!(before.extensions, Value::Null);
    advance(OUTDATED).await;
    fault(&app, MEMBERS, &json!({ "status": 500 })).await;
    let during = app.ask(PEOPLE, id).await;
    assert_eq!(during.data, before.data);
    assert_eq!(stale(&during), [(MEMBERS.into(), 1, "UPSTREAM_UNAVAILABLE".into())]);
    assert_eq!(during.extensions["upstream"].as_object().unwrap().len(), 1);
    app.shutdown().await;
}

#[tokio::test]
async fn whoever_wants_errors_rather_than_old_answers_says_so() {
    let app = TestApp::start_with(|config| config.cache.stale_if_error = Duration::ZERO).await;
    let id = json!({ "id": app.largest_organization().await });
    app.ask(PEOPLE, id.clone()).await;
    advance(OUTDATED).await;
    fault(&app, MEMBERS, &json!({ "status": 500 })).await;
    let answer = app.ask(PEOPLE, id).await;
    assert_eq!(answer.failures(), [("organization.members".into(), "UPSTREAM_UNAVAILABLE".into())]);
    app.shutdown().await;
}
