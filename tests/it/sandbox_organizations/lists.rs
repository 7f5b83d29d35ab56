//! Lists against the state: paging loses nothing, filters and sorts are exact.

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::stage::{Stage, World, filter};

const HARBOR: &str = "Harbor & Pine Logistics";

fn harbor(world: &World, list: &str) -> String {
    format!("/v2/organizations/{}/{list}", world.organization_id(HARBOR))
}

/// Unix seconds of a moment in the state.
fn unix(moment: &Value) -> Value {
    moment
        .as_str()
        .map_or(Value::Null, |text| json!(chrono::DateTime::parse_from_rfc3339(text).unwrap().timestamp()))
}

fn array<'world>(world: &'world World, key: &str) -> &'world Vec<Value> {
    world.organization(HARBOR)[key].as_array().unwrap()
}

/// The members as the list should show them, in the order of their seats.
fn members(world: &World) -> Vec<Value> {
    array(world, "members").iter().map(|seat| member(world, seat)).collect()
}

fn member(world: &World, seat: &Value) -> Value {
    let login = login(world, &seat["user_id"]).filter(|_| seat["status"] == "active");
    json!({"id": seat["user_id"], "email": world.email(&seat["user_id"]), "status": seat["status"],
        "last_login": login.unwrap_or_else(|| json!([]))})
}

fn login(world: &World, user: &Value) -> Option<Value> {
    let mut login = world.0["last_logins"].get(user.as_str().unwrap())?.clone();
    for moment in ["last_login", "created_at"] {
        login[moment] = unix(&login[moment]);
    }
    Some(login)
}

fn admins(world: &World) -> Vec<Value> {
    let row = |seat: &Value| {
        json!({"id": seat["user_id"], "email": world.email(&seat["user_id"]), "type": seat["role"],
            "status": seat["status"]})
    };
    array(world, "admins").iter().map(row).collect()
}

fn last_logins(world: &World) -> Vec<Value> {
    let row = |seat: &Value| {
        let mut row = login(world, &seat["user_id"]).filter(|_| seat["status"] == "active")?;
        row["user_id"] = seat["user_id"].clone();
        row["email"] = json!(world.email(&seat["user_id"]));
        Some(row)
    };
    array(world, "members").iter().filter_map(row).collect()
}

fn allowed_team_admins(world: &World) -> Vec<Value> {
    let row = |admin: &Value| {
        json!({"user_id": admin["user_id"], "email": admin["email"], "active": admin["active"],
            "created": unix(&admin["created"]), "updated": unix(&admin["updated"])})
    };
    array(world, "allowed_team_admins").iter().map(row).collect()
}

fn email_footers(world: &World) -> Vec<Value> {
    let row = |footer: &Value| {
        json!({"id": footer["id"], "footer": footer["footer"], "active": footer["active"],
            "created_at": unix(&footer["created_at"]), "updated_at": unix(&footer["updated_at"])})
    };
    array(world, "email_footers").iter().map(row).collect()
}

/// What was never written is shown uncast.
fn settings(world: &World) -> Vec<Value> {
    let row = |setting: &Value| {
        let uncast = setting["value"].as_bool().filter(|_| setting["created"].is_null());
        let value = uncast.map_or(setting["value"].clone(), |flag| json!(u8::from(flag).to_string()));
        json!({"setting": setting["name"], "value": value, "created": unix(&setting["created"]),
            "updated": unix(&setting["updated"])})
    };
    array(world, "settings").iter().map(row).collect()
}

#[tokio::test]
async fn pages_of_any_size_join_to_the_whole_list() {
    let stage = Stage::demo().await;
    let world = stage.world().await;
    let viewer = stage.log_in("viewer").await;
    let lists = [
        ("members", members(&world)),
        ("admins", admins(&world)),
        ("members/last-logins", last_logins(&world)),
        ("allowed-team-admins", allowed_team_admins(&world)),
        ("email-footers", email_footers(&world)),
        ("settings", settings(&world)),
    ];
    for (list, rows) in lists {
        assert!(!rows.is_empty(), "{list}");
        for per_page in [1, 7, 15, rows.len(), 100].into_iter().filter(|size| *size <= 100) {
            let joined = viewer.every_row(&harbor(&world, list), "", per_page).await;
            assert_eq!(joined, rows, "{list}, {per_page} to the page");
        }
    }
}

#[tokio::test]
async fn every_page_tells_where_it_is() {
    let stage = Stage::demo().await;
    let world = stage.world().await;
    let (viewer, path) = (stage.log_in("viewer").await, harbor(&world, "members"));
    let total = members(&world).len();
    let pages = total.div_ceil(15);
    let at = async |page: usize| viewer.get(&format!("{path}?page={page}")).await.expect(200);
    for page in 1..=pages + 1 {
        let body = at(page).await;
        let count = total.saturating_sub((page - 1) * 15).min(15);
        let link = |page: usize| format!("http://team.signnow-dev.int{path}?page={page}");
        let mut links = json!({});
        if page > 1 {
            links["previous"] = json!(link(page - 1));
        }
        if page < pages {
            links["next"] = json!(link(page + 1));
        }
        let expected = json!({"total": total, "count": count, "per_page": 15, "current_page": page,
            "total_pages": pages, "links": links});
        assert_eq!(body["meta"]["pagination"], expected);
        assert_eq!(body["data"].as_array().unwrap().len(), count);
    }
}

#[tokio::test]
async fn a_filter_keeps_exactly_the_rows_that_fit() {
    let stage = Stage::demo().await;
    let world = stage.world().await;
    let viewer = stage.log_in("viewer").await;
    let kept = |rows: Vec<Value>, field: &str, value: &Value| -> Vec<Value> {
        rows.into_iter().filter(|row| row[field] == *value).collect()
    };
    let cases = [
        ("members", "status", json!("active"), members(&world)),
        ("members", "status", json!("pending"), members(&world)),
        ("members", "status", json!("declined"), members(&world)),
        ("members", "email", json!("member@sandbox.test"), members(&world)),
        ("admins", "status", json!("pending"), admins(&world)),
        ("admins", "status", json!("declined"), admins(&world)),
        ("admins", "email", json!("moderator@sandbox.test"), admins(&world)),
        ("members/last-logins", "email", json!("admin@sandbox.test"), last_logins(&world)),
        ("allowed-team-admins", "active", json!(true), allowed_team_admins(&world)),
        ("allowed-team-admins", "active", json!(false), allowed_team_admins(&world)),
    ];
    for (list, field, value, all) in cases {
        let rows = viewer.rows(&harbor(&world, list), &filter(field, "=", value.clone())).await;
        let expected = kept(all, field, &value);
        assert!(!expected.is_empty(), "{list} by {field} {value} tests nothing");
        assert_eq!(rows, expected, "{list} by {field} {value}");
    }
}

#[tokio::test]
async fn admins_are_filtered_by_type() {
    let stage = Stage::demo().await;
    let world = stage.world().await;
    let viewer = stage.log_in("viewer").await;
    for types in [json!(["admin"]), json!(["moderator"]), json!(["admin", "moderator"]), json!([])] {
        let rows = viewer.rows(&harbor(&world, "admins"), &filter("type", "in", types.clone())).await;
        let mut expected = admins(&world);
        expected.retain(|row| types.as_array().unwrap().contains(&row["type"]));
        assert_eq!(rows, expected, "{types}");
    }
}

#[tokio::test]
async fn two_filters_must_both_fit() {
    let stage = Stage::demo().await;
    let world = stage.world().await;
    let viewer = stage.log_in("viewer").await;
    let both = |status: &str| {
        format!(
            r#"&filters=[{{"email":{{"type":"=","value":"member@sandbox.test"}}}},{{"status":{{"type":"=","value":"{status}"}}}}]"#
        )
    };
    assert_eq!(viewer.rows(&harbor(&world, "members"), &both("active")).await.len(), 1);
    assert_eq!(viewer.rows(&harbor(&world, "members"), &both("pending")).await.len(), 0);
}

#[tokio::test]
async fn members_and_last_logins_sort_both_ways() {
    let stage = Stage::demo().await;
    let world = stage.world().await;
    let viewer = stage.log_in("viewer").await;
    let by_email = |row: &Value| row["email"].as_str().unwrap().to_owned();
    for (list, mut rows) in [("members", members(&world)), ("members/last-logins", last_logins(&world))] {
        rows.sort_by_key(by_email);
        let path = harbor(&world, list);
        assert_eq!(viewer.rows(&path, "&sort[email]=asc").await, rows, "{list}");
        rows.reverse();
        assert_eq!(viewer.every_row(&path, "&sort%5Bemail%5D=desc", 11).await, rows, "{list}");
    }
    let mut rows = last_logins(&world);
    rows.sort_by_key(|row| row["last_login"].as_i64().unwrap());
    let path = harbor(&world, "members/last-logins");
    assert_eq!(viewer.rows(&path, "&sort[updated]=asc").await, rows);
    rows.reverse();
    let descending = viewer.rows(&path, "&sort[updated]=desc").await;
    assert_eq!(
        descending.iter().map(|row| &row["last_login"]).collect::<Vec<_>>(),
        rows.iter().map(|row| &row["last_login"]).collect::<Vec<_>>()
    );
}

/// What URL libraries leave as it is: everything but the double quotes, which no valid target may hold.
#[tokio::test]
async fn filters_and_sorts_may_come_with_brackets_and_braces_as_they_are() {
    let stage = Stage::demo().await;
    let world = stage.world().await;
    let filters = r#"[{"email":{"type":"=","value":"member@sandbox.test"}}]"#.replace('"', "%22");
    let target = format!("{}?sort[email]=asc&filters={filters}", harbor(&world, "members"));
    let answer = literal(&stage, &target).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let body: Value = serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap();
    assert_eq!(body["data"][0]["email"], "member@sandbox.test");
    assert_eq!(body["meta"]["pagination"]["total"], 1);
}

async fn literal(stage: &Stage, target: &str) -> String {
    let token = stage.log_in("viewer").await.token().to_owned();
    let mut stream = TcpStream::connect(stage.address()).await.unwrap();
    let request = format!(
        "GET {target} HTTP/1.1\r\nHost: sandbox\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}
