//! Every resource, read from the sandbox: two readings of signNow's documents that have to agree.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{TimeDelta, Utc};
use serde_json::{Map, Value, json};
use signgraph::sandbox::Sandbox;
use signgraph::signnow::events::{
    CallbackUrl, CreateEventSubscription, EventCallback, EventName, EventSubject, EventSubscriptions,
};
use signgraph::signnow::v1::{
    DocumentById, DocumentGroupById, DocumentGroups, DocumentState, Documents, FieldKind,
};
use signgraph::signnow::v2::{
    Activity, Admins, AllowedTeamAdmins, Direction, EmailFooters, LastLoginField, LastLoginOrder, LastLogins,
    Members, Organization, Organizations, Role, SeatStatus, Settings, TimeRange, UsersActivity,
};
use signgraph::signnow::vault::SealedStore;
use signgraph::signnow::{
    Client, DocumentGroupId, ErrorKind, List, Options, OrganizationId, SystemClock, Upstream,
};

use super::world::{password, user};

async fn sandbox() -> (Sandbox, Client) {
    let sandbox = Sandbox::start(Default::default()).await.unwrap();
    let options = Options::new(Upstream::parse(&sandbox.url(), &[]).unwrap(), password());
    let client = Client::new(options, SealedStore::in_memory(), Arc::new(SystemClock)).unwrap();
    (sandbox, client)
}

/// The whole list, page by page, with what each page says of the list held against what came.
async fn all<L: List>(client: &Client, list: L) -> Vec<L::Row> {
    let mut rows = Vec::new();
    for number in 1.. {
        let page = client.get(&list.page(number)).await.unwrap().value;
        assert!(page.is_last || page.rows.len() == L::PER_PAGE);
        rows.extend(page.rows);
        if page.is_last {
            assert!(page.total.is_none_or(|total| total == rows.len()));
            break;
        }
    }
    rows
}

async fn managed(client: &Client) -> Vec<Organization> {
    let roles = vec![Role::Admin, Role::Moderator];
    all(client, Organizations { status: Some(SeatStatus::Active), roles }).await
}

/// The organization with the most members, which takes more than one page.
async fn largest(client: &Client) -> OrganizationId {
    let mut found = Vec::new();
    for organization in managed(client).await {
        let total = client.get(&Members::of(organization.id.clone()).page(1)).await.unwrap().value.total;
        found.push((total, organization.id));
    }
    found.into_iter().max().unwrap().1
}

#[tokio::test]
async fn the_viewer_and_the_viewers_documents() {
    let (_sandbox, client) = sandbox().await;
    let viewer = user(&client).await.unwrap().value;
    assert_eq!(viewer.email.as_deref(), Some("viewer@sandbox.test"));
    assert!(viewer.is_active && viewer.created_at.is_some());
    for state in [DocumentState::Modified, DocumentState::Unmodified] {
        let documents = all(&client, Documents { state }).await;
        let first = documents.first().expect("the demo world has documents of both kinds");
        let same = client.get(&DocumentById { id: first.id.clone() }).await.unwrap().value;
        assert_eq!((&same.id, &same.name, same.page_count), (&first.id, &first.name, first.page_count));
        assert_eq!(first.owner_email.as_deref(), Some("viewer@sandbox.test"));
    }
}

#[tokio::test]
async fn fields_of_documents_listed_and_alone() {
    let (_sandbox, client) = sandbox().await;
    let documents = all(&client, Documents { state: DocumentState::Modified }).await;
    let (mut filled, mut asked) = (0, 0);
    for field in documents.iter().flat_map(|document| &document.fields) {
        assert_eq!((field.kind, field.is_required), (FieldKind::Signature, true));
        assert!(field.area.is_some_and(|area| area.width == 180 && area.height == 40), "{field:?}");
        assert!(field.role.is_some() && field.role_id.is_some() && field.name.is_some());
        assert_eq!(field.request_id.is_some(), field.signer_email.is_some());
        filled += usize::from(field.is_filled);
        asked += usize::from(field.request_id.is_some());
    }
    assert!(0 < filled && filled < asked, "{filled} {asked}");
    let named = |name: &str| documents.iter().find(|document| document.name == name).unwrap();
    let half = named("Rental contract Birch Lane");
    assert_eq!(half.fields.iter().map(|field| field.is_filled).collect::<Vec<_>>(), [true, false]);
    let alone = client.get(&DocumentById { id: half.id.clone() }).await.unwrap().value;
    assert_eq!((&alone.fields, alone.field_count()), (&half.fields, 2));
}

#[tokio::test]
async fn document_groups_across_pages() {
    let (sandbox, client) = sandbox().await;
    let made: Vec<_> = (0..119).map(|number| format!("Group {number}")).collect();
    let owner = json!({ "owner": "viewer@sandbox.test" });
    let groups: Map<_, _> = made.iter().map(|name| (name.clone(), owner.clone())).collect();
    let edit = json!({ "document_groups": Value::Object(groups) });
    let edited = reqwest::Client::builder().no_proxy().build().unwrap();
    let edited = edited.post(format!("{}/__sandbox/state", sandbox.url())).json(&edit).send().await.unwrap();
    assert!(edited.status().is_success());
    let groups = all(&client, DocumentGroups).await;
    let names: BTreeSet<_> = groups.iter().map(|group| group.name.as_str()).collect();
    let expected = made.iter().map(String::as_str).chain(["Grove Lane"]).collect();
    assert_eq!((groups.len(), names), (120, expected));
    let beyond = client.get(&DocumentGroups.page(4)).await.unwrap().value;
    assert_eq!((beyond.rows.len(), beyond.total, beyond.is_last), (0, Some(120), true));
}

#[tokio::test]
async fn a_document_group_listed_and_alone() {
    let (_sandbox, client) = sandbox().await;
    let listed = all(&client, DocumentGroups).await.remove(0);
    assert_eq!((listed.name.as_str(), listed.invite_status.as_deref()), ("Grove Lane", Some("pending")));
    let alone = client.get(&DocumentGroupById { id: listed.id.clone() }).await.unwrap().value;
    assert_eq!((&alone.id, &alone.name, &alone.invite_id), (&listed.id, &listed.name, &listed.invite_id));
    for (one, other) in listed.documents.iter().zip(&alone.documents) {
        assert_eq!((&one.id, &one.name, &one.roles), (&other.id, &other.name, &other.roles));
        assert_eq!((one.is_removable, other.is_removable), (None, Some(false)));
    }
    let document = client.get(&DocumentById { id: listed.documents[0].id.clone() }).await.unwrap().value;
    let group = document.document_group.unwrap();
    assert_eq!((group.id, group.invite_status), (listed.id, listed.invite_status));
    let unknown = DocumentGroupById { id: DocumentGroupId::parse(&"0".repeat(40)).unwrap() };
    let error = client.get(&unknown).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::NotFound, Some(400)));
}

#[tokio::test]
async fn organizations_and_the_filters_on_them() {
    let (_sandbox, client) = sandbox().await;
    let everything = all(&client, Organizations::default()).await;
    let memberships = everything.iter().filter_map(|organization| organization.membership.as_ref());
    let places: BTreeSet<_> = memberships.map(|place| (place.role, place.status)).collect();
    assert!(places.contains(&(Role::Admin, SeatStatus::Active)), "{places:?}");
    for (role, status) in places {
        let rows = all(&client, Organizations { status: Some(status), roles: vec![role] }).await;
        assert!(!rows.is_empty());
        for organization in rows {
            let membership = organization.membership.unwrap();
            assert_eq!((membership.role, membership.status), (role, status));
        }
    }
}

#[tokio::test]
async fn people_of_an_organization_and_the_filters_on_them() {
    let (_sandbox, client) = sandbox().await;
    let organization = largest(&client).await;
    let members = all(&client, Members::of(organization.clone())).await;
    assert!(members.iter().any(|member| member.last_login.is_none()));
    assert!(members.iter().any(|member| member.last_login.is_some()));
    let pending = Members { status: Some(SeatStatus::Pending), ..Members::of(organization.clone()) };
    let pending = all(&client, pending).await;
    let expected = members.iter().filter(|member| member.status == SeatStatus::Pending).count();
    assert_eq!(pending.len(), expected);
    let email = members[0].email.clone();
    let one = Members { email: Some(email.clone()), ..Members::of(organization.clone()) };
    let found: Vec<_> = all(&client, one).await.into_iter().map(|member| member.email).collect();
    assert_eq!(found, [email]);
    for (direction, is_sorted) in [(Direction::Ascending, true), (Direction::Descending, false)] {
        let ordered = Members { order: Some(direction), ..Members::of(organization.clone()) };
        let mut emails: Vec<_> = all(&client, ordered).await.into_iter().map(|member| member.email).collect();
        if !is_sorted {
            emails.reverse();
        }
        assert!(emails.is_sorted());
        assert_eq!(emails.len(), members.len());
    }
    let admins = all(&client, Admins::of(organization.clone())).await;
    let moderators = Admins { roles: vec![Role::Moderator], ..Admins::of(organization) };
    let expected = admins.iter().filter(|admin| admin.role == Role::Moderator).count();
    assert_eq!(all(&client, moderators).await.len(), expected);
}

#[tokio::test]
async fn logins_agree_with_the_members() {
    let (_sandbox, client) = sandbox().await;
    let organization = largest(&client).await;
    let members = all(&client, Members::of(organization.clone())).await;
    let logins = all(&client, LastLogins::of(organization.clone())).await;
    assert!(!logins.is_empty());
    for login in &logins {
        let member = members.iter().find(|member| member.id == login.user_id).unwrap();
        assert_eq!(member.last_login.as_ref(), Some(&login.login));
    }
    let order = LastLoginOrder { field: LastLoginField::Email, direction: Direction::Ascending };
    let ordered = all(&client, LastLogins { order: Some(order), ..LastLogins::of(organization) }).await;
    assert!(ordered.is_sorted_by_key(|login| login.email.clone()));
}

#[tokio::test]
async fn settings_footers_and_team_admins() {
    let (_sandbox, client) = sandbox().await;
    let (mut settings, mut footers, mut allowed) = (0, 0, 0);
    for Organization { id, .. } in managed(&client).await {
        settings += all(&client, Settings { organization: id.clone() }).await.len();
        footers += all(&client, EmailFooters { organization: id.clone() }).await.len();
        let everyone = all(&client, AllowedTeamAdmins::of(id.clone())).await;
        let active = AllowedTeamAdmins { active: Some(true), ..AllowedTeamAdmins::of(id) };
        let expected = everyone.iter().filter(|admin| admin.is_active).count();
        assert_eq!(all(&client, active).await.len(), expected);
        allowed += everyone.len();
    }
    assert!(settings > 0 && footers > 0 && allowed > 0, "{settings} {footers} {allowed}");
}

#[tokio::test]
async fn activity_follows_the_range() {
    let (_sandbox, client) = sandbox().await;
    let organization = largest(&client).await;
    let mut sums = Vec::new();
    for days in [30, 400] {
        let range = TimeRange { from: Some(Utc::now() - TimeDelta::days(days)), to: None };
        let whole = client.get(&Activity { organization: organization.clone(), range }).await.unwrap().value;
        let rows = all(&client, UsersActivity { organization: organization.clone(), range }).await;
        assert_eq!(rows.iter().map(|row| row.documents).sum::<u64>(), whole.documents);
        sums.push(whole.documents);
    }
    assert!(sums[0] < sums[1], "{sums:?}");
}

#[tokio::test]
async fn subscriptions_to_events_are_found_by_their_markers() {
    let (_sandbox, client) = sandbox().await;
    let viewer = user(&client).await.unwrap().value.id;
    let url = CallbackUrl::parse("https://example.test/hook").unwrap();
    for (number, event) in EventName::OFFICIAL.iter().enumerate() {
        if event.subject() == Some(EventSubject::User) {
            let url = url.with_marker(&number.to_string());
            let callback = EventCallback::new(url, "a-secret-key".to_owned().into());
            let (event, entity) = (event.clone(), viewer.clone().into());
            client.execute(&CreateEventSubscription { event, entity, callback }).await.unwrap();
        }
    }
    let rows = all(&client, EventSubscriptions).await;
    assert_eq!(rows.len(), 24);
    for row in rows {
        let marker = row.callback.unwrap().marker().unwrap();
        assert_eq!(row.event, EventName::OFFICIAL[marker.parse::<usize>().unwrap()]);
        assert_eq!(row.entity, Some(viewer.clone().into()));
        assert!(row.has_secret_key && row.requires_tls_12 && row.created_at.is_some());
        assert_eq!(row.deletes_access_token, Some(true));
    }
}

#[tokio::test]
async fn refusals_carry_signnows_codes() {
    let (_sandbox, client) = sandbox().await;
    let unknown = OrganizationId::parse(&"0".repeat(40)).unwrap();
    let error = client.get(&Members::of(unknown).page(1)).await.unwrap_err();
    assert_eq!((error.kind(), error.upstream_code()), (ErrorKind::NotFound, Some(12_003_001)));
    let plain = Organizations { status: Some(SeatStatus::Active), roles: vec![Role::Member] };
    let plain = all(&client, plain).await.remove(0).id;
    let error = client.get(&Members::of(plain).page(1)).await.unwrap_err();
    assert_eq!((error.kind(), error.upstream_code()), (ErrorKind::Forbidden, Some(12_003_003)));
}
