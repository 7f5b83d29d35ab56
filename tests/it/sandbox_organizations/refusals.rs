//! Every code of wire notes §5.1, provoked by doing the thing that causes it. The deeds are in `refusals.txt`.

use std::collections::BTreeSet;

use serde_json::json;

use super::stage::{Stage, World};
use crate::support::Refusal;

const HARBOR: &str = "Harbor & Pine Logistics";

/// Every code of the table in wire notes §5.1, the two inferred ones included.
#[rustfmt::skip]
const DOCUMENTED: [u64; 50] = [
    12_001_001, 12_001_002, 12_001_003, 12_001_004, 12_001_006,
    12_003_001, 12_003_002, 12_003_003,
    12_004_001, 12_004_003, 12_004_005, 12_004_006, 12_004_007, 12_004_008, 12_004_009, 12_004_010, 12_004_012,
    12_004_017, 12_004_018, 12_004_019, 12_004_022, 12_004_023, 12_004_024, 12_004_025,
    12_005_001,
    12_006_001, 12_006_002, 12_006_003, 12_006_004, 12_006_005, 12_006_006,
    12_007_005, 12_007_006, 12_007_007, 12_007_008, 12_007_012, 12_007_013, 12_007_014, 12_007_034,
    12_009_001, 12_009_003, 12_009_004, 12_009_005, 12_009_006,
    12_012_001, 12_012_002, 12_012_003, 12_012_012, 12_012_014, 12_012_015,
];

/// What the names in braces are called in the demo world.
const ORGANIZATIONS: [(&str, &str); 8] = [
    ("{harbor}", HARBOR),
    ("{blue}", "Blue Lantern Studios"),
    ("{juniper}", "Juniper Foods Cooperative"),
    ("{oldmill}", "Old Mill Energy"),
    ("{ships}", "Tall Ships Festival"),
    ("{paperplane}", "Paperplane Startups"),
    ("{faded}", "Faded Ink Partners"),
    ("{closed}", "Lantern Pilot"),
];

const PEOPLE: [(&str, &str); 6] = [
    ("{viewer}", "viewer"),
    ("{admin}", "admin"),
    ("{moderator}", "moderator"),
    ("{member}", "member"),
    ("{outsider}", "outsider"),
    ("{expired}", "expired"),
];

/// The text with ids for the names in braces.
fn named(text: &str, world: &World) -> String {
    let seated =
        |organization, kind, role, status| world.user_id(world.seated(organization, kind, role, status));
    let mut names = vec![
        ("{nowhere}", "0".repeat(40)),
        ("{256 letters}", "n".repeat(256)),
        ("{1001 letters}", "v".repeat(1001)),
        ("{invited_admin}", seated(HARBOR, "admins", Some("admin"), "pending")),
        ("{invited_member}", seated(HARBOR, "members", None, "pending")),
        ("{faded_member}", seated("Faded Ink Partners", "members", None, "active")),
    ];
    names.extend(ORGANIZATIONS.map(|(name, organization)| (name, world.organization_id(organization))));
    names.extend(PEOPLE.map(|(name, user)| (name, world.user_id(user))));
    names.iter().fold(text.to_owned(), |text, (name, id)| text.replace(name, id))
}

fn refusals(world: &World) -> Vec<Refusal> {
    let text = named(include_str!("refusals.txt"), world);
    Refusal::table(&text)
}

/// Five organizations, fifty members and an allowed team admin are in place, so that one more is too many.
async fn prepare(stage: &Stage) {
    let world = stage.world().await;
    let trial = stage.log_in("trial").await;
    for number in 2..=5 {
        trial.post("/v2/organizations", json!({"name": format!("Number {number}")})).await.expect(201);
    }
    let members = format!("/v2/organizations/{}/members", world.organization_id("Paperplane Startups"));
    trial.post(&members, json!({"email": "outsider@sandbox.test"})).await.expect_empty(201);
    let viewer = stage.log_in("viewer").await;
    let allowed = format!("/v2/organizations/{}/allowed-team-admins", world.organization_id(HARBOR));
    viewer.post(&allowed, json!({"email": "member@sandbox.test"})).await.expect_empty(201);
}

#[tokio::test]
async fn every_documented_code_answers_the_deed_that_causes_it() {
    let stage = Stage::demo().await;
    prepare(&stage).await;
    let world = stage.world().await;
    let mut provoked = BTreeSet::new();
    for refusal in refusals(&world) {
        let actor = stage.log_in(&refusal.who).await;
        let answer = actor.send(refusal.method.clone(), &refusal.path, refusal.body.as_ref()).await;
        let body = json!({"errors": [{"code": refusal.code, "message": refusal.message}]});
        assert_eq!((answer.status, answer.json()), (refusal.status, body), "{refusal:?}");
        provoked.insert(refusal.code);
    }
    assert_eq!(provoked, BTreeSet::from(DOCUMENTED));
    let organizations = &stage.world().await.0["organizations"];
    assert!(*organizations == world.0["organizations"], "a refusal changed something");
}

#[tokio::test]
async fn a_wrong_token_is_refused_in_the_shape_of_the_authentication_layer() {
    let stage = Stage::demo().await;
    let answer = stage.stranger().get("/v2/organizations").await;
    assert_eq!(answer.expect(400), json!({"error": "invalid_token", "code": 1537}));
}
