//! What the sandbox knows, and the names the graph has for it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::Value;

/// What mutations can change, as `GET /__sandbox/state` tells it. Tokens and logins come and go without them.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct World {
    pub(super) users: Value,
    pub(super) organizations: Value,
    /// `null` where only a glance was taken.
    #[serde(default)]
    pub(super) documents: Value,
    pub(super) document_groups: Value,
    pub(super) event_subscriptions: Value,
    pub(super) outbox: Value,
}

impl World {
    /// The parts of a glance: the documents are most of what the sandbox tells.
    pub(super) const GLANCE: &str = "users,organizations,document_groups,event_subscriptions,outbox";
    /// All parts.
    pub(super) const WHOLE: &str = "users,organizations,document_groups,event_subscriptions,outbox,documents";

    /// The organizations with this name, deleted ones included.
    pub(super) fn organizations(&self, name: &str) -> Vec<&Value> {
        let organizations = self.organizations.as_array().unwrap().iter();
        organizations.filter(|organization| organization["name"] == name).collect()
    }

    pub(super) fn organization(&self, name: &str) -> &Value {
        let found = self.organizations(name);
        found.first().unwrap_or_else(|| panic!("no organization is named {name}"))
    }

    /// signNow's own id of an organization.
    pub(super) fn organization_id(&self, name: &str) -> String {
        self.organization(name)["id"].as_str().unwrap().to_owned()
    }

    /// The user with this name at `sandbox.test`; `null` if there is none.
    pub(super) fn user(&self, name: &str) -> &Value {
        let email = format!("{name}@sandbox.test");
        let mut users = self.users.as_object().unwrap().values();
        users.find(|user| user["email"] == email.as_str()).unwrap_or(&Value::Null)
    }

    /// signNow's own id of a user.
    pub(super) fn user_id(&self, name: &str) -> String {
        self.user(name)["id"].as_str().unwrap_or_else(|| panic!("nobody is named {name}")).to_owned()
    }

    /// A seat of that user; `null` if there is none. `kind` is `admins`, `members` or `allowed_team_admins`.
    pub(super) fn seat(&self, organization: &str, kind: &str, name: &str) -> &Value {
        let user = &self.user(name)["id"];
        let mut seats = self.organization(organization)[kind].as_array().unwrap().iter();
        seats.find(|seat| seat["user_id"] == *user).unwrap_or(&Value::Null)
    }

    /// The graph's id of someone in an organization, whether or not they are there.
    pub(super) fn person_id(&self, organization: &str, name: &str) -> String {
        global_id("Person", &[&self.organization_id(organization), &self.user_id(name)])
    }

    /// How many mails were sent.
    pub(super) fn mails(&self) -> usize {
        self.outbox.as_array().unwrap().len()
    }
}

/// An id as the graph gives it out.
pub(super) fn global_id(kind: &str, parts: &[&str]) -> String {
    URL_SAFE_NO_PAD.encode(format!("{kind}:{}", parts.join(":")))
}
