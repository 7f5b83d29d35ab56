//! Every code of wire notes §5.1, provoked by doing the thing that causes it.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{Stage, World, filter};

const HARBOR: &str = "Harbor & Pine Logistics";
const NOBODY: &str = "nobody@nowhere.test";

/// Every code of the table in wire notes §5.1, the two inferred ones included.
const DOCUMENTED: [u64; 50] = [
    12_001_001, 12_001_002, 12_001_003, 12_001_004, 12_001_006, 12_003_001, 12_003_002, 12_003_003,
    12_004_001, 12_004_003, 12_004_005, 12_004_006, 12_004_007, 12_004_008, 12_004_009, 12_004_010,
    12_004_012, 12_004_017, 12_004_018, 12_004_019, 12_004_022, 12_004_023, 12_004_024, 12_004_025,
    12_005_001, 12_006_001, 12_006_002, 12_006_003, 12_006_004, 12_006_005, 12_006_006, 12_007_005,
    12_007_006, 12_007_007, 12_007_008, 12_007_012, 12_007_013, 12_007_014, 12_007_034, 12_009_001,
    12_009_003, 12_009_004, 12_009_005, 12_009_006, 12_012_001, 12_012_002, 12_012_003, 12_012_012,
    12_012_014, 12_012_015,
];

/// Somebody does something, and is told why not: code, status, a part of the text, who, what, with which body.
/// Braces in a path stand for the id of what they name.
type Case = (u64, u16, &'static str, &'static str, String, Value);

fn case(code: u64, status: u16, gist: &'static str, who: &'static str, what: &str, body: Value) -> Case {
    (code, status, gist, who, what.to_owned(), body)
}

fn organizations() -> Vec<Case> {
    let (all, harbor) = ("POST /v2/organizations", "PUT /v2/organizations/{harbor}");
    let long = "n".repeat(256);
    vec![
        case(12_001_002, 400, "`name` field is required", "viewer", all, json!({})),
        case(12_001_002, 400, "`name` field is required", "viewer", all, json!({"name": ""})),
        case(12_001_003, 400, "`name` field must be a string", "viewer", all, json!({"name": 5})),
        case(12_001_004, 400, "less than 255 characters", "viewer", all, json!({"name": long})),
        case(
            12_001_006,
            403,
            "created organizations has been exceeded",
            "trial",
            all,
            json!({"name": "Sixth"}),
        ),
        case(12_003_002, 403, "current subscription", "business", all, json!({"name": "Unpaid"})),
        case(12_003_002, 403, "current subscription", "expired", all, json!({"name": "Unpaid"})),
        case(12_001_002, 400, "`name` field is required", "viewer", harbor, json!({"name": null})),
        case(12_001_003, 400, "`name` field must be a string", "viewer", harbor, json!({"name": ["a"]})),
        case(12_001_004, 400, "less than 255 characters", "viewer", harbor, json!({"name": long})),
        case(12_003_001, 403, "Access denied.", "outsider", harbor, json!({"name": "Mine"})),
        case(12_003_003, 403, "administration role", "moderator", harbor, json!({"name": "Mine"})),
        case(12_003_003, 403, "administration role", "member", harbor, json!({"name": "Mine"})),
        case(
            12_003_001,
            404,
            "is not found",
            "viewer",
            "PUT /v2/organizations/{closed}",
            json!({"name": "New"}),
        ),
        case(
            12_003_001,
            404,
            "is not found",
            "viewer",
            "PUT /v2/organizations/{nowhere}",
            json!({"name": "New"}),
        ),
        case(
            12_003_001,
            404,
            "`no-id` is not found",
            "viewer",
            "PUT /v2/organizations/no-id",
            json!({"name": "New"}),
        ),
        case(
            12_003_002,
            403,
            "current subscription",
            "expired",
            "PUT /v2/organizations/{faded}",
            json!({"name": "New"}),
        ),
        case(
            12_003_003,
            403,
            "administration role",
            "moderator",
            "DELETE /v2/organizations/{harbor}",
            Value::Null,
        ),
        case(12_003_001, 404, "is not found", "viewer", "DELETE /v2/organizations/{closed}", Value::Null),
    ]
}

fn pages() -> Vec<Case> {
    let refusal = |code, gist, parameters: &str| {
        case(code, 400, gist, "viewer", &format!("GET /v2/organizations?{parameters}"), Value::Null)
    };
    vec![
        refusal(12_006_001, "`per_page` must be a digit", "per_page=many"),
        refusal(12_006_002, "`per_page` must be more than 0", "per_page=0"),
        refusal(12_006_003, "`per_page` must be less than or equal 100", "per_page=101"),
        refusal(12_006_004, "`page` must be a digit", "page=-1"),
        refusal(12_006_005, "`page` must be more than 0", "page=0"),
    ]
}

fn filters() -> Vec<Case> {
    let refusal = |code, gist, list: &str, filters: String| {
        case(
            code,
            400,
            gist,
            "viewer",
            &format!("GET /v2/organizations/{{harbor}}/{list}?{filters}"),
            Value::Null,
        )
    };
    let no_value = format!("filters={}", r#"[{"email":{"type":"="}}]"#);
    vec![
        refusal(
            12_006_006,
            "Unsupported filter mail was given",
            "admins",
            filter("mail", "=", json!("a@b.test")),
        ),
        refusal(
            12_006_006,
            "Unsupported filter type was given",
            "members",
            filter("type", "in", json!(["admin"])),
        ),
        refusal(
            12_006_006,
            "Unsupported filter status",
            "members/last-logins",
            filter("status", "=", json!("a")),
        ),
        refusal(12_006_006, "Unsupported filter email", "settings", filter("email", "=", json!("a@b.test"))),
        refusal(
            12_006_006,
            "Unsupported filter email",
            "email-footers",
            filter("email", "=", json!("a@b.test")),
        ),
        refusal(
            12_006_006,
            "Unsupported filter email",
            "users-activity",
            filter("email", "=", json!("a@b.test")),
        ),
        refusal(
            12_004_017,
            "`email` filter expression should be equal to `=`",
            "members",
            filter("email", "like", json!("a")),
        ),
        refusal(
            12_004_017,
            "`type` filter expression should be equal to `in`",
            "admins",
            filter("type", "=", json!("admin")),
        ),
        refusal(
            12_004_018,
            "`email` filter value should be of type string",
            "admins",
            filter("email", "=", json!(1)),
        ),
        refusal(
            12_004_018,
            "`active` filter value",
            "allowed-team-admins",
            filter("active", "=", json!("true")),
        ),
        refusal(12_004_019, "must have `type` and `value`", "members", no_value),
        refusal(12_004_019, "Invalid filter format", "admins", "filters=nonsense".to_owned()),
    ]
}

/// Every list of an organization is for those who manage it and pay for that.
fn lists() -> Vec<Case> {
    let lists = [
        "admins",
        "members",
        "settings",
        "allowed-team-admins",
        "email-footers",
        "members/last-logins",
        "users-activity",
        "activity",
    ];
    lists.into_iter().flat_map(gates).collect()
}

fn gates(list: &str) -> Vec<Case> {
    let list = |organization: &str| format!("GET /v2/organizations/{{{organization}}}/{list}");
    vec![
        case(12_003_001, 404, "is not found", "viewer", &list("closed"), Value::Null),
        case(12_003_001, 404, "is not found", "viewer", &list("nowhere"), Value::Null),
        case(12_003_002, 403, "current subscription", "expired", &list("faded"), Value::Null),
        case(12_003_003, 403, "administration role", "member", &list("harbor"), Value::Null),
    ]
}

fn admins() -> Vec<Case> {
    let all = "POST /v2/organizations/{harbor}/admins";
    let someone = |kind: &str| json!({"email": "outsider@sandbox.test", "type": kind});
    let named = |email: Value| json!({"email": email, "type": "moderator"});
    vec![
        case(
            12_003_001,
            404,
            "is not found",
            "viewer",
            "POST /v2/organizations/{closed}/admins",
            someone("admin"),
        ),
        case(
            12_003_002,
            403,
            "current subscription",
            "expired",
            "POST /v2/organizations/{faded}/admins",
            someone("admin"),
        ),
        case(12_003_003, 403, "administration role", "member", all, someone("moderator")),
        case(12_004_001, 400, "`email` field is required", "viewer", all, json!({"type": "admin"})),
        case(
            12_004_003,
            400,
            "`type` field is required",
            "viewer",
            all,
            json!({"email": "outsider@sandbox.test"}),
        ),
        case(12_004_005, 400, "equal to `moderator` or admin", "viewer", all, someone("member")),
        case(12_004_006, 400, "`email` is invalid", "viewer", all, named(json!("outsider"))),
        case(12_004_006, 400, "`email` is invalid", "viewer", all, named(json!(5))),
        case(12_004_007, 403, "Access denied.", "moderator", all, someone("admin")),
        case(12_004_008, 404, "User `nobody@nowhere.test` is not found", "viewer", all, named(json!(NOBODY))),
        case(
            12_004_009,
            400,
            "Organization admin exists",
            "viewer",
            all,
            named(json!("moderator@sandbox.test")),
        ),
        case(
            12_004_009,
            400,
            "Organization admin exists",
            "viewer",
            "POST /v2/organizations/{blue}/admins",
            someone("admin"),
        ),
    ]
}

fn admin_types() -> Vec<Case> {
    let moderator = "PUT /v2/organizations/{harbor}/admins/{moderator}";
    let admin = "PUT /v2/organizations/{harbor}/admins/{admin}";
    let own = "PUT /v2/organizations/{blue}/admins/{viewer}";
    let make = |kind: &str| json!({ "type": kind });
    vec![
        case(
            12_001_001,
            404,
            "is not found",
            "viewer",
            "PUT /v2/organizations/{closed}/admins/{viewer}",
            make("admin"),
        ),
        case(12_003_003, 403, "administration role", "member", moderator, make("admin")),
        case(12_003_003, 403, "administration role", "moderator", admin, make("moderator")),
        case(12_004_007, 403, "Access denied.", "moderator", moderator, make("admin")),
        case(12_004_010, 400, "`type` field is required", "viewer", moderator, json!({})),
        case(12_004_012, 400, "equal to `moderator` or admin", "viewer", moderator, make("member")),
        case(12_004_022, 403, "last admin", "viewer", own, make("moderator")),
        case(
            12_004_025,
            404,
            "Organization admin",
            "viewer",
            "PUT /v2/organizations/{harbor}/admins/{invited}",
            make("admin"),
        ),
    ]
}

fn admin_removals() -> Vec<Case> {
    let removal = |code, status, gist, who, what: &str| {
        case(code, status, gist, who, &format!("DELETE /v2/organizations/{what}"), Value::Null)
    };
    vec![
        removal(12_001_001, 404, "is not found", "viewer", "{closed}/admins/{admin}"),
        removal(12_003_002, 403, "current subscription", "expired", "{faded}/admins/{expired}"),
        removal(12_003_003, 403, "administration role", "member", "{harbor}/admins/{moderator}"),
        removal(12_004_022, 403, "Can not delete the last admin", "viewer", "{blue}/admins/{viewer}"),
        removal(12_004_023, 403, "Access denied.", "moderator", "{harbor}/admins/{admin}"),
        removal(12_004_025, 404, "Organization admin", "viewer", "{harbor}/admins/{invited}"),
        removal(12_004_025, 404, "Organization admin", "viewer", "{harbor}/admins/{outsider}"),
    ]
}

fn members() -> Vec<Case> {
    let all = "POST /v2/organizations/{harbor}/members";
    let someone = json!({"email": "outsider@sandbox.test"});
    vec![
        case(
            12_003_001,
            404,
            "is not found",
            "viewer",
            "POST /v2/organizations/{closed}/members",
            someone.clone(),
        ),
        case(
            12_003_002,
            403,
            "current subscription",
            "expired",
            "POST /v2/organizations/{faded}/members",
            someone.clone(),
        ),
        case(12_003_003, 403, "administration role", "member", all, someone.clone()),
        case(
            12_003_003,
            403,
            "administration role",
            "outsider",
            "POST /v2/organizations/{blue}/members",
            someone,
        ),
        case(
            12_005_001,
            404,
            "User `nobody@nowhere.test` is not found",
            "viewer",
            all,
            json!({"email": NOBODY}),
        ),
        case(12_007_005, 400, "user already exists", "viewer", all, json!({"email": "member@sandbox.test"})),
        case(12_007_006, 400, "`email` field must be a string", "viewer", all, json!({"email": 5})),
        case(12_007_007, 400, "`email` field is required", "viewer", all, json!({})),
        case(12_007_008, 400, "`email` is invalid", "viewer", all, json!({"email": "outsider"})),
        case(
            12_007_034,
            403,
            "members has been exceeded",
            "trial",
            "POST /v2/organizations/{paperplane}/members",
            json!({"email": "business@sandbox.test"}),
        ),
    ]
}

fn member_removals() -> Vec<Case> {
    let removal = |code, status, gist, who, what: &str| {
        case(code, status, gist, who, &format!("DELETE /v2/organizations/{what}"), Value::Null)
    };
    vec![
        removal(12_003_001, 404, "is not found", "viewer", "{closed}/members/{member}"),
        removal(12_003_003, 403, "administration role", "member", "{harbor}/members/{admin}"),
        removal(12_004_024, 403, "current subscription", "expired", "{faded}/members/{faded member}"),
        removal(12_007_014, 404, "Organization user is not found", "viewer", "{harbor}/members/{outsider}"),
        removal(
            12_007_014,
            404,
            "Organization user is not found",
            "viewer",
            "{harbor}/members/{pending member}",
        ),
        removal(12_007_014, 404, "Organization user is not found", "outsider", "{harbor}/members/{outsider}"),
    ]
}

fn answers() -> Vec<Case> {
    let of = |kind: &str, verb: &str| {
        let answer = |code, status, gist, organization: &str, user: &str| {
            let what = format!("POST /v2/organizations/{{{organization}}}/{kind}/{user}/{verb}");
            case(code, status, gist, "viewer", &what, Value::Null)
        };
        let denied = if verb == "accept" { "denied to accept invite" } else { "denied to decline invite" };
        vec![
            answer(12_001_001, 404, "is not found", "closed", "{viewer}"),
            answer(12_005_001, 404, "User `no-id` is not found", "harbor", "no-id"),
            answer(12_007_012, 403, denied, "harbor", "{pending member}"),
            answer(12_007_013, 404, "Organization invite is not found", "blue", "{viewer}"),
            answer(12_007_013, 404, "Organization invite is not found", "ships", "{viewer}"),
        ]
    };
    [("admins", "accept"), ("admins", "decline"), ("members", "accept"), ("members", "decline")]
        .into_iter()
        .flat_map(|(kind, verb)| of(kind, verb))
        .collect()
}

fn settings() -> Vec<Case> {
    let harbor = "PUT /v2/organizations/{harbor}/settings";
    let guide = |value: Value| json!({"setting_name": "document_guide", "value": value});
    vec![
        case(
            12_003_001,
            404,
            "is not found",
            "viewer",
            "PUT /v2/organizations/{closed}/settings",
            guide(json!("1")),
        ),
        case(
            12_003_002,
            403,
            "current subscription",
            "expired",
            "PUT /v2/organizations/{faded}/settings",
            guide(json!("1")),
        ),
        case(12_003_003, 403, "administration role", "member", harbor, guide(json!("1"))),
        case(12_009_001, 400, "`setting_name` field is required", "viewer", harbor, json!({"value": "1"})),
        case(
            12_009_003,
            404,
            "setting is not found",
            "viewer",
            harbor,
            json!({"setting_name": "no_such", "value": "1"}),
        ),
        case(12_009_004, 400, "`value` field must be a string", "viewer", harbor, guide(json!(true))),
        case(12_009_005, 400, "`value` field is required", "viewer", harbor, guide(Value::Null)),
        case(12_009_006, 400, "limit of 1000 characters", "viewer", harbor, guide(json!("v".repeat(1001)))),
    ]
}

fn team_admins() -> Vec<Case> {
    let (add, switch) = (
        "POST /v2/organizations/{harbor}/allowed-team-admins",
        "PUT /v2/organizations/{harbor}/allowed-team-admins",
    );
    let someone = json!({"email": "outsider@sandbox.test", "active": true});
    vec![
        case(
            12_003_001,
            404,
            "is not found",
            "viewer",
            "POST /v2/organizations/{closed}/allowed-team-admins",
            someone.clone(),
        ),
        case(
            12_003_002,
            403,
            "subscription",
            "expired",
            "POST /v2/organizations/{faded}/allowed-team-admins",
            someone.clone(),
        ),
        case(12_003_003, 403, "administration role", "member", add, someone.clone()),
        case(12_004_001, 400, "`email` field is required", "viewer", add, json!({})),
        case(
            12_004_008,
            404,
            "User `nobody@nowhere.test` is not found",
            "viewer",
            add,
            json!({"email": NOBODY}),
        ),
        case(
            12_004_009,
            400,
            "Organization admin exists",
            "viewer",
            add,
            json!({"email": "moderator@sandbox.test"}),
        ),
        case(
            12_012_012,
            400,
            "allowed team admin exists",
            "viewer",
            add,
            json!({"email": "member@sandbox.test"}),
        ),
        case(12_003_003, 403, "administration role", "member", switch, someone.clone()),
        case(
            12_005_001,
            400,
            "`active` field must be a boolean",
            "viewer",
            switch,
            json!({"email": "member@sandbox.test", "active": "true"}),
        ),
        case(
            12_005_001,
            404,
            "User `nobody@nowhere.test` is not found",
            "viewer",
            switch,
            json!({"email": NOBODY, "active": true}),
        ),
        case(
            12_012_001,
            400,
            "`email` field must be a string",
            "viewer",
            switch,
            json!({"email": 5, "active": true}),
        ),
        case(12_012_002, 400, "`email` field is required", "viewer", switch, json!({"active": true})),
        case(
            12_012_003,
            400,
            "`email` is invalid",
            "viewer",
            switch,
            json!({"email": "outsider", "active": true}),
        ),
        case(
            12_012_014,
            400,
            "`active` field is required",
            "viewer",
            switch,
            json!({"email": "member@sandbox.test"}),
        ),
        case(
            12_012_015,
            404,
            "allowed team admin `outsider@sandbox.test` is not found",
            "viewer",
            switch,
            someone,
        ),
    ]
}

/// Five organizations, fifty members and an allowed team admin are in place, so that one more is too many.
async fn prepare(stage: &Stage, world: &World) {
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

/// Puts ids for the names in braces.
fn addressed(path: &str, world: &World) -> String {
    let organizations = [
        ("{harbor}", HARBOR),
        ("{blue}", "Blue Lantern Studios"),
        ("{closed}", "Lantern Pilot"),
        ("{faded}", "Faded Ink Partners"),
        ("{paperplane}", "Paperplane Startups"),
        ("{ships}", "Tall Ships Festival"),
    ];
    let people = [
        ("{viewer}", "viewer"),
        ("{admin}", "admin"),
        ("{moderator}", "moderator"),
        ("{member}", "member"),
        ("{outsider}", "outsider"),
        ("{expired}", "expired"),
        ("{invited}", world.seated(HARBOR, "admins", Some("admin"), "pending")),
        ("{pending member}", world.seated(HARBOR, "members", None, "pending")),
        ("{faded member}", world.seated("Faded Ink Partners", "members", None, "active")),
    ];
    let path = path.replace("{nowhere}", &"0".repeat(40));
    let path = organizations
        .iter()
        .fold(path, |path, (name, organization)| path.replace(name, &world.organization_id(organization)));
    people.iter().fold(path, |path, (name, person)| path.replace(name, &world.user_id(person)))
}

#[tokio::test]
async fn every_documented_code_answers_the_deed_that_causes_it() {
    let stage = Stage::demo().await;
    prepare(&stage, &stage.world().await).await;
    let world = stage.world().await;
    let cases = [
        organizations(),
        pages(),
        filters(),
        lists(),
        admins(),
        admin_types(),
        admin_removals(),
        members(),
        member_removals(),
        answers(),
        settings(),
        team_admins(),
    ];
    let mut provoked = BTreeSet::new();
    for (code, status, gist, who, what, body) in cases.into_iter().flatten() {
        let (method, path) = what.split_once(' ').unwrap();
        let method: Method = method.parse().unwrap();
        let body = (!body.is_null()).then_some(&body);
        let answer = stage.log_in(who).await.send(method, &addressed(path, &world), body).await;
        assert_eq!((answer.status, answer.refused(status)), (status, code), "{who}: {what}: {}", answer.text);
        assert!(answer.text.contains(gist), "{who}: {what}: {}", answer.text);
        provoked.insert(code);
    }
    assert_eq!(provoked, BTreeSet::from(DOCUMENTED));
    assert_eq!(
        stage.world().await.0["organizations"],
        world.0["organizations"],
        "a refusal changed something"
    );
}

#[tokio::test]
async fn without_a_token_every_endpoint_answers_in_the_shape_of_the_authentication_layer() {
    let stage = Stage::demo().await;
    let answer = stage.stranger().get("/v2/organizations").await;
    assert_eq!(answer.expect(400), json!({"error": "invalid_token", "code": 1537}));
}
