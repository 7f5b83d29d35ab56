//! Nothing is left out: every mutation has a case, and every number that signNow documents for its call is provoked.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::case::{NO_NUMBER, ToldAs};
use super::cases;
use super::stage::input_type;
use crate::app::TestApp;

/// The numbers that are documented for each call: wire section 5, the column of errors, and section 4.
#[rustfmt::skip]
const DOCUMENTED: &[(&str, &[u64])] = &[
    ("POST /v2/organizations", &[12_001_002, 12_001_003, 12_001_004, 12_001_006, 12_003_002]),
    ("PUT /v2/organizations/{organization_id}",
        &[12_001_002, 12_001_003, 12_001_004, 12_003_001, 12_003_002, 12_003_003]),
    ("DELETE /v2/organizations/{organization_id}", &[12_003_001, 12_003_003]),
    ("POST /v2/organizations/{organization_id}/admins",
        &[12_003_001, 12_003_002, 12_003_003, 12_004_001, 12_004_003, 12_004_005, 12_004_006, 12_004_007, 12_004_008,
          12_004_009]),
    ("PUT /v2/organizations/{organization_id}/admins/{user_id}",
        &[12_001_001, 12_003_003, 12_004_007, 12_004_010, 12_004_012]),
    ("DELETE /v2/organizations/{organization_id}/admins/{user_id}",
        &[12_001_001, 12_003_002, 12_003_003, 12_004_022, 12_004_023, 12_004_025]),
    ("POST /v2/organizations/{organization_id}/admins/{user_id}/accept",
        &[12_001_001, 12_005_001, 12_007_012, 12_007_013]),
    ("POST /v2/organizations/{organization_id}/admins/{user_id}/decline",
        &[12_001_001, 12_005_001, 12_007_012, 12_007_013]),
    ("POST /v2/organizations/{organization_id}/members",
        &[12_003_001, 12_003_002, 12_003_003, 12_004_003, 12_005_001, 12_007_005, 12_007_006, 12_007_007, 12_007_008,
          12_007_034]),
    ("DELETE /v2/organizations/{organization_id}/members/{user_id}", &[12_003_001, 12_004_024, 12_007_014]),
    ("POST /v2/organizations/{organization_id}/members/{user_id}/accept",
        &[12_001_001, 12_005_001, 12_007_012, 12_007_013]),
    ("POST /v2/organizations/{organization_id}/members/{user_id}/decline",
        &[12_001_001, 12_005_001, 12_007_012, 12_007_013]),
    ("PUT /v2/organizations/{organization_id}/settings",
        &[12_003_001, 12_003_002, 12_003_003, 12_009_001, 12_009_003, 12_009_004, 12_009_005, 12_009_006]),
    ("POST /v2/organizations/{organization_id}/allowed-team-admins",
        &[12_003_001, 12_003_002, 12_003_003, 12_004_001, 12_004_008, 12_004_009, 12_012_012]),
    ("PUT /v2/organizations/{organization_id}/allowed-team-admins",
        &[12_005_001, 12_012_001, 12_012_002, 12_012_003, 12_012_014, 12_012_015]),
    ("POST /user", &[65_536, 65_544, 66_330, 66_396]),
    ("PUT /user", &[65_536]),
    ("POST /user/verifyemail", &[65_536]),
    ("PUT /user/email/verify", &[65_629]),
    ("POST /user/forgotpassword", &[65_544]),
    ("POST /api/v2/events", &[NO_NUMBER, 65_582]),
    ("PUT /api/v2/events/{event_subscription_id}", &[NO_NUMBER, 65_582]),
    ("DELETE /api/v2/events/{event_subscription_id}", &[NO_NUMBER]),
    // No source prints these: they are the sandbox's, after the two that v1 gives to many faults (wire section 3.2).
    ("POST /document", &[65_582]),
    ("POST /v2/documents/url", &[65_536, 65_582]),
    ("PUT /document/{document_id}", &[65_536, 65_582]),
    ("DELETE /document/{document_id}", &[65_536, 65_582]),
    ("POST /documentgroup", &[65_536, 65_582]),
    ("DELETE /documentgroup/{document_group_id}", &[65_536, 65_582]),
    // Document 002 has conditions without numbers; these are the recorded ones of wire section 3.2.
    ("POST /document/{document_id}/invite", &[22_200, 65_585]),
    ("PUT /document/{document_id}/fieldinvitecancel", &[]),
    ("PUT /fieldinvite/{field_invite_id}/resend", &[]),
    ("PUT /invite/{invite_id}/cancel", &[]),
    ("POST /v2/documents/{document_id}/embedded-invites", &[19_003_008]),
    ("POST /v2/documents/{document_id}/embedded-invites/{field_invite_id}/link", &[19_001_028, 19_002_002]),
    ("DELETE /v2/documents/{document_id}/embedded-invites", &[]),
    ("POST /v2/document-groups/{document_group_id}/embedded-invites", &[19_003_008]),
    ("POST /v2/document-groups/{document_group_id}/embedded-invites/{embedded_invite_id}/link",
        &[19_001_028, 19_002_002, 19_003_008]),
    ("DELETE /v2/document-groups/{document_group_id}/embedded-invites", &[]),
];

/// Where the graph keeps what it knows of numbers.
const TABLE: &str = include_str!("../../../src/graph/mutations/refusal.rs");

/// Mutations without a case, and why.
const HELD_ELSEWHERE: &[(&str, &str)] = &[
    ("provisionMember", TASK),
    ("offboardMember", TASK),
    ("reconcileMembers", TASK),
    ("addMembers", TASK),
    ("removeMembers", TASK),
];

const TASK: &str = "several calls, each of which has a case; tests/it/tasks";

#[tokio::test]
async fn every_mutation_has_a_case() {
    let app = TestApp::start().await;
    let data = app.data("{ __schema { mutationType { fields { name } } } }", json!({})).await;
    let fields = data["__schema"]["mutationType"]["fields"].as_array().unwrap().iter();
    let fields: BTreeSet<&str> = fields.map(|field| field["name"].as_str().unwrap()).collect();
    let cases: BTreeSet<&str> = cases::all().iter().map(|case| case.field).collect();
    let elsewhere: BTreeSet<&str> = HELD_ELSEWHERE.iter().map(|(field, _)| *field).collect();
    assert!(cases.is_disjoint(&elsewhere), "an excuse is out of date");
    assert_eq!(&cases | &elsewhere, fields);
}

#[test]
fn every_documented_number_is_provoked_at_its_call() {
    let documented: BTreeMap<_, _> = DOCUMENTED.iter().copied().collect();
    let mut provoked: BTreeMap<&str, BTreeSet<u64>> = BTreeMap::new();
    for case in cases::all() {
        assert!(documented.contains_key(case.route), "{} has no row in DOCUMENTED", case.route);
        let numbers = case.refusals.iter().map(|refusal| refusal.number);
        provoked.entry(case.route).or_default().extend(numbers);
    }
    for (route, numbers) in documented {
        let missing: Vec<_> = numbers.iter().filter(|number| !provoked[route].contains(number)).collect();
        assert!(missing.is_empty(), "{route}: {missing:?} are documented and not provoked");
    }
}

#[test]
fn every_number_that_the_graph_knows_is_provoked() {
    let cases = cases::all();
    let provoked: BTreeSet<u64> = cases
        .iter()
        .flat_map(|case| &case.refusals)
        .map(|refusal| refusal.number)
        .filter(|number| *number != NO_NUMBER)
        .collect();
    assert_eq!(known(), provoked);
}

/// Every number in the table of refusals: five digits at least, as Rust writes them.
fn known() -> BTreeSet<u64> {
    let is_part = |character: char| character.is_ascii_digit() || character == '_';
    let rows = TABLE.split_once("const TABLE").unwrap().1;
    let literals = rows.split(|character| !is_part(character)).map(|literal| literal.replace('_', ""));
    literals.filter(|digits| digits.len() >= 5).map(|digits| digits.parse().unwrap()).collect()
}

#[tokio::test]
async fn every_user_error_is_at_an_argument_that_there_is() {
    let app = TestApp::start().await;
    for case in cases::all() {
        let query = "query ($name: String!) { __type(name: $name) { inputFields { name } } }";
        let data = app.data(query, json!({ "name": input_type(case.field) })).await;
        let fields: Vec<&Value> = data["__type"]["inputFields"].as_array().unwrap().iter().collect();
        let told = case.refusals.iter().filter_map(|refusal| match refusal.told {
            ToldAs::User(_, argument) => argument,
            ToldAs::Error(_) => None,
        });
        let told = told.chain(case.bad.iter().flat_map(|bad| bad.told.iter().map(|(_, path)| *path)));
        for path in told.filter(|path| !path.is_empty()) {
            let argument = path.split('.').next().unwrap();
            assert!(fields.iter().any(|field| field["name"] == argument), "{}: {path}", case.field);
        }
    }
}
