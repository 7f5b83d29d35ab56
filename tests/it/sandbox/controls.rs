//! Resetting, reading and editing the world, and who may do so.

use serde_json::{Value, json};
use signgraph::sandbox::VIEWER;

use super::stand::{Stand, invalid_token, send};

#[tokio::test]
async fn a_reset_takes_everything_back() {
    let stand = Stand::start().await;
    let fresh = stand.state().await;
    let token = stand.viewer().await;
    stand.bearer(&token, "PUT", "/user", json!({ "first_name": "Changed" })).await;
    stand.fault(json!({ "route": "*", "status": 500 })).await;
    assert_ne!(stand.state().await, fresh);
    assert_eq!(stand.control("POST", "reset", Value::Null).await.0, 204);
    assert_eq!(stand.state().await, fresh);
    assert!(stand.requests().await.is_empty());
    assert_eq!(stand.bearer(&token, "GET", "/user", Value::Null).await, invalid_token());
    let again = stand.viewer().await;
    assert_ne!(again, token);
    assert_eq!(stand.bearer(&token, "GET", "/user", Value::Null).await, invalid_token());
}

#[tokio::test]
async fn parts_can_be_kept_or_chosen() {
    let stand = Stand::start().await;
    let token = stand.viewer().await;
    stand.bearer(&token, "PUT", "/user", json!({ "first_name": "Changed" })).await;
    assert_eq!(stand.control("POST", "reset", json!({ "only": ["requests"] })).await.0, 204);
    assert!(stand.requests().await.is_empty());
    assert_eq!(stand.bearer(&token, "GET", "/user", Value::Null).await.1["first_name"], "Changed");
    assert_eq!(stand.control("POST", "reset", json!({ "keep": ["tokens", "requests"] })).await.0, 204);
    assert_eq!(stand.requests().await.len(), 1);
    assert_eq!(stand.bearer(&token, "GET", "/user", Value::Null).await.1["first_name"], "Vera");
    for wrong in [json!({ "keep": ["token"] }), json!({ "all": true }), json!({ "keep": [], "only": [] })] {
        assert_eq!(stand.control("POST", "reset", wrong).await.0, 400);
    }
}

#[tokio::test]
async fn controls_are_not_noted() {
    let stand = Stand::start().await;
    stand.control("GET", "faults", Value::Null).await;
    assert_eq!(stand.control("GET", "nothing", Value::Null).await.0, 404);
    assert!(stand.requests().await.is_empty());
}

#[tokio::test]
async fn controls_answer_to_this_machine_alone() {
    let stand = Stand::start().await;
    let port = stand.sandbox.address().port();
    for host in ["evil.example", "127.0.0.1.evil.example", "10.0.0.1", "[::2]"] {
        let request = stand.request("GET", "/__sandbox/state").header("host", format!("{host}:{port}"));
        assert_eq!(send(request).await.0, 403, "{host}");
    }
    for host in ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"] {
        let request = stand.request("GET", "/__sandbox/requests").header("host", format!("{host}:{port}"));
        assert_eq!(send(request).await.0, 200, "{host}");
    }
    for (origin, status) in [("https://evil.example", 403), ("null", 403), ("http://localhost:4000", 204)] {
        let request = stand.request("POST", "/__sandbox/reset").header("origin", origin);
        assert_eq!(send(request).await.0, status, "{origin}");
    }
}

#[tokio::test]
async fn parts_of_the_state_can_be_chosen() {
    let stand = Stand::start().await;
    let whole = stand.state().await;
    let (status, parts) = stand.control("GET", "state?only=users,outbox", Value::Null).await;
    assert_eq!((status, parts), (200, json!({ "users": whole["users"], "outbox": whole["outbox"] })));
    for wrong in ["tokens", "users,", "User"] {
        let path = format!("state?only={wrong}");
        assert_eq!(stand.control("GET", &path, Value::Null).await.0, 400, "{wrong}");
    }
}

#[tokio::test]
async fn the_state_shows_tokens_by_fingerprint_only() {
    let stand = Stand::start().await;
    let (access, refresh) = stand.log_in(VIEWER).await;
    stand.refresh(&refresh).await;
    let state = stand.state().await;
    let shown = state.to_string();
    assert!(!shown.contains(&access) && !shown.contains(&refresh));
    let spent: Vec<_> =
        state["tokens"]["refresh"].as_array().unwrap().iter().map(|token| token["spent"] == true).collect();
    assert_eq!(spent.iter().filter(|spent| **spent).count(), 1);
    assert_eq!(state["tokens"]["access"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn people_and_seats_can_be_edited() {
    let stand = Stand::start().await;
    let edit = json!({
        "users": {
            "viewer@sandbox.test": { "first_name": "Edited", "subscription": "expired", "last_login": null },
            "member@sandbox.test": { "last_login": "2024-02-03T04:05:06Z", "password": "other" },
        },
        "organizations": {
            "Harbor & Pine Logistics": {
                "name": "Renamed",
                "settings": { "document_guide": "1", "front_end_session_length": "15" },
                "admins": { "outsider@sandbox.test": { "role": "moderator", "status": "pending" } },
                "members": { "admin@sandbox.test": null, "outsider@sandbox.test": {} },
                "allowed_team_admins": { "member@sandbox.test": { "active": false } },
            },
        },
    });
    let (status, body) = stand.control("POST", "state", edit).await;
    assert_eq!(status, 204, "{body}");
    let (viewer, member) = (stand.user(VIEWER).await, stand.user("member@sandbox.test").await);
    assert_eq!((&viewer["first_name"], &viewer["subscription"]), (&json!("Edited"), &json!("expired")));
    let state = stand.state().await;
    let login = |user: &Value| state["last_logins"][user["id"].as_str().unwrap()]["last_login"].clone();
    assert_eq!((login(&viewer), login(&member)), (Value::Null, json!("2024-02-03T04:05:06Z")));
    let organizations = state["organizations"].as_array().unwrap();
    let organization = organizations.iter().find(|organization| organization["name"] == "Renamed").unwrap();
    let outsider = stand.user("outsider@sandbox.test").await["id"].clone();
    let admin = stand.user("admin@sandbox.test").await["id"].clone();
    let seat = |kind: &str, user: &Value| {
        let seats = organization[kind].as_array().unwrap();
        seats.iter().find(|seat| seat["user_id"] == *user).cloned().unwrap_or_default()
    };
    assert_eq!(
        (&seat("admins", &outsider)["role"], &seat("admins", &outsider)["status"]),
        (&json!("moderator"), &json!("pending"))
    );
    assert_eq!(seat("members", &outsider)["status"], "active");
    assert_eq!(seat("members", &admin), Value::Null);
    assert_eq!(seat("allowed_team_admins", &member["id"])["active"], false);
    let settings = organization["settings"].as_array().unwrap();
    let value =
        |name: &str| settings.iter().find(|setting| setting["name"] == name).unwrap()["value"].clone();
    assert_eq!((value("document_guide"), value("front_end_session_length")), (json!(true), json!("15")));
}

#[tokio::test]
async fn subscriptions_to_events_can_be_made_changed_and_ended() {
    let stand = Stand::start().await;
    let callback = "https://example.test/hook";
    let edit = async |subscription: Value| {
        let edit = json!({ "event_subscriptions": { callback: subscription } });
        let (status, body) = stand.control("POST", "state", edit).await;
        assert_eq!(status, 204, "{body}");
        stand.state().await["event_subscriptions"].as_array().unwrap().clone()
    };
    let made = edit(json!({ "event": "user.document.open", "entity": VIEWER, "secret_key": "one" })).await;
    assert_eq!((made.len(), &made[0]["entity_id"]), (1, &stand.user(VIEWER).await["id"]));
    assert_eq!((&made[0]["callback"], &made[0]["secret_key"]), (&json!(callback), &json!("one")));
    let changed = edit(json!({ "event": "user.invite.expired" })).await;
    assert_eq!((changed.len(), &changed[0]["id"]), (1, &made[0]["id"]));
    assert_eq!(
        (&changed[0]["event"], &changed[0]["secret_key"]),
        (&json!("user.invite.expired"), &json!("one"))
    );
    assert_eq!(edit(Value::Null).await, Vec::<Value>::new());
}

#[tokio::test]
async fn documents_can_be_put_into_a_group() {
    let stand = Stand::start().await;
    let named = |state: &Value, name: &str| {
        let mut documents = state["documents"].as_array().unwrap().iter();
        documents.find(|document| document["name"] == name).unwrap()["id"].clone()
    };
    let state = stand.state().await;
    let (draft, rules) = (named(&state, "Rental contract draft"), named(&state, "House rules Hazel Lane"));
    let edit =
        json!({ "document_groups": { "Hazel Lane": { "documents": [draft, "House rules Hazel Lane"] } } });
    assert_eq!(stand.control("POST", "state", edit).await.0, 204);
    let state = stand.state().await;
    let group = state["document_groups"].as_array().unwrap().last().unwrap();
    assert_eq!((&group["name"], &group["documents"]), (&json!("Hazel Lane"), &json!([draft, rules])));
    assert_eq!((&group["owner"], &group["invite"]), (&stand.user(VIEWER).await["id"], &Value::Null));
}

#[tokio::test]
async fn an_edit_with_a_mistake_changes_nothing_and_names_it() {
    let stand = Stand::start().await;
    let before = stand.state().await;
    let harbor = "Harbor & Pine Logistics";
    let cases = [
        (json!({ "people": {} }), "people is unknown".to_owned()),
        (
            json!({ "users": { "nobody@x.test": {} } }),
            "users.nobody@x.test is the id or the address of no user".to_owned(),
        ),
        (json!({ "users": { VIEWER: { "age": 3 } } }), format!("users.{VIEWER}.age is unknown")),
        (
            json!({ "users": { VIEWER: { "verified": 1 } } }),
            format!("users.{VIEWER}.verified must be true or false"),
        ),
        (
            json!({ "users": { VIEWER: { "subscription": "gold" } } }),
            format!("users.{VIEWER}.subscription is not known"),
        ),
        (
            json!({ "organizations": { "Nowhere": {} } }),
            "organizations.Nowhere is the id or the name of no".to_owned(),
        ),
        (
            json!({ "organizations": { harbor: { "settings": { "x": "1" } } } }),
            format!("organizations.{harbor}.settings.x is no"),
        ),
        (
            json!({ "users": { VIEWER: { "first_name": "No" } }, "organizations": { harbor: { "members": { VIEWER: { "role": "admin" } } } } }),
            format!("organizations.{harbor}.members.{VIEWER}.role is unknown"),
        ),
        (
            json!({ "event_subscriptions": { "https://example.test/": { "event": "document.open" } } }),
            "event_subscriptions.https://example.test/.entity is required".to_owned(),
        ),
        (
            json!({ "event_subscriptions": { "https://example.test/": { "event": "x", "entity": "nobody" } } }),
            "event_subscriptions.https://example.test/.entity is neither".to_owned(),
        ),
        (
            json!({ "event_subscriptions": { "https://example.test/": null } }),
            "event_subscriptions.https://example.test/ is no subscription".to_owned(),
        ),
    ];
    for (edit, complaint) in cases {
        let (status, answer) = stand.control("POST", "state", edit.clone()).await;
        assert_eq!(status, 400, "{edit}");
        assert!(answer["error"].as_str().unwrap().starts_with(&complaint), "{answer}");
    }
    let garbage = send(stand.request("POST", "/__sandbox/state").body("{")).await;
    assert_eq!(garbage.0, 400);
    assert_eq!(stand.state().await, before);
}

#[tokio::test]
async fn document_groups_are_made_filled_and_removed() {
    let stand = Stand::start().await;
    let groups = async || stand.state().await["document_groups"].as_array().unwrap().clone();
    let edit =
        async |groups: Value| stand.control("POST", "state", json!({ "document_groups": groups })).await.0;
    let (draft, spare) = ("Rental contract draft", "House rules Hazel Lane");
    assert_eq!(edit(json!({ "Pair": { "owner": VIEWER, "documents": [draft] } })).await, 204);
    let made = groups().await.pop().unwrap();
    assert_eq!((&made["name"], &made["invite"]), (&json!("Pair"), &Value::Null));
    assert_eq!(edit(json!({ "Pair": { "documents": [spare, made["documents"][0]] } })).await, 204);
    let filled = groups().await.pop().unwrap();
    assert_eq!((&filled["id"], filled["documents"].as_array().unwrap().len()), (&made["id"], 2));
    assert_eq!(filled["documents"][1], made["documents"][0]);
    for wrong in [
        json!({ "Other": {} }),
        json!({ "Other": { "owner": "nobody@sandbox.test" } }),
        json!({ "Other": { "owner": VIEWER, "documents": ["no such document"] } }),
        json!({ "Other": { "owner": VIEWER, "documents": draft } }),
        json!({ "Other": { "owner": VIEWER, "invite": {} } }),
        json!({ "Other": null }),
    ] {
        assert_eq!(edit(wrong).await, 400);
    }
    let fresh = json!({ "Grove Lane": { "documents": [draft], "invite": null } });
    assert_eq!(edit(json!({ "Pair": null })).await, 204);
    assert_eq!(edit(fresh).await, 204);
    let state = stand.state().await;
    let grove =
        state["document_groups"].as_array().unwrap().iter().find(|group| group["name"] == "Grove Lane");
    assert_eq!(
        (&grove.unwrap()["invite"], grove.unwrap()["documents"].as_array().unwrap().len()),
        (&Value::Null, 1)
    );
    let mut documents = state["documents"].as_array().unwrap().iter();
    let left = documents.find(|document| document["name"] == "House rules Grove Lane").unwrap();
    let states: Vec<_> = left["invites"].as_array().unwrap().iter().map(|invite| &invite["status"]).collect();
    assert_eq!(states, ["fulfilled"]);
    assert!(groups().await.iter().all(|group| group["name"] != "Pair"));
}
