//! Many are invited, each for themselves.

use serde_json::{Map, Value, json};

use super::stage::{Stage, told};

const LEDGER: &str = "Ledger Works";
const ADD: &str = "POST /v2/organizations/{organization_id}/members";

#[tokio::test]
async fn a_hundred_are_invited_and_the_bad_ones_in_the_middle_stop_nobody() {
    let stage = Stage::start().await;
    let mut emails: Vec<String> = stage
        .world()
        .await
        .emails()
        .into_iter()
        .filter(|email| !email.starts_with("viewer@"))
        .take(96)
        .collect();
    for (place, bad) in [(40, "nobody.1"), (41, "nobody.2"), (60, "nobody.3"), (97, "nobody.4")] {
        emails.insert(place, format!("{bad}@example.test"));
    }
    let seats = json!({ "members": { &emails[3]: {}, &emails[50]: { "status": "pending" }, &emails[70]: { "status": "declined" } } });
    let id = stage.found(LEDGER, seats).await;
    let input = json!({ "organizationId": id, "emails": emails });
    let mut dry = input.clone();
    dry["dryRun"] = true.into();
    let would = stage.ask_in_vain("addMembers", dry).await;
    assert_eq!((would.outcome.as_str(), &would.user_errors), ("REJECTED", &told(&[("DRY_RUN", "dryRun")])));
    assert_eq!(would.results("email").iter().filter(|result| result.ends_with(" WOULD_DO")).count(), 98);

    stage.app.forget_calls().await;
    let partly = stage.ask("addMembers", input.clone()).await;
    assert_eq!(partly.outcome, "REJECTED");
    let nobody = |place: usize| ("USER_NOT_FOUND".to_owned(), format!("emails.{place}"));
    let mut expected = told(&[("PARTLY_DONE", "")]);
    expected.extend([40, 41, 60, 97].map(nobody));
    assert_eq!(partly.user_errors, expected);
    let expected: Vec<String> = emails
        .iter()
        .enumerate()
        .map(|(place, email)| match place {
            3 | 50 => format!("{email} NOT_NEEDED"),
            40 | 41 | 60 | 97 => format!("{email} REJECTED USER_NOT_FOUND"),
            _ => format!("{email} CONFIRMED"),
        })
        .collect();
    assert_eq!(partly.results("email"), expected);
    assert_eq!(partly.list("results")[0]["person"]["memberStatus"], "PENDING");
    assert_eq!(partly.list("results")[40]["person"], Value::Null);
    // One page of members before, one after for the people of the payload.
    assert_eq!((stage.writes().await.len(), stage.reads().await.len()), (98, 2));
    let world = stage.world().await;
    assert_eq!((world.seated(LEDGER, "members", "pending").len(), world.mails()), (95, 94));

    // Those who are invited are not mailed again.
    stage.app.forget_calls().await;
    let again = stage.ask("addMembers", input).await;
    assert_eq!((again.outcome.as_str(), again.codes()), ("REJECTED", vec!["USER_NOT_FOUND"; 4]));
    assert_eq!((stage.writes().await.len(), stage.world().await.mails()), (4, 94));
    stage.app.shutdown().await;
}

#[tokio::test]
async fn few_are_looked_for_one_by_one_where_the_list_is_long() {
    let stage = Stage::start().await;
    let mut everyone = stage.world().await.emails();
    everyone.retain(|email| !email.ends_with("@sandbox.test"));
    everyone.truncate(250);
    let seats: Map<_, _> = everyone.into_iter().map(|email| (email, json!({}))).collect();
    let id = stage.found(LEDGER, json!({ "members": seats })).await;
    let document =
        "mutation ($input: AddMembersInput!) { addMembers(input: $input) { results { outcome } } }";
    // The first page tells how long the list is: one filtered call instead of two more pages, but not two or three.
    for (names, reads) in
        [(vec!["outsider"], 2), (vec!["outsider", "business"], 3), (vec!["outsider", "business", "trial"], 3)]
    {
        stage.app.forget_calls().await;
        let emails: Vec<String> = names.iter().map(|name| format!("{name}@sandbox.test")).collect();
        let input = json!({ "organizationId": id, "emails": emails, "dryRun": true });
        let answer = stage.app.data(document, json!({ "input": input })).await;
        let results = answer["addMembers"]["results"].as_array().unwrap();
        assert!(results.iter().all(|result| result["outcome"] == "WOULD_DO"), "{answer}");
        assert_eq!(stage.reads().await.len(), reads, "{names:?}: {:?}", stage.reads().await);
    }
    stage.app.shutdown().await;
}

#[tokio::test]
async fn an_outage_in_the_middle_fails_those_it_meets() {
    let stage = Stage::start().await;
    let people = ["outsider", "business", "trial", "expired", "member", "moderator"];
    let emails = people.map(|name| format!("{name}@sandbox.test"));
    let id = stage.found(LEDGER, json!({})).await;
    let refusal = json!({ "errors": [{ "code": 12_007_034, "message": "canary" }] });
    stage.app.fault(json!({ "route": ADD, "status": 403, "body": refusal, "skip": 2, "times": 2 })).await;
    let input = json!({ "organizationId": id, "emails": emails });
    let partly = stage.ask("addMembers", input.clone()).await;
    assert_eq!(partly.codes(), ["PARTLY_DONE", "MEMBER_LIMIT_REACHED", "MEMBER_LIMIT_REACHED"]);
    assert!(!partly.text.contains("canary"));
    assert_eq!(stage.world().await.mails(), 4);
    stage.ask("addMembers", input).await.expect_done();
    assert_eq!(stage.world().await.mails(), 6);
    stage.app.shutdown().await;
}
