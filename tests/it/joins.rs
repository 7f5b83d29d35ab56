//! v1 and v2 meet: whoever is one person is one person in the graph, and says what the sandbox's world says.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::app::TestApp;

/// Everyone of the largest organization: user id → facts.
async fn people(app: &TestApp, id: &str) -> BTreeMap<String, Value> {
    let query = "query ($id: ID!, $after: String) { organization(id: $id) { organizationId people(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { id userId email roles adminRole adminStatus memberStatus lastLogin { at ipAddress } organization { id } viewer { userId } } } } }";
    let mut people = BTreeMap::new();
    let mut after = Value::Null;
    loop {
        let data = app.data(query, json!({ "id": id, "after": after })).await;
        let page = &data["organization"]["people"];
        for person in page["nodes"].as_array().unwrap() {
            let known = people.insert(person["userId"].as_str().unwrap().to_owned(), person.clone());
            assert!(known.is_none(), "{} is there twice", person["email"]);
        }
        if page["pageInfo"]["hasNextPage"] == false {
            return people;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

/// The sandbox's own record of the organization with this id.
async fn record(app: &TestApp, id: &str) -> Value {
    let query = "query ($id: ID!) { organization(id: $id) { organizationId } }";
    let organization = app.data(query, json!({ "id": id })).await["organization"]["organizationId"].clone();
    let world = app.world().await;
    let organizations = world["organizations"].as_array().unwrap();
    organizations.iter().find(|record| record["id"] == organization).unwrap().clone()
}

fn upper(word: &Value) -> Value {
    word.as_str().map_or(Value::Null, |word| word.to_uppercase().into())
}

#[tokio::test]
async fn admins_and_members_are_joined_into_people() {
    let app = TestApp::start().await;
    let id = app.largest_organization().await;
    let (people, record) = (people(&app, &id).await, record(&app, &id).await);
    let seats = |name: &str| -> BTreeMap<String, Value> {
        let seats = record[name].as_array().unwrap().iter();
        seats.map(|seat| (seat["user_id"].as_str().unwrap().to_owned(), seat.clone())).collect()
    };
    let (admins, members) = (seats("admins"), seats("members"));
    let everyone: std::collections::BTreeSet<_> = admins.keys().chain(members.keys()).collect();
    assert_eq!(people.keys().collect::<std::collections::BTreeSet<_>>(), everyone);
    let mut both = 0;
    for (user, person) in &people {
        let (admin, member) = (admins.get(user), members.get(user));
        both += u32::from(admin.is_some() && member.is_some());
        let of = |seat: Option<&Value>, field: &str| seat.map_or(Value::Null, |seat| upper(&seat[field]));
        assert_eq!(person["adminRole"], of(admin, "role"), "{person}");
        assert_eq!(person["adminStatus"], of(admin, "status"), "{person}");
        assert_eq!(person["memberStatus"], of(member, "status"), "{person}");
        assert_eq!(person["organization"]["id"], json!(id), "{person}");
        let in_force = |seat: Option<&Value>| seat.is_some_and(|seat| seat["status"] == "active");
        let mut roles: Vec<Value> =
            admin.filter(|_| in_force(admin)).map(|seat| upper(&seat["role"])).into_iter().collect();
        roles.extend(in_force(member).then(|| json!("MEMBER")));
        assert_eq!(person["roles"], json!(roles), "{person}");
    }
    assert!(both > 0, "the world has someone who is both");
    app.shutdown().await;
}

#[tokio::test]
async fn a_person_has_one_id_and_the_same_facts_in_every_list() {
    let app = TestApp::start().await;
    let id = app.largest_organization().await;
    let people = people(&app, &id).await;
    let facts = "id userId email roles adminRole memberStatus lastLogin { at ipAddress }";
    let query = format!(
        "query ($id: ID!) {{ organization(id: $id) {{
            admins(first: 100) {{ nodes {{ {facts} }} }} members(first: 100) {{ nodes {{ {facts} }} }}
            lastLogins(first: 100) {{ nodes {{ at person {{ {facts} }} }} }}
            usersActivity(first: 100) {{ nodes {{ person {{ {facts} }} }} }}
            invitations(first: 100) {{ nodes {{ person {{ {facts} }} }} }}
            allowedTeamAdmins(first: 100) {{ nodes {{ person {{ id userId email }} }} }} }} }}"
    );
    let data = app.data(&query, json!({ "id": id })).await;
    let mut seen = 0;
    for (list, key) in [
        ("admins", ""),
        ("members", ""),
        ("lastLogins", "/person"),
        ("usersActivity", "/person"),
        ("invitations", "/person"),
    ] {
        for node in data["organization"][list]["nodes"].as_array().unwrap() {
            let person = node.pointer(key).unwrap();
            let known = &people[person["userId"].as_str().unwrap()];
            for field in ["id", "email", "roles", "adminRole", "memberStatus", "lastLogin"] {
                assert_eq!(person[field], known[field], "{list}: {field} of {}", known["email"]);
            }
            seen += 1;
        }
    }
    assert!(seen > 200, "{seen}");
    app.shutdown().await;
}

#[tokio::test]
async fn the_viewer_is_found_among_the_people_and_leads_back() {
    let app = TestApp::start().await;
    let data = app
        .data(
            "{ viewer { id userId memberships(first: 100) { nodes { role organization { id name viewerMembership { role invitedBy { email } } } } } } }",
            json!({}),
        )
        .await;
    let viewer = &data["viewer"];
    let memberships = viewer["memberships"]["nodes"].as_array().unwrap();
    for role in ["ADMIN", "MODERATOR", "MEMBER"] {
        assert!(memberships.iter().any(|membership| membership["role"] == role), "{role}");
    }
    for membership in memberships {
        assert_eq!(membership["organization"]["viewerMembership"]["role"], membership["role"]);
    }
    let id = app.largest_organization().await;
    let leads_back: Vec<_> =
        people(&app, &id).await.into_values().filter(|person| !person["viewer"].is_null()).collect();
    assert_eq!(leads_back.len(), 1);
    assert_eq!(leads_back[0]["viewer"]["userId"], viewer["userId"]);
    assert_eq!(leads_back[0]["userId"], viewer["userId"]);
    app.shutdown().await;
}

#[tokio::test]
async fn every_node_comes_back_by_its_id() {
    let app = TestApp::start().await;
    let data = app
        .data(
            "{ viewer { id documents(first: 2) { nodes { id } } }
               organizations(first: 2, roles: [ADMIN]) { nodes { id admins(first: 1) { nodes { id } } members(first: 1) { nodes { id } } } } }",
            json!({}),
        )
        .await;
    let mut ids = vec![data["viewer"]["id"].clone()];
    ids.extend(
        data["viewer"]["documents"]["nodes"].as_array().unwrap().iter().map(|node| node["id"].clone()),
    );
    for organization in data["organizations"]["nodes"].as_array().unwrap() {
        ids.push(organization["id"].clone());
        ids.push(organization["admins"]["nodes"][0]["id"].clone());
        ids.push(organization["members"]["nodes"][0]["id"].clone());
    }
    let nodes =
        app.data("query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }", json!({ "ids": ids })).await;
    let types: Vec<_> =
        nodes["nodes"].as_array().unwrap().iter().map(|node| node["__typename"].as_str().unwrap()).collect();
    assert_eq!(
        types,
        [
            "User",
            "Document",
            "Document",
            "Organization",
            "Person",
            "Person",
            "Organization",
            "Person",
            "Person"
        ]
    );
    for (node, id) in nodes["nodes"].as_array().unwrap().iter().zip(&ids) {
        assert_eq!(node["id"], *id);
        let alone = app.data("query ($id: ID!) { node(id: $id) { id } }", json!({ "id": id })).await;
        assert_eq!(alone["node"]["id"], *id);
    }
    app.shutdown().await;
}

#[tokio::test]
async fn an_organization_is_found_by_its_global_id_and_by_signnows_own() {
    let app = TestApp::start().await;
    let query = "query ($id: ID!) { organization(id: $id) { id organizationId name } }";
    let by_global = app.data(query, json!({ "id": app.largest_organization().await })).await;
    let own = &by_global["organization"]["organizationId"];
    assert_eq!(app.data(query, json!({ "id": own })).await, by_global);
    assert_eq!(app.data(query, json!({ "id": "0".repeat(40) })).await["organization"], Value::Null);
    let viewer = app.data("{ viewer { id } }", json!({})).await["viewer"]["id"].clone();
    let wrong_kind = app.ask(query, json!({ "id": viewer })).await;
    assert_eq!(wrong_kind.failures(), [("organization".into(), "BAD_USER_INPUT".into())]);
    app.shutdown().await;
}

#[tokio::test]
async fn an_id_of_nothing_is_null_and_an_id_of_nobody_is_refused() {
    use base64::Engine;
    let app = TestApp::start().await;
    let encode = |name: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(name);
    let unknown = "0".repeat(40);
    for gone in ["User", "Organization", "Document"].map(|kind| encode(&format!("{kind}:{unknown}"))) {
        let data = app.data("query ($id: ID!) { node(id: $id) { id } }", json!({ "id": gone })).await;
        assert_eq!(data["node"], Value::Null);
    }
    let query = "{ organizations(status: PENDING) { nodes { organizationId } } viewer { userId } }";
    let data = app.data(query, json!({})).await;
    let closed = data["organizations"]["nodes"][0]["organizationId"].as_str().unwrap();
    let person = encode(&format!("Person:{closed}:{}", data["viewer"]["userId"].as_str().unwrap()));
    let data = app.data("query ($id: ID!) { node(id: $id) { id } }", json!({ "id": person })).await;
    assert_eq!(data["node"], Value::Null, "what the viewer may not list is not the viewer's to see");
    app.forget_calls().await;
    for hostile in [
        "",
        "!",
        "../../user",
        &encode("Organization:../../user"),
        &encode("Document:%2e%2e"),
        &encode("Person:a"),
        &encode("Nobody:a"),
    ] {
        let answer = app
            .ask(
                "query ($id: ID!) { node(id: $id) { id } organization(id: $id) { id } }",
                json!({ "id": hostile }),
            )
            .await;
        let refused = |field: &str| (field.to_owned(), "BAD_USER_INPUT".to_owned());
        assert_eq!(answer.failures(), [refused("node"), refused("organization")], "{hostile}");
    }
    assert!(app.calls().await.is_empty());
    app.shutdown().await;
}

#[tokio::test]
async fn activity_differs_by_range_and_adds_up() {
    let app = TestApp::start().await;
    let id = app.largest_organization().await;
    let query = "query ($id: ID!, $from: DateTime, $to: DateTime) { organization(id: $id) {
        activity(from: $from, to: $to) { documents sentDocuments signedDocuments averageCompletionTime { seconds iso8601 } }
        usersActivity(first: 100, from: $from, to: $to) { totalCount nodes { documents } } } }";
    let documents = async |from: Value, to: Value| {
        let data = app.data(query, json!({ "id": id, "from": from, "to": to })).await;
        data["organization"]["activity"]["documents"].as_u64().unwrap()
    };
    let all = documents(Value::Null, Value::Null).await;
    let halfway = chrono::Utc::now() - chrono::Duration::days(120);
    let later = halfway + chrono::Duration::seconds(1);
    let before = documents(Value::Null, json!(halfway)).await;
    let after = documents(json!(later), Value::Null).await;
    assert!(before > 0 && after > 0, "{before} {after}");
    assert_eq!(before + after, all);
    let wrong = app.ask(query, json!({ "id": id, "from": later, "to": halfway })).await;
    assert_eq!(wrong.failures().len(), 2);
    assert!(wrong.failures().iter().all(|(_, code)| code == "BAD_USER_INPUT"));
    app.shutdown().await;
}

#[tokio::test]
async fn filters_and_orders_reach_signnow() {
    let app = TestApp::start().await;
    let id = app.largest_organization().await;
    let query = "query ($id: ID!) { organization(id: $id) {
        pending: members(status: PENDING, first: 100) { totalCount nodes { memberStatus lastLogin { at } } }
        moderators: admins(roles: [MODERATOR], first: 100) { totalCount nodes { adminRole } }
        descending: members(orderBy: { field: EMAIL, direction: DESC }, first: 100) { nodes { email } }
        latest: lastLogins(orderBy: { field: LAST_LOGIN, direction: DESC }, first: 100) { nodes { at } }
        off: allowedTeamAdmins(isActive: false) { totalCount nodes { isActive } } } }";
    let data = app.data(query, json!({ "id": id })).await;
    let organization = &data["organization"];
    let rows = |list: &str| organization[list]["nodes"].as_array().unwrap().clone();
    assert!(!rows("pending").is_empty());
    assert!(rows("pending").iter().all(|row| row["memberStatus"] == "PENDING"));
    assert!(!rows("moderators").is_empty());
    assert!(rows("moderators").iter().all(|row| row["adminRole"] == "MODERATOR"));
    assert!(rows("off").iter().all(|row| row["isActive"] == false));
    let emails: Vec<String> =
        rows("descending").iter().map(|row| row["email"].as_str().unwrap().to_owned()).collect();
    assert!(emails.is_sorted_by(|a, b| a >= b));
    let moments: Vec<String> =
        rows("latest").iter().map(|row| row["at"].as_str().unwrap().to_owned()).collect();
    assert!(moments.is_sorted_by(|a, b| a >= b));
    app.shutdown().await;
}
