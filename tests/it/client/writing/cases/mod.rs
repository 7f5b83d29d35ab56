//! One case per command: how it succeeds, what that changes, and one documented way to be refused.

mod documents;
mod events;
mod invites;

use serde_json::{Value, json};
use signgraph::signnow::v1::{
    CreateUser, LogOut, PasswordChange, SendPasswordReset, SendVerificationEmail, UpdateUser, VerifyEmail,
};
use signgraph::signnow::v2::{
    AcceptAdminInvitation, AcceptMemberInvitation, ActivateTeamAdmin, AddAdmin, AddMember, AdminRole,
    AllowTeamAdmin, ChangeAdminRole, ChangeSetting, CreateOrganization, DeclineAdminInvitation,
    DeclineMemberInvitation, DeleteOrganization, RemoveAdmin, RemoveMember, RenameOrganization, SettingValue,
};
use signgraph::signnow::{EmailAddress, OrganizationId};

use super::stage::{Act, World};

/// A command in the demo world, executed by the viewer.
pub(super) struct Case {
    /// Done to the world first.
    pub(super) edit: Value,
    /// The command as it succeeds.
    pub(super) act: fn(&World) -> Act,
    /// Whether the world shows what the command is for.
    pub(super) is_done: fn(&World) -> bool,
    /// The command as it is refused, and signNow's number for the reason, or [`UNNUMBERED`].
    pub(super) refused: (fn(&World) -> Act, u64),
}

/// For refusals that signNow gives no number, as shape E of wire section 3.1 may have none.
pub(super) const UNNUMBERED: u64 = 0;

/// The viewer is an admin here, with admin@, moderator@ and member@.
const OURS: &str = "Harbor & Pine Logistics";
/// The viewer is invited to be an admin here.
const CALLS_ADMIN: &str = "Juniper Foods Cooperative";
/// The viewer is invited to be a member here.
const CALLS_MEMBER: &str = "Old Mill Energy";

pub(super) fn cases() -> Vec<Case> {
    let mut cases = organizations();
    cases.extend(admins());
    cases.extend(members());
    cases.extend(invitations());
    cases.extend(settings_and_team_admins());
    cases.extend(accounts());
    cases.extend(mails());
    cases.extend(events::cases());
    cases.extend(invites::cases());
    cases.extend(documents::cases());
    cases
}

fn ours(world: &World) -> OrganizationId {
    world.organization_id(OURS)
}

fn nowhere() -> OrganizationId {
    OrganizationId::parse(&"0".repeat(40)).unwrap()
}

fn email(name: &str) -> EmailAddress {
    EmailAddress::new(&format!("{name}@sandbox.test"))
}

fn organizations() -> Vec<Case> {
    vec![
        Case {
            edit: json!({}),
            act: |_| Act::of(CreateOrganization { name: "Northern Light".to_owned() }),
            is_done: |world| world.organizations("Northern Light").len() == 1,
            refused: (|_| Act::of(CreateOrganization { name: String::new() }), 12_001_002),
        },
        Case {
            edit: json!({}),
            act: |world| Act::of(RenameOrganization { organization: ours(world), name: "Birch".to_owned() }),
            is_done: |world| world.organizations("Birch").len() == 1 && world.organizations(OURS).is_empty(),
            refused: (
                |world| Act::of(RenameOrganization { organization: ours(world), name: "x".repeat(256) }),
                12_001_004,
            ),
        },
        Case {
            edit: json!({}),
            act: |world| Act::of(DeleteOrganization { organization: ours(world) }),
            is_done: |world| world.organization(OURS)["active"] == false,
            refused: (|_| Act::of(DeleteOrganization { organization: nowhere() }), 12_003_001),
        },
    ]
}

fn admins() -> Vec<Case> {
    fn add(world: &World, name: &str) -> Act {
        Act::of(AddAdmin { organization: ours(world), email: email(name), role: AdminRole::Moderator })
    }
    fn promote(world: &World, name: &str) -> Act {
        let (organization, user) = (ours(world), world.user_id(name));
        Act::of(ChangeAdminRole { organization, user, role: AdminRole::Admin })
    }
    fn remove(world: &World, name: &str) -> Act {
        Act::of(RemoveAdmin { organization: ours(world), user: world.user_id(name) })
    }
    vec![
        Case {
            edit: json!({}),
            act: |world| add(world, "outsider"),
            is_done: |world| {
                let seat = world.seat(OURS, "admins", "outsider");
                seat["status"] == "pending" && seat["role"] == "moderator"
            },
            refused: (|world| add(world, "admin"), 12_004_009),
        },
        Case {
            edit: json!({}),
            act: |world| promote(world, "moderator"),
            is_done: |world| world.seat(OURS, "admins", "moderator")["role"] == "admin",
            refused: (|world| promote(world, "outsider"), 12_004_025),
        },
        Case {
            edit: json!({}),
            act: |world| remove(world, "moderator"),
            is_done: |world| world.seat(OURS, "admins", "moderator").is_null(),
            refused: (|world| remove(world, "outsider"), 12_004_025),
        },
    ]
}

fn members() -> Vec<Case> {
    fn add(world: &World, name: &str) -> Act {
        Act::of(AddMember { organization: ours(world), email: email(name) })
    }
    fn remove(world: &World, name: &str) -> Act {
        Act::of(RemoveMember { organization: ours(world), user: world.user_id(name) })
    }
    vec![
        Case {
            edit: json!({}),
            act: |world| add(world, "outsider"),
            is_done: |world| world.seat(OURS, "members", "outsider")["status"] == "pending",
            refused: (|world| add(world, "member"), 12_007_005),
        },
        Case {
            edit: json!({}),
            act: |world| remove(world, "member"),
            is_done: |world| world.seat(OURS, "members", "member").is_null(),
            refused: (|world| remove(world, "outsider"), 12_007_014),
        },
    ]
}

fn invitations() -> Vec<Case> {
    macro_rules! answered {
        ($command:ident, $organization:ident, $kind:literal, $status:literal) => {
            Case {
                edit: json!({}),
                act: |world| {
                    let organization = world.organization_id($organization);
                    Act::of($command { organization, user: world.user_id("viewer") })
                },
                is_done: |world| world.seat($organization, $kind, "viewer")["status"] == $status,
                refused: (
                    |world| Act::of($command { organization: ours(world), user: world.user_id("viewer") }),
                    12_007_013,
                ),
            }
        };
    }
    vec![
        answered!(AcceptAdminInvitation, CALLS_ADMIN, "admins", "active"),
        answered!(DeclineAdminInvitation, CALLS_ADMIN, "admins", "declined"),
        answered!(AcceptMemberInvitation, CALLS_MEMBER, "members", "active"),
        answered!(DeclineMemberInvitation, CALLS_MEMBER, "members", "declined"),
    ]
}

fn settings_and_team_admins() -> Vec<Case> {
    fn set(world: &World, name: &str) -> Act {
        let value = SettingValue::Flag(true);
        Act::of(ChangeSetting { organization: ours(world), name: name.to_owned(), value })
    }
    fn allow(world: &World, name: &str) -> Act {
        Act::of(AllowTeamAdmin { organization: ours(world), email: email(name) })
    }
    fn stop(world: &World, name: &str) -> Act {
        Act::of(ActivateTeamAdmin { organization: ours(world), email: email(name), active: false })
    }
    let allowed = json!({ "outsider@sandbox.test": { "active": true } });
    vec![
        Case {
            edit: json!({}),
            act: |world| set(world, "require_login_for_signing"),
            is_done: |world| {
                let mut settings = world.organization(OURS)["settings"].as_array().unwrap().iter();
                settings.any(|one| one["name"] == "require_login_for_signing" && one["value"] == true)
            },
            refused: (|world| set(world, "no_such_setting"), 12_009_003),
        },
        Case {
            edit: json!({}),
            act: |world| allow(world, "outsider"),
            is_done: |world| world.seat(OURS, "allowed_team_admins", "outsider")["active"] == true,
            refused: (|world| allow(world, "admin"), 12_004_009),
        },
        Case {
            edit: json!({ "organizations": { OURS: { "allowed_team_admins": allowed } } }),
            act: |world| stop(world, "outsider"),
            is_done: |world| world.seat(OURS, "allowed_team_admins", "outsider")["active"] == false,
            refused: (|world| stop(world, "business"), 12_012_015),
        },
    ]
}

fn accounts() -> Vec<Case> {
    fn create(name: &str) -> Act {
        Act::of(CreateUser {
            email: email(name),
            password: "a-first-password".to_owned().into(),
            first_name: Some("Nell".to_owned()),
            last_name: None,
            phone: None,
            skips_trial: true,
            source: None,
            accepts_terms: None,
        })
    }
    fn update(old: &str) -> Act {
        let (old, new) = (old.to_owned().into(), "another-password".to_owned().into());
        Act::of(UpdateUser {
            first_name: Some("Vesna".to_owned()),
            last_name: Some("Lund".to_owned()),
            password: Some(PasswordChange { old, new }),
            log_out: Some(LogOut::Elsewhere),
        })
    }
    vec![
        Case {
            edit: json!({}),
            act: |_| create("newcomer"),
            is_done: |world| {
                let user = world.user("newcomer");
                user["first_name"] == "Nell" && user["subscription"] == "none"
            },
            refused: (|_| create("outsider"), 66_330),
        },
        Case {
            edit: json!({}),
            act: |_| update("sandbox-password"),
            is_done: |world| {
                let user = world.user("viewer");
                let names = [&user["first_name"], &user["last_name"]];
                names == ["Vesna", "Lund"] && user["password"] == "another-password"
            },
            refused: (|_| update("not-the-password"), 65_536),
        },
    ]
}

fn mails() -> Vec<Case> {
    fn verify(token: &str) -> Act {
        Act::of(VerifyEmail { email: email("unverified"), token: token.to_owned().into() })
    }
    let mailed = json!({ "token": "from-the-mail", "expires": "2999-01-01T00:00:00Z" });
    vec![
        Case {
            edit: json!({}),
            act: |_| Act::of(SendVerificationEmail { email: email("unverified") }),
            is_done: |world| world.user("unverified")["verification"].is_object(),
            refused: (|_| Act::of(SendVerificationEmail { email: email("viewer") }), 65_536),
        },
        Case {
            edit: json!({ "users": { "unverified@sandbox.test": { "verification": mailed } } }),
            act: |_| verify("from-the-mail"),
            is_done: |world| world.user("unverified")["verified"] == true,
            refused: (|_| verify("made-up"), 65_629),
        },
        Case {
            edit: json!({}),
            act: |_| Act::of(SendPasswordReset { email: email("outsider") }),
            is_done: |world| world.user("outsider")["password_reset"].is_object(),
            refused: (|_| Act::of(SendPasswordReset { email: email("nobody") }), 65_544),
        },
    ]
}
