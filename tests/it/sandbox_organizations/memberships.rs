//! The list of organizations: what the caller is in each, and since whose invitation.

use serde_json::{Value, json};

use super::stage::{Stage, filter};

/// Name, type and status of every organization in an answer.
fn summary(rows: &[Value]) -> Vec<(&str, &str, &str)> {
    let line = |row| {
        let row: &Value = row;
        (text(&row["name"]), text(&row["membership"]["type"]), text(&row["membership"]["status"]))
    };
    rows.iter().map(line).collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

const MANAGED: [(&str, &str, &str); 4] = [
    ("Harbor & Pine Logistics", "admin", "active"),
    ("Blue Lantern Studios", "admin", "active"),
    ("Kestrel Medical Supply", "moderator", "active"),
    ("Juniper Foods Cooperative", "admin", "pending"),
];

const JOINED: [(&str, &str, &str); 2] =
    [("Quarry Street Legal", "member", "active"), ("Old Mill Energy", "member", "pending")];

#[tokio::test]
async fn without_a_filter_the_list_holds_what_the_caller_manages() {
    let stage = Stage::demo().await;
    let rows = stage.log_in("viewer").await.rows("/v2/organizations", "").await;
    assert_eq!(summary(&rows), MANAGED);
}

#[tokio::test]
async fn a_filter_by_type_reaches_the_organizations_of_members_too() {
    let stage = Stage::demo().await;
    let viewer = stage.log_in("viewer").await;
    let of = async |types: Value| viewer.rows("/v2/organizations", &filter("type", "in", types)).await;
    assert_eq!(summary(&of(json!(["member"])).await), JOINED);
    assert_eq!(summary(&of(json!(["moderator"])).await), [MANAGED[2]]);
    let everything = of(json!(["admin", "moderator", "member"])).await;
    let expected = [MANAGED[0], MANAGED[1], MANAGED[2], JOINED[0], MANAGED[3], JOINED[1]];
    assert_eq!(summary(&everything), expected);
}

#[tokio::test]
async fn a_filter_by_status_separates_seats_from_invitations() {
    let stage = Stage::demo().await;
    let viewer = stage.log_in("viewer").await;
    let of =
        async |status: &str| viewer.rows("/v2/organizations", &filter("status", "=", json!(status))).await;
    assert_eq!(summary(&of("active").await), MANAGED[..3]);
    assert_eq!(summary(&of("pending").await), MANAGED[3..]);
    assert_eq!(summary(&of("declined").await), []);
}

#[tokio::test]
async fn of_two_seats_the_higher_one_that_passes_is_shown() {
    let stage = Stage::demo().await;
    let admin = stage.log_in("admin").await;
    let of = async |types: Value| admin.rows("/v2/organizations", &filter("type", "in", types)).await;
    let harbor = "Harbor & Pine Logistics";
    assert_eq!(summary(&of(json!(["member", "admin"])).await), [(harbor, "admin", "active")]);
    assert_eq!(summary(&of(json!(["member"])).await), [(harbor, "member", "active")]);
    assert_eq!(summary(&of(json!(["moderator"])).await), []);
}

#[tokio::test]
async fn an_organization_has_the_documented_fields() {
    let stage = Stage::demo().await;
    let world = stage.world().await;
    let rows = stage.log_in("viewer").await.rows("/v2/organizations", "").await;
    for row in &rows {
        let organization = world.organization(row["name"].as_str().unwrap());
        let keys: Vec<&String> = row.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["active", "id", "logo", "membership", "name"]);
        assert_eq!((&row["id"], &row["active"]), (&organization["id"], &json!(true)));
        assert_eq!(row["logo"], organization["logo"]);
    }
    assert_eq!(rows[0]["membership"]["invited_by"], Value::Null, "the founder was invited by nobody");
    let seats = world.organization("Juniper Foods Cooperative")["admins"].as_array().unwrap();
    let seat = seats.iter().find(|seat| seat["user_id"] == world.user_id("viewer").as_str()).unwrap();
    let (id, email) = (&seat["invited_by"], world.email(&seat["invited_by"]));
    assert_eq!(rows[3]["membership"]["invited_by"], json!({"id": id, "email": email}));
}

#[tokio::test]
async fn who_is_nowhere_has_an_empty_list() {
    let stage = Stage::demo().await;
    let body = stage.log_in("business").await.get("/v2/organizations").await.expect(200);
    let pagination =
        json!({"total": 0, "count": 0, "per_page": 15, "current_page": 1, "total_pages": 1, "links": []});
    assert_eq!(body, json!({"data": [], "meta": {"pagination": pagination}}));
}
