//! Which field asks signNow for what. A field that is not here asks for nothing of its own.
//!
//! `node` and `nodes` are not here: what they ask for is in their ids (`places`).

use super::ask::At::{Account, Organization, Thing};
use super::ask::Leads::{Back, Many, On, Organizations, User};
use super::ask::{Ask, At, Entry, Known, Leads, Pages, What};

const HUNDREDS: Pages = Pages { size: 100, tell_length: true };
/// The bare arrays of v1.
const UNTOLD: Pages = Pages { size: 100, tell_length: false };
const FIFTIES: Pages = Pages { size: 50, tell_length: true };

/// The documents that a group is taken to have. No argument tells; the rest is counted on the way.
const GROUPED: usize = 2;

const ADMINS: Ask = whole(Organization, "admins").unless(Known::ADMIN);
const MEMBERS: Ask = whole(Organization, "members").unless(Known::MEMBER);
const USER: Ask = object(Account, "user");
const ORGANIZATIONS: Ask = whole(Account, "organizations");
const ITS_DOCUMENT: &[Ask] = &[object(Account, "document")];
const ITS_GROUP: &[Ask] = &[object(Account, "documentGroup")];
const GROUPS: Ask = whole(Account, "documentGroups");

pub(super) const ENTRIES: &[Entry] = &[
    entry("Query", "viewer", &[USER]).leads(User),
    entry("Query", "organizations", &[slice(Account, "organizations", HUNDREDS).by(&["status", "roles"])])
        .leads(Organizations),
    entry("Query", "organization", &[ORGANIZATIONS]).leads(Organizations),
    entry("Query", "document", &[object(Account, "document").by(&["id"])]),
    entry("Query", "documentGroup", &[object(Account, "documentGroup").by(&["id"])]).knows(Known::GROUP),
    entry("Query", "eventSubscriptions", &[slice(Account, "eventSubscriptions", HUNDREDS)]),
    //
    entry("User", "organization", &[ORGANIZATIONS]).leads(Organizations),
    entry("User", "memberships", &[slice(Account, "organizations", HUNDREDS)]).leads(Organizations),
    entry("User", "documents", &[slice(Account, "documents", UNTOLD).by(&["state"])]),
    entry("User", "documentGroups", &[slice(Account, "documentGroups", FIFTIES)]).knows(Known::GROUP_ROW),
    //
    entry(
        "Organization",
        "admins",
        &[slice(Organization, "admins", HUNDREDS).by(&["email", "status", "roles"])],
    )
    .knows(Known::ADMIN),
    entry(
        "Organization",
        "members",
        &[slice(Organization, "members", HUNDREDS).by(&["email", "status", "orderBy"])],
    )
    .knows(Known::MEMBER),
    entry("Organization", "people", &[whole(Organization, "admins"), whole(Organization, "members")])
        .knows(Known::ADMIN.and(Known::MEMBER)),
    entry(
        "Organization",
        "invitations",
        &[
            whole(Organization, "invited admins").by(&["status"]),
            whole(Organization, "invited members").by(&["status"]),
        ],
    ),
    entry("Organization", "settings", &[slice(Organization, "settings", HUNDREDS)]),
    entry("Organization", "setting", &[whole(Organization, "settings")]),
    entry("Organization", "emailFooters", &[slice(Organization, "emailFooters", HUNDREDS)]),
    entry(
        "Organization",
        "allowedTeamAdmins",
        &[slice(Organization, "allowedTeamAdmins", HUNDREDS).by(&["email", "isActive"])],
    ),
    entry(
        "Organization",
        "lastLogins",
        &[slice(Organization, "lastLogins", HUNDREDS).by(&["email", "orderBy"])],
    ),
    entry("Organization", "activity", &[object(Organization, "activity").by(&["from", "to"])]),
    entry(
        "Organization",
        "usersActivity",
        &[slice(Organization, "usersActivity", HUNDREDS).by(&["from", "to"])],
    ),
    //
    entry("OrganizationMembership", "organization", &[]).leads(Back),
    entry("Person", "organization", &[ORGANIZATIONS]).leads(Back),
    entry("Person", "fullName", &[MEMBERS]),
    entry("Person", "roles", &[ADMINS, MEMBERS]),
    entry("Person", "adminRole", &[ADMINS]),
    entry("Person", "adminStatus", &[ADMINS]),
    entry("Person", "memberStatus", &[MEMBERS]),
    entry("Person", "lastLogin", &[whole(Organization, "lastLogins").unless(Known::MEMBER)]),
    entry("Person", "activity", &[whole(Organization, "usersActivity").by(&["from", "to"])]),
    entry("Person", "isViewer", &[USER]),
    entry("Person", "viewer", &[USER]).leads(User),
    //
    entry("Document", "group", &[]).knows(Known::GROUP_OF_DOCUMENT),
    entry(
        "DocumentGroup",
        "documents",
        &[object(Thing, "documentGroup").unless(Known::GROUP.and(Known::GROUP_ROW))],
    )
    .leads(Many(GROUPED)),
    entry("DocumentGroup", "inviteStatus", &[GROUPS.unless(Known::GROUP_ROW.and(Known::GROUP_OF_DOCUMENT))]),
    entry("DocumentGroup", "updatedAt", &[GROUPS.unless(Known::GROUP_ROW)]),
    entry("GroupedDocument", "document", &[object(Thing, "document")]),
    // What mutations answer is read anew after each.
    entry("AddAdminPayload", "person", &[whole(Account, "admin")]).knows(Known::ADMIN),
    entry("AddMemberPayload", "person", &[whole(Account, "member")]).knows(Known::MEMBER),
    entry("ChangeAdminRolePayload", "person", &[ADMINS]).knows(Known::ADMIN),
    entry("ProvisionMemberPayload", "person", &[ADMINS, MEMBERS]),
    entry("AddMembersResult", "person", &[MEMBERS]).knows(Known::MEMBER),
    entry("AnswerInvitationPayload", "organization", &[ORGANIZATIONS]).leads(Organizations),
    entry("CreateOrganizationPayload", "organization", &[ORGANIZATIONS]).leads(Organizations),
    entry("RenameOrganizationPayload", "organization", &[ORGANIZATIONS]).leads(Organizations),
    entry("ChangeOrganizationSettingPayload", "setting", &[whole(Organization, "settings")]),
    entry("TeamAdminPayload", "teamAdmin", &[whole(Organization, "allowedTeamAdmins")]),
    entry("UpdateViewerPayload", "viewer", &[USER]).leads(User),
    entry("ChangeEventSubscriptionPayload", "eventSubscription", &[whole(Account, "eventSubscriptions")]),
    entry("CreateEventSubscriptionPayload", "eventSubscription", &[whole(Account, "eventSubscriptions")]),
    entry("CreateEmbeddedInvitesPayload", "invites", &[object(Account, "document")]),
    of_document("AddDocumentFieldsPayload"),
    of_document("CancelFieldInvitesPayload"),
    of_document("CancelFreeformInvitePayload"),
    of_document("CreateEmbeddedInviteLinkPayload"),
    of_document("CreateEmbeddedInvitesPayload"),
    of_document("DeleteEmbeddedInvitesPayload"),
    of_document("ResendFieldInvitePayload"),
    of_document("SendFieldInvitePayload"),
    of_document("SendFreeformInvitePayload"),
    of_document("UpdateDocumentPayload"),
    of_document("UploadDocumentFromUrlPayload"),
    of_document("UploadDocumentPayload"),
    of_group("CreateDocumentGroupPayload"),
    of_group("CreateGroupEmbeddedInviteLinkPayload"),
    of_group("CreateGroupEmbeddedInvitesPayload"),
    of_group("DeleteGroupEmbeddedInvitesPayload"),
];

const fn of_document(payload: &'static str) -> Entry {
    entry(payload, "document", ITS_DOCUMENT)
}

const fn of_group(payload: &'static str) -> Entry {
    entry(payload, "documentGroup", ITS_GROUP).knows(Known::GROUP)
}

const fn entry(kind: &'static str, field: &'static str, asks: &'static [Ask]) -> Entry {
    Entry { field: (kind, field), asks, leads: On, knows: Known::NOTHING }
}

const fn object(at: At, name: &'static str) -> Ask {
    Ask { at, what: What::Object, name, by: &[], unless: Known::NOTHING }
}

const fn slice(at: At, name: &'static str, pages: Pages) -> Ask {
    Ask { what: What::Slice(pages), ..object(at, name) }
}

const fn whole(at: At, name: &'static str) -> Ask {
    Ask { what: What::Whole, ..object(at, name) }
}

impl Entry {
    const fn leads(self, leads: Leads) -> Self {
        Self { leads, ..self }
    }

    const fn knows(self, knows: Known) -> Self {
        Self { knows, ..self }
    }
}

impl Ask {
    const fn by(self, by: &'static [&'static str]) -> Self {
        Self { by, ..self }
    }

    const fn unless(self, unless: Known) -> Self {
        Self { unless, ..self }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::graph::Graph;
    use crate::graph::policy::Outline;

    #[test]
    fn every_entry_is_of_a_field_and_stands_once() {
        let outline = Outline::of(&Graph::sdl());
        let mut seen = BTreeSet::new();
        for Entry { field: (kind, field), .. } in ENTRIES {
            let shape = outline.shape(kind);
            assert!(shape.is_some_and(|shape| shape.fields.contains_key(*field)), "no field {kind}.{field}");
            assert!(seen.insert((kind, field)), "{kind}.{field} stands twice");
        }
    }

    #[test]
    fn the_arguments_of_an_entry_are_those_of_its_field() {
        let sdl = Graph::sdl();
        for entry in ENTRIES {
            let (_, from_type) = sdl.split_once(&format!("\ntype {} ", entry.field.0)).unwrap();
            let (_, from_field) = from_type.split_once(&format!("\n\t{}", entry.field.1)).unwrap();
            for argument in entry.asks.iter().flat_map(|ask| ask.by) {
                assert!(
                    from_field.contains(&format!("{argument}: ")),
                    "{:?} takes no `{argument}`",
                    entry.field
                );
            }
        }
    }
}
