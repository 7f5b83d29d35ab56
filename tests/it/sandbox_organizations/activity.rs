//! Activity, counted again from the log in the state.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::stage::{Stage, World};

const HARBOR: &str = "Harbor & Pine Logistics";

/// A deed of the log: who, when in unix seconds, what.
struct Deed<'world> {
    user: &'world str,
    at: i64,
    what: &'world Value,
}

fn log(world: &World) -> Vec<Deed<'_>> {
    let id = world.organization_id(HARBOR);
    let deed = |entry| {
        let entry: &Value = entry;
        let at = chrono::DateTime::parse_from_rfc3339(entry["at"].as_str().unwrap()).unwrap().timestamp();
        Deed { user: entry["user_id"].as_str().unwrap(), at, what: &entry["deed"] }
    };
    world.0["activity"][id].as_array().unwrap().iter().map(deed).collect()
}

/// What both endpoints say about some deeds, but for who they are about.
fn totals(deeds: &[&Deed<'_>]) -> Value {
    let created = deeds.iter().filter(|deed| deed.what == "created").count();
    let sent: Vec<u64> = deeds.iter().filter_map(|deed| deed.what["sent"]["signers"].as_u64()).collect();
    let signed: Vec<u64> =
        deeds.iter().filter_map(|deed| deed.what["signed"]["seconds_to_complete"].as_u64()).collect();
    let average = if signed.is_empty() { 0 } else { signed.iter().sum::<u64>() / signed.len() as u64 };
    let time = format!("{}:{}:{}", average / 3600, average % 3600 / 60, average % 60);
    json!({"documents": created, "sent_documents": sent.len(), "signed_documents": signed.len(),
        "signers": sent.iter().sum::<u64>(), "average_complete_time": time})
}

fn users<'deeds>(deeds: impl Iterator<Item = &'deeds &'deeds Deed<'deeds>>) -> usize {
    deeds.map(|deed| deed.user).collect::<BTreeSet<_>>().len()
}

/// Spans of time with one, both or no end, some of them ending exactly where something happened.
fn spans(log: &[Deed<'_>]) -> Vec<(Option<i64>, Option<i64>)> {
    let (early, late) = (log[log.len() / 4].at, log[log.len() / 2].at);
    vec![
        (None, None),
        (Some(early), None),
        (None, Some(late)),
        (Some(early), Some(late)),
        (Some(early), Some(early)),
        (Some(early + 1), Some(late - 1)),
        (Some(late), Some(early)),
    ]
}

fn parameters((from, to): (Option<i64>, Option<i64>)) -> String {
    let from = from.map_or_else(String::new, |from| format!("&date_from={from}"));
    from + &to.map_or_else(String::new, |to| format!("&date_to={to}"))
}

fn within<'log>(log: &'log [Deed<'log>], (from, to): (Option<i64>, Option<i64>)) -> Vec<&'log Deed<'log>> {
    log.iter()
        .filter(|deed| from.is_none_or(|from| from <= deed.at) && to.is_none_or(|to| deed.at <= to))
        .collect()
}

#[tokio::test]
async fn the_totals_of_an_organization_are_those_of_its_log() {
    let stage = Stage::demo().await;
    let world = stage.world().await;
    let viewer = stage.log_in("viewer").await;
    let (log, path) = (log(&world), format!("/v2/organizations/{}/activity", world.organization_id(HARBOR)));
    let mut different = BTreeSet::new();
    for span in spans(&log) {
        let deeds = within(&log, span);
        let mut expected = totals(&deeds);
        expected["active_users"] = json!(users(deeds.iter()));
        expected["senders"] = json!(users(deeds.iter().filter(|deed| deed.what["sent"].is_object())));
        let body = viewer.get(&format!("{path}?{}", parameters(span))).await.expect(200);
        assert_eq!(body, json!({ "data": expected }), "{span:?}");
        different.insert(body.to_string());
    }
    assert!(different.len() >= 6, "spans that tell nothing apart test nothing");
}

#[tokio::test]
async fn everybody_with_an_active_seat_has_a_line_of_their_own() {
    let stage = Stage::demo().await;
    let world = stage.world().await;
    let viewer = stage.log_in("viewer").await;
    let (log, path) =
        (log(&world), format!("/v2/organizations/{}/users-activity", world.organization_id(HARBOR)));
    let organization = world.organization(HARBOR);
    let seats = ["admins", "members"].iter().flat_map(|kind| organization[kind].as_array().unwrap());
    let active =
        seats.filter(|seat| seat["status"] == "active").map(|seat| seat["user_id"].as_str().unwrap());
    let active: BTreeSet<&str> = active.collect();
    for span in spans(&log) {
        let rows = viewer.rows(&path, &parameters(span)).await;
        let ids: BTreeSet<&str> = rows.iter().map(|row| row["id"].as_str().unwrap()).collect();
        assert_eq!((ids.len(), &ids), (rows.len(), &active), "each once, nobody else");
        for row in rows {
            let mut mine = within(&log, span);
            mine.retain(|deed| row["id"] == deed.user);
            let mut expected = totals(&mine);
            expected["id"] = row["id"].clone();
            expected["email"] = json!(world.email(&row["id"]));
            assert_eq!(row, expected);
        }
    }
}

#[tokio::test]
async fn small_pages_of_user_activity_join_to_the_large_ones() {
    let stage = Stage::demo().await;
    let path = format!("/v2/organizations/{}/users-activity", stage.world().await.organization_id(HARBOR));
    let viewer = stage.log_in("viewer").await;
    assert_eq!(viewer.every_row(&path, "", 9).await, viewer.every_row(&path, "", 100).await);
}

#[tokio::test]
async fn some_did_nothing_and_some_did_something() {
    let stage = Stage::demo().await;
    let path = format!("/v2/organizations/{}/users-activity", stage.world().await.organization_id(HARBOR));
    let rows = stage.log_in("viewer").await.rows(&path, "").await;
    let idle = rows.iter().filter(|row| row["documents"] == 0).count();
    assert!(0 < idle && idle < rows.len());
    assert!(
        rows.iter()
            .filter(|row| row["signed_documents"] == 0)
            .all(|row| row["average_complete_time"] == "0:0:0")
    );
}
