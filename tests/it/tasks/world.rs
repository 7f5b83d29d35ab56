//! What the sandbox knows, and the names the graph has for it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::Value;

/// The largest organization of the viewer, who is an admin of it like `admin@sandbox.test`.
pub(super) const HARBOR: &str = "Harbor & Pine Logistics";
/// The other one that the viewer is an admin of.
pub(super) const LANTERN: &str = "Blue Lantern Studios";
/// One that the viewer is a moderator of; somebody else is its only admin.
pub(super) const KESTREL: &str = "Kestrel Medical Supply";
/// One that the viewer is a plain member of.
pub(super) const QUARRY: &str = "Quarry Street Legal";

/// What tasks can change, as the sandbox tells it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct World {
    users: Value,
    organizations: Value,
    outbox: Vec<Mail>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
struct Mail {
    kind: String,
    to: String,
}

impl World {
    pub(super) fn organization(&self, name: &str) -> &Value {
        let mut organizations = self.organizations.as_array().unwrap().iter();
        organizations.find(|organization| organization["name"] == name).unwrap()
    }

    /// signNow's own id of an organization.
    pub(super) fn organization_id(&self, name: &str) -> String {
        self.organization(name)["id"].as_str().unwrap().to_owned()
    }

    /// The user with this address; `null` if there is none.
    pub(super) fn user(&self, email: &str) -> &Value {
        let mut users = self.users.as_object().unwrap().values();
        users.find(|user| user["email"] == email).unwrap_or(&Value::Null)
    }

    /// Everybody's address.
    pub(super) fn emails(&self) -> Vec<String> {
        let users = self.users.as_object().unwrap().values();
        users.map(|user| user["email"].as_str().unwrap().to_owned()).collect()
    }

    /// Everybody who has a seat of a kind, `admins` or `members`, with this status.
    pub(super) fn seated(&self, organization: &str, kind: &str, status: &str) -> Vec<String> {
        let seats = self.organization(organization)[kind].as_array().unwrap().iter();
        let seats = seats.filter(|seat| seat["status"] == status);
        let email = |seat: &Value| self.users[seat["user_id"].as_str().unwrap()]["email"].clone();
        seats.map(|seat| email(seat).as_str().unwrap().to_owned()).collect()
    }

    /// The only one who is an active admin.
    pub(super) fn sole_admin(&self, organization: &str) -> String {
        let seats = self.organization(organization)["admins"].as_array().unwrap().iter();
        let admins = seats.filter(|seat| seat["role"] == "admin" && seat["status"] == "active");
        let admins: Vec<&str> = admins.map(|seat| seat["user_id"].as_str().unwrap()).collect();
        let [admin] = admins[..] else { panic!("{admins:?}") };
        self.users[admin]["email"].as_str().unwrap().to_owned()
    }

    /// The status of a seat, and for `admins` the role before it; `none` if there is none.
    pub(super) fn seat(&self, organization: &str, kind: &str, email: &str) -> String {
        let user = &self.user(email)["id"];
        let mut seats = self.organization(organization)[kind].as_array().unwrap().iter();
        let Some(seat) = seats.find(|seat| seat["user_id"] == *user) else { return "none".to_owned() };
        let words = ["role", "status"].iter().filter_map(|word| seat[*word].as_str());
        words.collect::<Vec<_>>().join(" ")
    }

    /// The graph's id of someone in an organization, whether or not they are there.
    pub(super) fn person_id(&self, organization: &str, email: &str) -> String {
        let (organization, user) = (self.organization_id(organization), &self.user(email)["id"]);
        URL_SAFE_NO_PAD.encode(format!("Person:{organization}:{}", user.as_str().unwrap()))
    }

    /// The kinds of mails that somebody got, in their order.
    pub(super) fn mails_to(&self, email: &str) -> Vec<&str> {
        self.outbox.iter().filter(|mail| mail.to == email).map(|mail| mail.kind.as_str()).collect()
    }

    pub(super) fn mails(&self) -> usize {
        self.outbox.len()
    }
}
