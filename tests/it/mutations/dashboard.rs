//! What a dashboard asks for, again and again.

/// The viewer, and every organization they manage with its people, their logins and what they did, its settings and
/// its activity.
pub(super) const DASHBOARD: &str = "{
    viewer { email firstName lastName }
    organizations(first: 8, roles: [ADMIN, MODERATOR], status: ACTIVE) { nodes {
        name
        viewerMembership { role }
        admins { totalCount nodes { email adminRole adminStatus } }
        members(first: 20) { totalCount nodes { email memberStatus lastLogin { at } activity { documents } } }
        activity { documents }
        settings(first: 100) { nodes { name value } }
        allowedTeamAdmins(first: 100) { nodes { isActive person { email } } }
    } }
}";
