//! Any page of any connection is the slice of the whole list that Relay says it is.

use std::ops::Range;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use crate::app::TestApp;

/// Connections to page through: a field and a selection that tells its rows apart.
const CONNECTIONS: &[(&str, &str)] = &[
    ("organization(id: $id) { rows: members(ARGUMENTS) { PAGE } }", "userId"),
    (
        "organization(id: $id) { rows: members(ARGUMENTS, orderBy: { field: EMAIL, direction: DESC }) { PAGE } }",
        "userId",
    ),
    ("organization(id: $id) { rows: people(ARGUMENTS) { PAGE } }", "userId"),
    ("organization(id: $id) { rows: admins(ARGUMENTS) { PAGE } }", "userId"),
    ("organization(id: $id) { rows: usersActivity(ARGUMENTS) { PAGE } }", "person { userId }"),
    ("organization(id: $id) { rows: invitations(ARGUMENTS) { PAGE } }", "person { userId } role"),
    ("viewer { rows: documents(ARGUMENTS) { PAGE } }", "documentId"),
    ("viewer { rows: documents(ARGUMENTS, state: UNMODIFIED) { PAGE } }", "documentId"),
    ("viewer { rows: documentGroups(ARGUMENTS) { PAGE } }", "documentGroupId"),
    ("viewer { rows: memberships(ARGUMENTS) { PAGE } }", "organization { organizationId }"),
    ("rows: organizations(ARGUMENTS) { PAGE }", "organizationId"),
    ("organization(id: $id) { rows: settings(ARGUMENTS) { PAGE } }", "name"),
    ("organization(id: $id) { rows: emailFooters(ARGUMENTS) { PAGE } }", "footerId"),
    ("organization(id: $id) { rows: allowedTeamAdmins(ARGUMENTS) { PAGE } }", "person { userId }"),
    ("organization(id: $id) { rows: lastLogins(ARGUMENTS) { PAGE } }", "person { userId }"),
];

/// How many rows a walk takes at once; one by one only where the list is short.
const STEPS: [usize; 4] = [1, 7, 37, 100];
const SHORT: usize = 25;

struct List<'a> {
    app: &'a TestApp,
    id: String,
    field: &'a str,
    row: &'a str,
}

/// Whether a page asks how long the list is. Where signNow does not tell, the two are read in different ways.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Total {
    Asked,
    Unasked,
}

#[derive(Debug)]
struct Page {
    rows: Vec<Value>,
    cursors: Vec<String>,
    info: Value,
    total: Option<usize>,
}

impl List<'_> {
    async fn page(&self, arguments: &Value, total: Total) -> Page {
        let arguments = arguments.as_object().unwrap();
        let given: Vec<_> = arguments.keys().map(|name| format!("{name}: ${name}")).collect();
        let declared = arguments.keys().map(|name| match name.as_str() {
            "first" | "last" => format!("${name}: Int"),
            _ => format!("${name}: String"),
        });
        let page = format!(
            "{} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} edges {{ cursor node {{ {} }} }}",
            if total == Total::Asked { "totalCount" } else { "" },
            self.row
        );
        let field =
            self.field.replace("ARGUMENTS", &given.join(", ")).replace("()", "").replace("PAGE", &page);
        let id = self.field.contains("$id").then(|| "$id: ID!".to_owned());
        let declared: Vec<_> = declared.chain(id).collect();
        let declared = if declared.is_empty() { String::new() } else { format!("({})", declared.join(", ")) };
        let query = format!("query {declared} {{ {field} }}");
        let mut variables = Value::Object(arguments.clone());
        variables["id"] = json!(self.id);
        let data = self.app.data(&query, variables).await;
        let found = ["/rows", "/organization/rows", "/viewer/rows"].map(|place| data.pointer(place));
        let rows = found.into_iter().flatten().next().unwrap();
        let edges = rows["edges"].as_array().unwrap();
        Page {
            rows: edges.iter().map(|edge| edge["node"].clone()).collect(),
            cursors: edges.iter().map(|edge| edge["cursor"].as_str().unwrap().to_owned()).collect(),
            info: rows["pageInfo"].clone(),
            total: rows.get("totalCount").map(|total| total.as_u64().unwrap() as usize),
        }
    }

    /// The whole list, forwards, with every cursor.
    async fn whole(&self, size: usize, total: Total) -> (Vec<Value>, Vec<String>) {
        let (mut rows, mut cursors) = (Vec::new(), Vec::new());
        let mut arguments = json!({ "first": size });
        loop {
            let page = self.page(&arguments, total).await;
            rows.extend(page.rows);
            cursors.extend(page.cursors);
            if page.info["hasNextPage"] == false {
                assert_eq!(page.total, (total == Total::Asked).then_some(rows.len()), "{}", self.field);
                return (rows, cursors);
            }
            assert!(rows.len() < 1_000, "{}: the walk does not end", self.field);
            arguments["after"] = page.info["endCursor"].clone();
        }
    }
}

/// Four arguments, any of them absent; cursors by the place of their row.
type Arguments = (Option<usize>, Option<usize>, Option<usize>, Option<usize>);

fn arguments(rows: usize) -> impl Strategy<Value = Arguments> {
    let size = || proptest::option::of(prop_oneof![1usize..=100, Just(1), Just(100)]);
    let place = || proptest::option::of(0..rows.max(1));
    (size(), place(), size(), place())
}

/// Relay's algorithm, on the whole list. Where nothing is left, the place where it would be.
fn slice(rows: usize, (first, after, last, before): Arguments) -> Range<usize> {
    let first = first.or(if last.is_none() { Some(20) } else { None });
    let mut kept: Vec<usize> = (0..rows).collect();
    kept.retain(|row| after.is_none_or(|after| *row > after) && before.is_none_or(|before| *row < before));
    kept.truncate(first.unwrap_or(usize::MAX));
    let kept = kept.split_off(kept.len().saturating_sub(last.unwrap_or(usize::MAX)));
    let place = after.map_or(0, |after| after + 1).min(before.unwrap_or(rows));
    kept.first().map_or(place..place, |start| *start..*start + kept.len())
}

fn given((first, after, last, before): Arguments, cursors: &[String]) -> Value {
    let mut given = serde_json::Map::new();
    first.map(|first| given.insert("first".into(), json!(first)));
    last.map(|last| given.insert("last".into(), json!(last)));
    after.map(|after| given.insert("after".into(), json!(cursors[after])));
    before.map(|before| given.insert("before".into(), json!(cursors[before])));
    given.into()
}

/// The demo world, in which every list that signNow answers by pages of its own size takes several.
async fn start() -> TestApp {
    let app = TestApp::start().await;
    let group = |number: usize| (format!("Group {number}"), json!({ "owner": "viewer@sandbox.test" }));
    let groups: serde_json::Map<_, _> = (0..124).map(group).collect();
    app.edit_world(json!({ "document_groups": groups })).await;
    app
}

#[tokio::test]
async fn every_page_is_a_slice_of_the_list() {
    let app = start().await;
    let id = app.largest_organization().await;
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::default() });
    for (field, row) in CONNECTIONS {
        let list = List { app: &app, id: id.clone(), field, row };
        let (rows, cursors) = list.whole(100, Total::Asked).await;
        assert!(!rows.is_empty(), "{field}: nothing to page through");
        let random = (0..25).map(|_| arguments(rows.len()).new_tree(&mut runner).unwrap().current());
        // Nothing between two neighbours, nothing before the first row, nothing after the last.
        let (middle, end) = (rows.len() / 2, rows.len() - 1);
        let empty = [
            (None, Some(middle), None, Some((middle + 1).min(end))),
            (None, Some(middle), Some(3), Some(middle)),
            (None, None, None, Some(0)),
            (Some(5), Some(end), None, None),
            (None, Some(end), Some(5), Some(0)),
        ];
        for arguments in random.chain(empty) {
            let given = given(arguments, &cursors);
            let kept = slice(rows.len(), arguments);
            for total in [Total::Unasked, Total::Asked] {
                let page = list.page(&given, total).await;
                let told = format!("{field} {given} {total:?}: {:?}", page.info);
                assert_eq!(page.rows, rows[kept.clone()], "{told}");
                assert_eq!(page.cursors, cursors[kept.clone()], "{told}");
                assert_eq!(page.total, (total == Total::Asked).then_some(rows.len()), "{told}");
                assert_eq!(page.info["hasPreviousPage"], kept.start > 0, "{told}");
                assert_eq!(page.info["hasNextPage"], kept.end < rows.len(), "{told}");
                assert_eq!(page.info["startCursor"], json!(page.cursors.first()), "{told}");
                assert_eq!(page.info["endCursor"], json!(page.cursors.last()), "{told}");
            }
        }
    }
    app.shutdown().await;
}

#[tokio::test]
async fn a_walk_sees_every_row_once_whatever_its_step() {
    let app = start().await;
    let id = app.largest_organization().await;
    let mut beyond_a_page = Vec::new();
    for (field, row) in CONNECTIONS {
        let list = List { app: &app, id: id.clone(), field, row };
        let whole = list.whole(100, Total::Asked).await;
        let length = whole.0.len();
        beyond_a_page.extend((length > 100).then_some(*field));
        for step in STEPS.into_iter().filter(|step| *step > 1 || length <= SHORT) {
            assert!(list.whole(step, Total::Unasked).await == whole, "{field} in steps of {step}");
        }
    }
    for list in ["members(", "people(", "usersActivity(", "documents(ARGUMENTS)", "documentGroups("] {
        assert!(beyond_a_page.iter().any(|field| field.contains(list)), "{list} fits into one page");
    }
    app.shutdown().await;
}

#[tokio::test]
async fn the_list_is_what_signnow_has() {
    let app = TestApp::start().await;
    let id = app.largest_organization().await;
    let list = List { app: &app, id, field: CONNECTIONS[0].0, row: "userId email" };
    let name = "query ($id: ID!) { organization(id: $id) { organizationId } }";
    let organization =
        app.data(name, json!({ "id": list.id })).await["organization"]["organizationId"].clone();
    let world = app.world().await;
    let organizations = world["organizations"].as_array().unwrap();
    let known = organizations.iter().find(|known| known["id"] == organization).unwrap();
    let mut members: Vec<_> =
        known["members"].as_array().unwrap().iter().map(|seat| seat["user_id"].clone()).collect();
    let mut listed: Vec<_> =
        list.whole(100, Total::Unasked).await.0.iter().map(|row| row["userId"].clone()).collect();
    members.sort_by_key(Value::to_string);
    listed.sort_by_key(Value::to_string);
    assert_eq!(listed, members);
    app.shutdown().await;
}

#[tokio::test]
async fn cursors_survive_a_restart() {
    let before = TestApp::start().await;
    let id = before.largest_organization().await;
    let list = List { app: &before, id: id.clone(), field: CONNECTIONS[0].0, row: "userId" };
    let (rows, cursors) = list.whole(50, Total::Unasked).await;
    before.shutdown().await;
    let after = TestApp::start().await;
    let list = List { app: &after, id, field: CONNECTIONS[0].0, row: "userId" };
    let page = list.page(&json!({ "first": 3, "after": cursors[110] }), Total::Unasked).await;
    assert_eq!(page.rows, rows[111..114]);
    after.shutdown().await;
}

#[tokio::test]
async fn impossible_arguments_are_refused_by_name_before_any_call() {
    let app = TestApp::start().await;
    let id = app.largest_organization().await;
    app.forget_calls().await;
    let foreign = app.data("{ organizations(first: 1) { pageInfo { endCursor } } }", json!({})).await;
    let foreign = foreign["organizations"]["pageInfo"]["endCursor"].as_str().unwrap().to_owned();
    let filtered =
        "query ($id: ID!) { organization(id: $id) { members(status: PENDING) { pageInfo { endCursor } } } }";
    let filtered = app.data(filtered, json!({ "id": id })).await;
    let filtered = filtered["organization"]["members"]["pageInfo"]["endCursor"].as_str().unwrap().to_owned();
    app.forget_calls().await;
    for (arguments, name) in [
        ("first: 0".to_owned(), "first"),
        ("first: -1".to_owned(), "first"),
        ("first: 101".to_owned(), "first"),
        ("last: 101".to_owned(), "last"),
        ("after: \"nonsense\"".to_owned(), "after"),
        ("before: \"\"".to_owned(), "before"),
        (format!("after: \"{foreign}\""), "after"),
        (format!("after: \"{filtered}\""), "after"),
        ("status: UNKNOWN".to_owned(), "status"),
    ] {
        let query = format!(
            "query ($id: ID!) {{ organization(id: $id) {{ name members({arguments}) {{ totalCount }} }} }}"
        );
        let answer = app.ask(&query, json!({ "id": id })).await;
        assert_eq!(
            answer.failures(),
            [("organization.members".into(), "BAD_USER_INPUT".into())],
            "{arguments}"
        );
        assert_eq!(answer.errors[0]["extensions"]["argument"], name, "{arguments}");
        assert!(answer.data["organization"]["name"].is_string(), "{arguments}: siblings still answer");
    }
    assert!(app.calls().await.is_empty(), "{:?}", app.calls().await);
    app.shutdown().await;
}
