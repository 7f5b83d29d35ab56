//! Field invitations.

use chrono::TimeDelta;
use serde_json::json;

use super::letter;
use super::refusal::Refusal;
use crate::sandbox::http::{Fields, Reply, is_email, ok, whole};
use crate::sandbox::world::{Channel, Document, EmailGroup, Id, Invite, InviteStatus, Letter, Round, World};

/// A signer of whom everything is known that can be known before it is their turn.
struct Signer {
    /// Empty for a group.
    email: String,
    email_group: Option<EmailGroup>,
    role_id: Id,
    order: u32,
    days: u64,
    letter: Letter,
}

/// Invites a signer to every role; those of the lowest order get their mail at once. The answer names no id: they
/// are in the document.
pub(super) fn send(world: &mut World, id: Id, quiet: bool, fields: &Fields) -> Reply {
    let document = world.document(id).ok_or(Refusal::NotFound)?;
    let signers = signers(world, document, quiet, fields)?;
    let invites = signers.into_iter().map(|signer| (id, invite(world, signer))).collect();
    world.send(Round::Document(id), invites);
    ok(json!({ "status": "success" }))
}

fn signers(world: &World, document: &Document, quiet: bool, fields: &Fields) -> Result<Vec<Signer>, Refusal> {
    let to = fields.items("to");
    if to.is_empty() {
        return Err(Refusal::ToRequired);
    }
    if document.template {
        return Err(Refusal::Template);
    }
    if document.fields.is_empty() {
        return Err(Refusal::NoFields);
    }
    let groups = groups(fields)?;
    let signers: Vec<Signer> =
        to.iter().map(|to| signer(document, &groups, quiet, fields, to)).collect::<Result<_, _>>()?;
    let roles: Vec<Id> = signers.iter().map(|signer| signer.role_id).collect();
    document.each_once(&roles)?;
    document.fully_cast(&roles)?;
    if world.is_out(document) { Err(Refusal::Invited) } else { Ok(signers) }
}

/// The groups of addresses, in the form of signNow's Java SDK.
fn groups(fields: &Fields) -> Result<Vec<EmailGroup>, Refusal> {
    let mut groups: Vec<EmailGroup> = vec![];
    for fields in fields.items("email_groups") {
        let group = group(&fields)?;
        if groups.iter().any(|other| other.name == group.name) {
            return Err(Refusal::EmailGroupInvalid);
        }
        groups.push(group);
    }
    Ok(groups)
}

fn group(fields: &Fields) -> Result<EmailGroup, Refusal> {
    let text = |name| fields.filled(name).map(str::to_owned).ok_or(Refusal::EmailGroupInvalid);
    let emails: Vec<String> = fields.items("emails").iter().map(email).collect::<Result<_, _>>()?;
    if emails.is_empty() {
        return Err(Refusal::EmailGroupInvalid);
    }
    Ok(EmailGroup { id: text("id")?, name: text("name")?, emails })
}

fn email(fields: &Fields) -> Result<String, Refusal> {
    let email = fields.filled("email").filter(|email| is_email(email));
    email.map(str::to_owned).ok_or(Refusal::EmailInvalid)
}

/// One of `to` is for an address, or for one of the groups by its name.
fn recipient(groups: &[EmailGroup], to: &Fields) -> Result<(String, Option<EmailGroup>), Refusal> {
    let Some(named) = to.object("email_group") else { return Ok((email(to)?, None)) };
    let group = groups.iter().find(|group| named.text("name") == Some(&group.name));
    Ok((String::new(), Some(group.cloned().ok_or(Refusal::EmailGroupUnknown)?)))
}

fn signer(
    document: &Document,
    groups: &[EmailGroup],
    quiet: bool,
    all: &Fields,
    to: &Fields,
) -> Result<Signer, Refusal> {
    let (email, email_group) = recipient(groups, to)?;
    let role_id = document.cast(to.filled("role"), to.filled("role_id"))?;
    let order = to.get("order").and_then(whole).and_then(|order| u32::try_from(order).ok());
    let order = order.filter(|order| *order > 0).ok_or(Refusal::OrderInvalid)?;
    let days = letter::expiration_days(to)?;
    Ok(Signer { email, email_group, role_id, order, days, letter: letter::read(to, all, quiet)? })
}

fn invite(world: &mut World, signer: Signer) -> Invite {
    let (id, now) = (world.new_id(), world.now());
    let days = i64::try_from(signer.days).map_or(TimeDelta::MAX, TimeDelta::days);
    Invite {
        id,
        role_id: Some(signer.role_id),
        email: signer.email,
        email_group: signer.email_group,
        order: signer.order,
        status: InviteStatus::Created,
        created: now,
        updated: now,
        expires: Some(now + days),
        channel: Channel::Mail(signer.letter),
        group_invite: None,
    }
}
