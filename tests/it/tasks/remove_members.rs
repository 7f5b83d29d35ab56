//! Many are removed, each for themselves.

use serde_json::{Value, json};

use super::stage::{Stage, told};
use super::world::{HARBOR, LANTERN, QUARRY};

#[tokio::test]
async fn a_hundred_are_removed_and_the_bad_ones_in_the_middle_stop_nobody() {
    let stage = Stage::start().await;
    let world = stage.world().await;
    let active = world.seated(HARBOR, "members", "active");
    let pending = world.seated(HARBOR, "members", "pending");
    let declined = world.seated(HARBOR, "members", "declined");
    let mut ids: Vec<String> = active.iter().take(95).map(|email| world.person_id(HARBOR, email)).collect();
    ids.insert(10, world.person_id(HARBOR, &pending[0]));
    ids.insert(30, world.person_id(HARBOR, &declined[0]));
    ids.insert(50, world.person_id(QUARRY, "viewer@sandbox.test"));
    ids.insert(70, world.person_id(HARBOR, "outsider@sandbox.test"));
    ids.insert(90, world.person_id(LANTERN, &world.seated(LANTERN, "members", "active")[0]));
    let input = json!({ "personIds": ids });
    let mut dry = input.clone();
    dry["dryRun"] = true.into();
    let would = stage.ask_in_vain("removeMembers", dry).await;
    let expected =
        [("DRY_RUN", "dryRun"), ("INVITATION_OPEN", "personIds.10"), ("FORBIDDEN", "personIds.50")];
    assert_eq!((would.outcome.as_str(), &would.user_errors), ("REJECTED", &told(&expected)));

    stage.app.forget_calls().await;
    let partly = stage.ask("removeMembers", input.clone()).await;
    assert_eq!(partly.outcome, "REJECTED");
    let expected = [("PARTLY_DONE", ""), expected[1], expected[2]];
    assert_eq!(partly.user_errors, told(&expected));
    let expected: Vec<String> = ids
        .iter()
        .enumerate()
        .map(|(place, id)| match place {
            10 => format!("{id} REJECTED INVITATION_OPEN"),
            50 => format!("{id} REJECTED FORBIDDEN"),
            30 | 70 => format!("{id} NOT_NEEDED"),
            _ => format!("{id} CONFIRMED"),
        })
        .collect();
    assert_eq!(partly.results("personId"), expected);
    // Two pages of Harbor, one of Blue Lantern, and one that was refused.
    assert_eq!((stage.writes().await.len(), stage.reads().await.len()), (96, 4));
    let left = stage.world().await.seated(HARBOR, "members", "active");
    assert_eq!(left.len(), active.len() - 95);

    let again = stage.ask_in_vain("removeMembers", input).await;
    assert_eq!(again.codes(), ["INVITATION_OPEN", "FORBIDDEN"]);
    assert_eq!(again.list("results").iter().filter(|one| one["outcome"] == "NOT_NEEDED").count(), 98);
    stage.app.shutdown().await;
}

#[tokio::test]
async fn whoever_manages_goes_on_managing() {
    let stage = Stage::start().await;
    let id = stage.world().await.person_id(HARBOR, "admin@sandbox.test");
    stage.ask("removeMembers", json!({ "personIds": [id] })).await.expect_done();
    let world = stage.world().await;
    assert_eq!(world.seat(HARBOR, "members", "admin@sandbox.test"), "none");
    assert_eq!(world.seat(HARBOR, "admins", "admin@sandbox.test"), "admin active");
    stage.app.shutdown().await;
}

#[tokio::test]
async fn where_nobody_can_be_read_every_item_says_so() {
    let stage = Stage::start().await;
    let world = stage.world().await;
    let ids = ["viewer@sandbox.test", "admin@sandbox.test"].map(|email| world.person_id(QUARRY, email));
    let refused = stage.ask_in_vain("removeMembers", json!({ "personIds": ids })).await;
    assert_eq!((refused.outcome.as_str(), refused.codes()), ("REJECTED", vec!["FORBIDDEN"; 2]));
    assert_eq!(refused.payload["results"].as_array().map(Vec::len), Some(2));
    assert_ne!(refused.payload, Value::Null);
    stage.app.shutdown().await;
}
