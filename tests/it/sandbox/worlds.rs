//! What the worlds are made of.

use std::collections::BTreeSet;

use serde_json::Value;
use signgraph::sandbox::{Options, Sandbox, VIEWER, WorldKind};

use super::stand::Stand;

fn options(world: WorldKind, seed: u64) -> Options {
    Options { world, seed, now: Some("2026-03-04T00:00:00Z".parse().unwrap()), ..Options::default() }
}

async fn state(world: WorldKind, seed: u64) -> Value {
    Stand::with(options(world, seed)).await.state().await
}

fn list<'a>(value: &'a Value, field: &str) -> &'a Vec<Value> {
    value[field].as_array().unwrap()
}

fn ids(state: &Value) -> BTreeSet<String> {
    state["users"].as_object().unwrap().keys().cloned().collect()
}

/// How many seats of a kind have a status.
fn seats(organization: &Value, kind: &str, status: &str) -> usize {
    list(organization, kind).iter().filter(|seat| seat["status"] == status).count()
}

#[tokio::test]
async fn the_same_seed_makes_the_same_world() {
    for world in [WorldKind::Demo, WorldKind::Large] {
        let (one, same, other) = (state(world, 5).await, state(world, 5).await, state(world, 6).await);
        assert!(one == same, "{world}");
        assert!(ids(&one).is_disjoint(&ids(&other)), "{world}");
    }
}

#[tokio::test]
async fn the_viewer_of_the_demo_is_admin_moderator_member_and_invited() {
    let stand = Stand::with(options(WorldKind::Demo, 0)).await;
    let (state, viewer) = (stand.state().await, stand.user(VIEWER).await["id"].clone());
    let held = |kind: &str, role: Option<&str>, status: &str| {
        let is_held = |seat: &&Value| {
            seat["user_id"] == viewer
                && seat["status"] == status
                && role.is_none_or(|role| seat["role"] == role)
        };
        let organizations =
            list(&state, "organizations").iter().filter(|organization| organization["active"] == true);
        organizations
            .filter(|organization| list(organization, kind).iter().any(|seat| is_held(&seat)))
            .count()
    };
    assert_eq!(held("admins", Some("admin"), "active"), 2);
    assert_eq!(held("admins", Some("moderator"), "active"), 1);
    assert_eq!(held("members", None, "active"), 1);
    assert_eq!(held("admins", Some("admin"), "pending"), 1);
    assert_eq!(held("members", None, "pending"), 1);
    assert_eq!(held("admins", Some("moderator"), "declined"), 1);
}

#[tokio::test]
async fn the_demo_has_everything_worth_looking_at() {
    let state = state(WorldKind::Demo, 0).await;
    let organizations = list(&state, "organizations");
    let harbor = &organizations[0];
    assert!(state["users"].as_object().unwrap().len() > 250);
    assert!(list(harbor, "members").len() > 130);
    for (kind, status) in
        [("admins", "pending"), ("admins", "declined"), ("members", "pending"), ("members", "declined")]
    {
        assert!(seats(harbor, kind, status) > 0, "{kind} {status}");
    }
    let members: BTreeSet<_> =
        list(harbor, "members").iter().map(|seat| seat["user_id"].to_string()).collect();
    assert!(list(harbor, "admins").iter().any(|seat| members.contains(&seat["user_id"].to_string())));
    let unseen = list(harbor, "members").iter().filter(|seat| {
        seat["status"] == "active" && state["last_logins"].get(seat["user_id"].as_str().unwrap()).is_none()
    });
    assert_eq!(unseen.count(), 9);
    for kind in ["email_footers", "allowed_team_admins"] {
        let active: BTreeSet<_> = list(harbor, kind).iter().map(|item| item["active"].to_string()).collect();
        assert_eq!(active.len(), 2, "{kind}");
    }
    assert_eq!(list(harbor, "settings").len(), 21);
    assert!(organizations.iter().any(|organization| organization["active"] == false));
}

#[tokio::test]
async fn everybody_is_a_member_of_one_organization_at_most() {
    for world in [WorldKind::Demo, WorldKind::Large] {
        let state = state(world, 0).await;
        let mut seen = BTreeSet::new();
        for organization in list(&state, "organizations") {
            for seat in list(organization, "members").iter().filter(|seat| seat["status"] == "active") {
                assert!(seen.insert(seat["user_id"].to_string()), "{world}: {seat}");
            }
        }
        let emails: BTreeSet<_> =
            state["users"].as_object().unwrap().values().map(|user| user["email"].to_string()).collect();
        assert_eq!(emails.len(), ids(&state).len(), "{world}");
    }
}

#[tokio::test]
async fn activity_covers_thirteen_months_and_ends_with_the_anchor() {
    let state = state(WorldKind::Demo, 0).await;
    let harbor = state["organizations"][0]["id"].as_str().unwrap();
    let moments: Vec<&str> =
        list(&state["activity"], harbor).iter().map(|activity| activity["at"].as_str().unwrap()).collect();
    assert!(moments.is_sorted());
    assert!(moments.first().unwrap() < &"2025-03-01" && moments.last().unwrap() < &"2026-03-04T00:00:01Z");
    let months: BTreeSet<&str> = moments.iter().map(|moment| &moment[..7]).collect();
    assert!(months.len() >= 13, "{months:?}");
}

#[tokio::test]
async fn the_large_world_is_twenty_times_a_hundred() {
    let state = state(WorldKind::Large, 0).await;
    let organizations = list(&state, "organizations");
    assert_eq!(organizations.len(), 20);
    for organization in organizations {
        assert_eq!(list(organization, "members").len(), 100);
        assert_eq!(seats(organization, "members", "pending"), 4);
        assert_eq!(seats(organization, "admins", "active"), 4);
        assert!(!list(&state["activity"], organization["id"].as_str().unwrap()).is_empty());
    }
}

#[tokio::test]
async fn everybody_can_log_in_with_the_published_password() {
    let stand = Stand::start().await;
    let known =
        ["viewer", "admin", "moderator", "member", "outsider", "trial", "expired", "business", "unverified"];
    for name in known {
        stand.log_in(&format!("{name}@sandbox.test")).await;
    }
    let state = stand.state().await;
    let invented = state["users"]
        .as_object()
        .unwrap()
        .values()
        .find(|user| !user["email"].as_str().unwrap().ends_with("sandbox.test"));
    stand.log_in(invented.unwrap()["email"].as_str().unwrap()).await;
}

#[tokio::test]
async fn worlds_have_names() {
    assert_eq!("demo".parse(), Ok(WorldKind::Demo));
    assert_eq!("large".parse(), Ok(WorldKind::Large));
    assert_eq!(WorldKind::Large.to_string(), "large");
    assert!("huge".parse::<WorldKind>().unwrap_err().to_string().contains("`huge`"));
    drop(Sandbox::start(Options::default()).await.unwrap());
}
