//! Invitations to sign: the viewer's contracts of the demo world, with a tenant and a landlord in every state.

use std::num::NonZeroU32;

use serde_json::{Value, json};
use signgraph::signnow::v1::{
    CancelFieldInvites, CancelFreeformInvite, InvitedSigner, Recipient, ResendFieldInvite, ResentInvite,
    SendFieldInvite, SendFreeformInvite,
};
use signgraph::signnow::v2::{
    CreateEmbeddedInviteLink, CreateEmbeddedInvites, CreateGroupEmbeddedInviteLink,
    CreateGroupEmbeddedInvites, DeleteEmbeddedInvites, DeleteGroupEmbeddedInvites, EmbeddedInvitee,
    EmbeddedSigner, GroupSigner, GroupStep, GroupTask, LinkExpiration, SignerAuthentication, SigningAction,
};
use signgraph::signnow::{
    EmailAddress, FieldInviteId, FieldRequestId, FreeformInviteId, GroupInviteId, SigningRole,
};

use super::super::stage::{Act, World};
use super::{Case, email};

/// Nobody is invited.
const DRAFT: &str = "Rental contract draft";
/// Nobody is invited here either.
const RULES: &str = "House rules Hazel Lane";
/// By mail; it is the tenant's turn.
const MAILED: &str = "Rental contract Ash Lane";
/// Inside another application; it is the tenant's turn.
const EMBEDDED: &str = "Rental contract Fir Lane";
/// Without fields; the tenant is asked to sign anywhere, the landlord is not any more.
const FREEFORM: &str = "Inventory Ivy Lane";
/// A group that is being signed inside another application; it is the landlord's turn.
const GROUP: &str = "Grove Lane";
/// Its documents.
const GROUPED: [&str; 2] = ["Rental contract Grove Lane", "House rules Grove Lane"];
/// A group to which nobody is invited, once the edit has made it.
const NEW_GROUP: &str = "Hazel Lane";

const TENANT: &str = "tenant@client.example";
const LANDLORD: &str = "landlord@client.example";
const GUARANTOR: &str = "guarantor@client.example";

pub(super) fn cases() -> Vec<Case> {
    let mut cases = mailed();
    cases.extend(resent());
    cases.extend(embedded());
    cases.extend(embedded_in_a_group());
    cases
}

fn mailed() -> Vec<Case> {
    fn send(world: &World, document: &str) -> Act {
        let signers = [(TENANT, "Tenant"), (LANDLORD, "Landlord")].map(|(email, role)| {
            InvitedSigner::new(Recipient::Email(EmailAddress::new(email)), named(role), NonZeroU32::MIN)
        });
        Act::of(SendFieldInvite::new(world.document_id(document), email("viewer"), signers.to_vec()))
    }
    fn ask(world: &World, to: &str) -> Act {
        let (document, to) = (world.document_id(FREEFORM), EmailAddress::new(to));
        Act::of(SendFreeformInvite::new(document, email("viewer"), to))
    }
    fn cancel(world: &World, document: &str) -> Act {
        let reason = Some("The flat is let".to_owned());
        Act::of(CancelFieldInvites { document: world.document_id(document), reason })
    }
    fn cancel_request(world: &World, of: &str) -> Act {
        let invite = FreeformInviteId::parse(&id(request(world, of))).unwrap();
        Act::of(CancelFreeformInvite { invite, reason: None })
    }
    vec![
        Case {
            edit: json!({}),
            act: |world| send(world, DRAFT),
            is_done: |world| {
                let asked = [TENANT, LANDLORD].map(|signer| world.mails("field_invite", signer));
                invites(world, DRAFT).len() == 2 && asked == [1, 1]
            },
            refused: (|world| send(world, MAILED), 65_536),
        },
        Case {
            edit: json!({}),
            act: |world| ask(world, GUARANTOR),
            is_done: |world| {
                request(world, GUARANTOR)["status"] == "pending"
                    && world.mails("freeform_invite", GUARANTOR) == 1
            },
            refused: (|world| ask(world, "guarantor"), 65_585),
        },
        Case {
            edit: json!({}),
            act: |world| cancel(world, MAILED),
            is_done: |world| invites(world, MAILED).is_empty() && world.mails("invite_canceled", TENANT) == 1,
            refused: (|world| cancel(world, DRAFT), 65_536),
        },
        Case {
            edit: json!({}),
            act: |world| cancel_request(world, TENANT),
            is_done: |world| request(world, TENANT)["status"] == "canceled",
            refused: (|world| cancel_request(world, LANDLORD), 65_536),
        },
    ]
}

fn resent() -> Vec<Case> {
    fn resend(invite: ResentInvite) -> Act {
        Act::of(ResendFieldInvite { invite })
    }
    fn by_field(world: &World, document: &str) -> Act {
        let field = &world.document(document)["fields"][0];
        resend(ResentInvite::FieldRequest(FieldRequestId::parse(&text(&field["request_id"])).unwrap()))
    }
    fn by_invite(world: &World, document: &str, of: &str) -> Act {
        resend(ResentInvite::FieldInvite(invite_id(world, document, of)))
    }
    vec![
        Case {
            edit: json!({}),
            act: |world| by_field(world, MAILED),
            is_done: |world| world.mails("invite_resend", TENANT) == 1,
            refused: (|world| by_field(world, EMBEDDED), 65_536),
        },
        Case {
            edit: json!({}),
            act: |world| by_invite(world, MAILED, TENANT),
            is_done: |world| world.mails("invite_resend", TENANT) == 1,
            refused: (|world| by_invite(world, MAILED, LANDLORD), 65_536),
        },
    ]
}

fn embedded() -> Vec<Case> {
    fn create(world: &World, document: &str) -> Act {
        let invitees =
            [(TENANT, "Tenant", 1), (LANDLORD, "Landlord", 2)].map(|(email, role, order)| EmbeddedInvitee {
                signer: signer(email),
                role: named(role),
                order: NonZeroU32::new(order).unwrap(),
            });
        Act::of(CreateEmbeddedInvites { document: world.document_id(document), invitees: invitees.to_vec() })
    }
    fn link(world: &World, of: &str) -> Act {
        Act::of(CreateEmbeddedInviteLink {
            document: world.document_id(EMBEDDED),
            invite: invite_id(world, EMBEDDED, of),
            authentication: SignerAuthentication::None,
            expires_in: LinkExpiration::new(45),
            session_expires_in: None,
        })
    }
    fn delete(world: &World, document: &str) -> Act {
        Act::of(DeleteEmbeddedInvites { document: world.document_id(document) })
    }
    vec![
        Case {
            edit: json!({}),
            act: |world| create(world, DRAFT),
            is_done: |world| {
                let statuses: Vec<_> =
                    invites(world, DRAFT).iter().map(|invite| text(&invite["status"])).collect();
                statuses == ["pending", "created"]
            },
            refused: (|world| create(world, MAILED), 19_003_105),
        },
        Case {
            edit: json!({}),
            act: |world| link(world, TENANT),
            is_done: |world| world.links() == 1,
            refused: (|world| link(world, LANDLORD), 19_001_028),
        },
        Case {
            edit: json!({}),
            act: |world| delete(world, EMBEDDED),
            is_done: |world| invites(world, EMBEDDED).is_empty(),
            refused: (|world| delete(world, DRAFT), 19_003_119),
        },
    ]
}

fn embedded_in_a_group() -> Vec<Case> {
    fn create(world: &World, group: &str, documents: [&str; 2]) -> Act {
        let task = |name: &str, action| GroupTask { document: world.document_id(name), action };
        let sign = |role: &str| documents.map(|name| task(name, SigningAction::Sign(named(role))));
        let signs = |email, role| GroupSigner { signer: signer(email), tasks: sign(role).to_vec() };
        let looks_on =
            GroupSigner { signer: signer(GUARANTOR), tasks: vec![task(documents[0], SigningAction::View)] };
        let step = |order, signers| GroupStep { order: NonZeroU32::new(order).unwrap(), signers };
        Act::of(CreateGroupEmbeddedInvites {
            group: world.group_id(group),
            steps: vec![
                step(1, vec![signs(TENANT, "Tenant"), looks_on]),
                step(2, vec![signs(LANDLORD, "Landlord")]),
            ],
            sign_as_merged: true,
        })
    }
    fn link(world: &World, of: &str) -> Act {
        Act::of(CreateGroupEmbeddedInviteLink {
            group: world.group_id(GROUP),
            invite: GroupInviteId::parse(&id(&world.group(GROUP)["invite"])).unwrap(),
            email: EmailAddress::new(of),
            authentication: SignerAuthentication::Email,
            expires_in: None,
            session_expires_in: None,
        })
    }
    fn delete(world: &World, group: &str) -> Act {
        Act::of(DeleteGroupEmbeddedInvites { group: world.group_id(group) })
    }
    let new_group = json!({ "document_groups": { NEW_GROUP: { "documents": [DRAFT, RULES] } } });
    vec![
        Case {
            edit: new_group.clone(),
            act: |world| create(world, NEW_GROUP, [DRAFT, RULES]),
            is_done: |world| {
                world.group(NEW_GROUP)["invite"]["sign_as_merged"] == true
                    && [DRAFT, RULES].map(|document| invites(world, document).len()) == [3, 2]
            },
            refused: (|world| create(world, GROUP, GROUPED), 19_003_205),
        },
        Case {
            edit: json!({}),
            act: |world| link(world, LANDLORD),
            is_done: |world| world.links() == 1,
            refused: (|world| link(world, GUARANTOR), 19_003_210),
        },
        Case {
            edit: new_group,
            act: |world| delete(world, GROUP),
            is_done: |world| world.group(GROUP)["invite"].is_null(),
            refused: (|world| delete(world, NEW_GROUP), 19_003_211),
        },
    ]
}

fn signer(email: &str) -> EmbeddedSigner {
    EmbeddedSigner::new(EmailAddress::new(email), SignerAuthentication::None)
}

fn named(role: &str) -> SigningRole {
    SigningRole::Name(role.to_owned())
}

/// The invitations to the fields of a document, or to look on.
fn invites<'world>(world: &'world World, document: &str) -> &'world [Value] {
    world.document(document)["invites"].as_array().unwrap()
}

fn invite_id(world: &World, document: &str, of: &str) -> FieldInviteId {
    let invite = invites(world, document).iter().find(|invite| invite["email"] == of).unwrap();
    FieldInviteId::parse(&id(invite)).unwrap()
}

/// The request to sign anywhere; `null` if there is none.
fn request<'world>(world: &'world World, of: &str) -> &'world Value {
    let mut requests = world.document(FREEFORM)["freeform_invites"].as_array().unwrap().iter();
    requests.find(|request| request["email"] == of).unwrap_or(&Value::Null)
}

fn id(of: &Value) -> String {
    text(&of["id"])
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
