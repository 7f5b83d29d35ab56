//! After a mutation the dashboard asks for what the mutation made obsolete, and for nothing else.

use std::collections::BTreeMap;

use futures::future::join_all;
use serde_json::json;

use super::case::Case;
use super::cases;
use super::dashboard::DASHBOARD;
use super::stage::{Stage, input_type};

const VIEWER: &str = "GET /user";
const ORGANIZATIONS: &str = "GET /v2/organizations";
const ADMINS: &str = "GET /v2/organizations/{organization_id}/admins";
const MEMBERS: &str = "GET /v2/organizations/{organization_id}/members";
const USERS_ACTIVITY: &str = "GET /v2/organizations/{organization_id}/users-activity";
const ACTIVITY: &str = "GET /v2/organizations/{organization_id}/activity";
const SETTINGS: &str = "GET /v2/organizations/{organization_id}/settings";
const TEAM_ADMINS: &str = "GET /v2/organizations/{organization_id}/allowed-team-admins";

/// Three organizations. What the members did is looked up in the whole list, which takes two pages in the largest.
const COLD: &[(&str, u64)] = &[
    (VIEWER, 1),
    (ORGANIZATIONS, 1),
    (ADMINS, 3),
    (MEMBERS, 3),
    (USERS_ACTIVITY, 4),
    (ACTIVITY, 3),
    (SETTINGS, 3),
    (TEAM_ADMINS, 3),
];

/// What has to be asked for again after each mutation, in the largest organization where it is about one.
#[rustfmt::skip]
const AFTER: &[(&str, &[(&str, u64)])] = &[
    ("createOrganization", &[
        (VIEWER, 1), (ORGANIZATIONS, 1),
        // The new one.
        (ADMINS, 1), (MEMBERS, 1), (ACTIVITY, 1), (SETTINGS, 1), (TEAM_ADMINS, 1),
    ]),
    // `GET /user` tells the organization's name, too.
    ("renameOrganization", &[(VIEWER, 1), (ORGANIZATIONS, 1)]),
    ("deleteOrganization", &[(VIEWER, 1), (ORGANIZATIONS, 1)]),
    // Whoever comes or goes may be in the list of what people did.
    ("addAdmin", &[(ADMINS, 1), (USERS_ACTIVITY, 2)]),
    ("changeAdminRole", &[(ADMINS, 1)]),
    ("removeAdmin", &[(ADMINS, 1), (USERS_ACTIVITY, 2)]),
    ("addMember", &[(MEMBERS, 1), (USERS_ACTIVITY, 2)]),
    ("removeMember", &[(MEMBERS, 1), (USERS_ACTIVITY, 2)]),
    ("acceptAdminInvitation", &[
        (VIEWER, 1), (ORGANIZATIONS, 1),
        // The viewer manages one more.
        (ADMINS, 1), (MEMBERS, 1), (USERS_ACTIVITY, 1), (ACTIVITY, 1), (SETTINGS, 1), (TEAM_ADMINS, 1),
    ]),
    ("declineAdminInvitation", &[(VIEWER, 1), (ORGANIZATIONS, 1)]),
    // It ends a membership elsewhere, and nothing tells where.
    ("acceptMemberInvitation", &[(VIEWER, 1), (ORGANIZATIONS, 1), (MEMBERS, 3), (USERS_ACTIVITY, 4)]),
    ("declineMemberInvitation", &[(VIEWER, 1), (ORGANIZATIONS, 1)]),
    // `GET /user` tells the settings of the viewer's organization, too.
    ("changeOrganizationSetting", &[(VIEWER, 1), (SETTINGS, 1)]),
    ("allowTeamAdmin", &[(TEAM_ADMINS, 1)]),
    ("activateTeamAdmin", &[(TEAM_ADMINS, 1)]),
    ("deactivateTeamAdmin", &[(TEAM_ADMINS, 1)]),
    ("createUser", &[]),
    // The answer tells the names. Lists of members tell them, too, and the viewer may be in any.
    ("updateViewer", &[(MEMBERS, 3)]),
    ("sendVerificationEmail", &[]),
    ("verifyEmail", &[(VIEWER, 1)]),
    ("sendPasswordReset", &[]),
    ("createEventSubscription", &[]),
    ("changeEventSubscription", &[]),
    ("deleteEventSubscription", &[]),
    // No organization shows what is signed.
    ("sendFieldInvite", &[]),
    ("cancelFieldInvites", &[]),
    ("resendFieldInvite", &[]),
    ("sendFreeformInvite", &[]),
    ("cancelFreeformInvite", &[]),
    ("createEmbeddedInvites", &[]),
    ("createEmbeddedInviteLink", &[]),
    ("deleteEmbeddedInvites", &[]),
    ("createGroupEmbeddedInvites", &[]),
    ("createGroupEmbeddedInviteLink", &[]),
    ("deleteGroupEmbeddedInvites", &[]),
    // `GET /user` counts documents.
    ("uploadDocument", &[(VIEWER, 1)]),
    ("uploadDocumentFromUrl", &[(VIEWER, 1)]),
    ("updateDocument", &[]),
    ("addDocumentFields", &[]),
    ("deleteDocument", &[(VIEWER, 1)]),
    ("createDocumentGroup", &[]),
    ("deleteDocumentGroup", &[]),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_asked_for_again_that_did_not_change() {
    let expected: BTreeMap<_, _> = AFTER.iter().copied().collect();
    let mut cases = cases::all();
    // Two cases of one mutation may forget more or less; the table has the first.
    cases.dedup_by_key(|case| case.field);
    assert_eq!(cases.len(), expected.len(), "a mutation has no row in AFTER");
    join_all(cases.iter().map(|case| check(case, expected[case.field]))).await;
}

async fn check(case: &Case, expected: &[(&str, u64)]) {
    let stage = Stage::after(&case.edit).await;
    stage.app.data(DASHBOARD, json!({})).await;
    assert_eq!(stage.app.calls().await, counts(COLD));
    stage.app.data(DASHBOARD, json!({})).await;
    assert_eq!(stage.app.calls().await, counts(COLD), "a warm dashboard asks for nothing");

    let (field, input) = (case.field, input_type(case.field));
    let document = format!("mutation ($input: {input}!) {{ {field}(input: $input) {{ outcome }} }}");
    let input = stage.input(case).await;
    assert_eq!(stage.send(&document, input).await.data[field]["outcome"], "CONFIRMED");
    stage.app.forget_calls().await;
    let kept = stage.app.data(DASHBOARD, json!({})).await;
    assert_eq!(stage.app.calls().await, counts(expected), "{field}");
    assert_eq!(kept, stage.app.ask_anew(DASHBOARD, json!({})).await.data, "{field}");
}

fn counts(calls: &[(&str, u64)]) -> BTreeMap<String, u64> {
    calls.iter().map(|(route, count)| ((*route).to_owned(), *count)).collect()
}
