//! What the account is in each organization, and whether the graph can read there.

use super::finding::Report;
use crate::signnow::v2::{Members, Organization, Organizations, Role, SeatStatus};
use crate::signnow::{Client, ErrorKind, List};

const CHECK: &str = "organization";

/// More are counted and not looked into.
const LOOKED_INTO: usize = 20;

pub(super) async fn check(client: &Client, report: &mut Report) {
    let page = match client.get(&Organizations::of_every_role().page(1)).await {
        Ok(fetched) => fetched.value,
        Err(error) if error.kind() == ErrorKind::PlanRequired => {
            return report.warning(CHECK, "the plan does not include organizations: change it at signNow");
        }
        Err(error) => return report.problem(CHECK, format!("they cannot be listed: {error}")),
    };
    if page.rows.is_empty() {
        report.warning(
            CHECK,
            "the account is in none, so the graph shows none: found one, or accept an invitation",
        );
    }
    for organization in page.rows.iter().take(LOOKED_INTO) {
        look_into(client, organization, report).await;
    }
    let more = page.total.unwrap_or(page.rows.len()).saturating_sub(LOOKED_INTO);
    if more > 0 {
        report.ok(CHECK, format!("{more} more were not looked into"));
    }
}

async fn look_into(client: &Client, organization: &Organization, report: &mut Report) {
    let name = &organization.name;
    if !organization.is_active {
        return report.ok(CHECK, format!("{name}: is not in use any more"));
    }
    let Some(membership) = &organization.membership else {
        return report.warning(CHECK, format!("{name}: signNow does not tell what the account is there"));
    };
    let role = membership.role.as_str();
    match (membership.status, membership.role) {
        (SeatStatus::Pending, _) => report.warning(
            CHECK,
            format!("{name}: invited as {role}, and the invitation is open; accept it, or the graph shows little of it"),
        ),
        (SeatStatus::Declined | SeatStatus::Other, _) => {
            report.warning(CHECK, format!("{name}: the place as {role} is not in force; ask an admin for an invitation"));
        }
        (SeatStatus::Active, Role::Admin | Role::Moderator) => try_to_read(client, organization, role, report).await,
        (SeatStatus::Active, Role::Member | Role::Other) => report.warning(
            CHECK,
            format!(
                "{name}: {role}, which signNow shows no members, settings and activity; an admin can make the account \
                 a moderator"
            ),
        ),
    }
}

async fn try_to_read(client: &Client, organization: &Organization, role: &str, report: &mut Report) {
    let name = &organization.name;
    match client.get(&Members::of(organization.id.clone()).page(1)).await {
        Ok(_) => report.ok(CHECK, format!("{name}: {role}, and its members can be read")),
        Err(error) if error.kind() == ErrorKind::PlanRequired => {
            report
                .warning(CHECK, format!("{name}: {role}, but its plan does not include reading its members"));
        }
        Err(error) => {
            report.problem(CHECK, format!("{name}: {role}, but its members cannot be read: {error}"))
        }
    }
}
