//! The endpoints, in the order of document 003.

use super::{activity, admin, email_footer, invite, login, member, organization, setting, team_admin};
use crate::sandbox::http::{Route, delete, get, post, put};

/// The routes of this room.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        post("/v2/organizations", organization::create),
        put("/v2/organizations/{organization_id}", organization::rename),
        get("/v2/organizations", organization::list),
        delete("/v2/organizations/{organization_id}", organization::remove),
        get("/v2/organizations/{organization_id}/admins", admin::list),
        post("/v2/organizations/{organization_id}/admins", admin::add),
        put("/v2/organizations/{organization_id}/admins/{user_id}", admin::change_type),
        post("/v2/organizations/{organization_id}/admins/{user_id}/accept", invite::accept_as_admin),
        post("/v2/organizations/{organization_id}/admins/{user_id}/decline", invite::decline_as_admin),
        delete("/v2/organizations/{organization_id}/admins/{user_id}", admin::remove),
        get("/v2/organizations/{organization_id}/members", member::list),
        post("/v2/organizations/{organization_id}/members", member::add),
        delete("/v2/organizations/{organization_id}/members/{user_id}", member::remove),
        post("/v2/organizations/{organization_id}/members/{user_id}/accept", invite::accept_as_member),
        post("/v2/organizations/{organization_id}/members/{user_id}/decline", invite::decline_as_member),
        put("/v2/organizations/{organization_id}/settings", setting::update),
        get("/v2/organizations/{organization_id}/settings", setting::list),
        post("/v2/organizations/{organization_id}/allowed-team-admins", team_admin::add),
        put("/v2/organizations/{organization_id}/allowed-team-admins", team_admin::switch),
        get("/v2/organizations/{organization_id}/allowed-team-admins", team_admin::list),
        get("/v2/organizations/{organization_id}/email-footers", email_footer::list),
        get("/v2/organizations/{organization_id}/members/last-logins", login::list),
        get("/v2/organizations/{organization_id}/users-activity", activity::by_user),
        get("/v2/organizations/{organization_id}/activity", activity::of_organization),
    ]
}
