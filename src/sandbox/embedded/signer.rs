//! Signers, as requests describe them.

use serde_json::Value;

use super::refusal::Refusal;
use crate::sandbox::http::{Fields, is_email, whole};
use crate::sandbox::world::{Channel, EmbeddedSigner, Id, Invite, InviteStatus, World};

/// In characters (document 002).
const LONGEST_EMAIL: usize = 150;

/// How a signer proves who they are (document 002).
const AUTH_METHODS: [&str; 7] = ["none", "password", "email", "mfa", "social", "biometric", "other"];

/// Somebody who is to sign inside another application.
#[derive(Clone)]
pub(super) struct Signer {
    pub(super) email: String,
    details: EmbeddedSigner,
}

impl Signer {
    /// Reads `email`, `auth_method` and the names.
    pub(super) fn read(fields: &Fields) -> Result<Self, Refusal> {
        let text = |name: &str| fields.text(name).map(str::to_owned);
        let email = email(fields)?.to_owned();
        let auth_method = auth_method(fields)?.to_owned();
        let (first_name, last_name) = (text("first_name"), text("last_name"));
        Ok(Signer { email, details: EmbeddedSigner { first_name, last_name, auth_method } })
    }

    /// The signer's invitation to a role at a step, or without a role to look on. It waits until its turn is passed.
    pub(super) fn invite(
        &self,
        world: &mut World,
        role_id: Option<Id>,
        order: u32,
        group: Option<Id>,
    ) -> Invite {
        let (id, now) = (world.new_id(), world.now());
        Invite {
            id,
            role_id,
            email: self.email.clone(),
            email_group: None,
            order,
            status: InviteStatus::Created,
            created: now,
            updated: now,
            expires: None,
            channel: Channel::Embedded(self.details.clone()),
            group_invite: group,
        }
    }
}

/// The required `email`.
pub(super) fn email(fields: &Fields) -> Result<&str, Refusal> {
    let email = fields.filled("email").ok_or(Refusal::EmailRequired)?;
    if email.chars().count() > LONGEST_EMAIL {
        return Err(Refusal::EmailTooLong);
    }
    is_email(email).then_some(email).ok_or(Refusal::EmailInvalid)
}

/// The required `auth_method`.
pub(super) fn auth_method(fields: &Fields) -> Result<&str, Refusal> {
    let method = fields.text("auth_method").filter(|method| AUTH_METHODS.contains(method));
    method.ok_or(Refusal::AuthMethodInvalid)
}

/// The required `order`; document 002 writes it both as a number and as digits (wire section 9 row 38).
pub(super) fn order(fields: &Fields) -> Result<u32, Refusal> {
    let order = fields.get("order").and_then(whole).and_then(|order| u32::try_from(order).ok());
    order.filter(|order| *order > 0).ok_or(Refusal::OrderInvalid)
}

/// A required list with at least one object, and nothing but objects.
pub(super) fn objects(fields: &Fields, name: &str, refusal: Refusal) -> Result<Vec<Fields>, Refusal> {
    let list = fields.get(name).and_then(Value::as_array);
    let sound = list.is_some_and(|list| !list.is_empty() && list.iter().all(Value::is_object));
    if sound { Ok(fields.items(name)) } else { Err(refusal) }
}

/// No address may come twice; case does not count.
pub(super) fn unique<'a>(emails: impl Iterator<Item = &'a str>) -> Result<(), Refusal> {
    let mut seen = std::collections::BTreeSet::new();
    let mut emails = emails.map(str::to_ascii_lowercase);
    if emails.all(|email| seen.insert(email)) { Ok(()) } else { Err(Refusal::EmailTwice) }
}

/// The owner of what is to be signed is no signer.
pub(super) fn not_owner<'a>(
    world: &World,
    owner: Id,
    mut emails: impl Iterator<Item = &'a str>,
) -> Result<(), Refusal> {
    let own = world.users.get(&owner).map_or("", |owner| &owner.email);
    if emails.any(|email| email.eq_ignore_ascii_case(own)) { Err(Refusal::EmailOfOwner) } else { Ok(()) }
}
