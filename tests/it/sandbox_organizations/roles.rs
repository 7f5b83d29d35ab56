//! Who may read what: admins and moderators everything, all others nothing.

use super::stage::Stage;

const LISTS: [&str; 8] = [
    "admins",
    "members",
    "settings",
    "allowed-team-admins",
    "email-footers",
    "members/last-logins",
    "users-activity",
    "activity",
];

/// Reads every list of an organization and tells what came: the status, and the code of a refusal.
async fn reads(stage: &Stage, who: &str, organization: &str) -> Vec<(u16, Option<u64>)> {
    let id = stage.world().await.organization_id(organization);
    let actor = stage.log_in(who).await;
    let mut outcomes = vec![];
    for list in LISTS {
        let answer = actor.get(&format!("/v2/organizations/{id}/{list}")).await;
        let code = (answer.status != 200).then(|| answer.refused(answer.status));
        outcomes.push((answer.status, code));
    }
    outcomes
}

#[tokio::test]
async fn admins_and_moderators_read_every_list() {
    let stage = Stage::demo().await;
    let managers = [
        ("viewer", "Harbor & Pine Logistics"),
        ("admin", "Harbor & Pine Logistics"),
        ("moderator", "Harbor & Pine Logistics"),
        ("viewer", "Kestrel Medical Supply"),
        ("trial", "Paperplane Startups"),
    ];
    for (who, organization) in managers {
        assert_eq!(reads(&stage, who, organization).await, [(200, None); 8], "{who} in {organization}");
    }
}

#[tokio::test]
async fn members_invited_declined_and_strangers_read_none() {
    let stage = Stage::demo().await;
    let others = [
        ("member", "Harbor & Pine Logistics"),
        ("viewer", "Quarry Street Legal"),
        ("viewer", "Juniper Foods Cooperative"),
        ("viewer", "Old Mill Energy"),
        ("viewer", "Tall Ships Festival"),
        ("outsider", "Blue Lantern Studios"),
        ("business", "Harbor & Pine Logistics"),
    ];
    for (who, organization) in others {
        let refused = [(403, Some(12_003_003)); 8];
        assert_eq!(reads(&stage, who, organization).await, refused, "{who} in {organization}");
    }
}

#[tokio::test]
async fn a_seat_without_a_subscription_reads_none() {
    let stage = Stage::demo().await;
    assert_eq!(reads(&stage, "expired", "Faded Ink Partners").await, [(403, Some(12_003_002)); 8]);
}

#[tokio::test]
async fn a_deleted_organization_is_not_found_by_its_own_admin() {
    let stage = Stage::demo().await;
    assert_eq!(reads(&stage, "viewer", "Lantern Pilot").await, [(404, Some(12_003_001)); 8]);
}
