//! What signers do.
//!
//! ```json
//! {
//!   "action": "sign|decline|expire",
//!   "document": "<id>" or "invite": "<id>" or "link": "<a signing link>",
//!   "email": "…"
//! }
//! ```
//!
//! Exactly one of the three says where. A document needs `email`, and so does the invitation of a group: the signer
//! then deals with everything that waits for them there. The invitation to a document, field or freeform, is one
//! signer's already, unless it went to a group of addresses: then `email` says who of them acts. A link is one
//! signer's too; it has to be one that was minted and whose time is not over. To sign also stands for looking on,
//! where no more is asked. Signing and declining need the signer's turn; `expire` lets time run out, and also hits
//! who still waits for others.

use super::input::{Complaint, Input};
use crate::sandbox::world::{Act, Document, Id, Round, World};

/// Lets a signer act.
pub(super) fn act(input: &Input<'_>, world: &mut World) -> Result<(), Complaint> {
    input.only(&["action", "document", "invite", "link", "email"])?;
    let act = input.required(action(input)?, "action")?;
    let (place, invites) = meant(input, world)?;
    // Chosen first: what the signer does here may pass the turn to another invitation of theirs.
    let waiting: Vec<Id> = invites.into_iter().filter(|invite| world.awaits(*invite, act)).collect();
    if waiting.is_empty() {
        return Err(input.complaint(place, "has nothing that waits for this signer now"));
    }
    let signer = signer(input, world, &waiting, act)?;
    waiting.into_iter().for_each(|invite| world.act(invite, act, signer));
    Ok(())
}

/// Who acts, where that is said. Of a group of addresses it has to be.
fn signer<'a>(
    input: &Input<'a>,
    world: &World,
    invites: &[Id],
    act: Act,
) -> Result<Option<&'a str>, Complaint> {
    let email = input.text("email")?;
    let mut all = world.documents.iter().flat_map(|document| &document.invites);
    let is_open_to_many = all.any(|invite| invites.contains(&invite.id) && invite.is_open_to_many());
    if is_open_to_many && act != Act::Expire { input.required(email, "email").map(Some) } else { Ok(email) }
}

fn action(input: &Input<'_>) -> Result<Option<Act>, Complaint> {
    match input.text("action")? {
        Some("sign") => Ok(Some(Act::Sign)),
        Some("decline") => Ok(Some(Act::Decline)),
        Some("expire") => Ok(Some(Act::Expire)),
        Some(_) => Err(input.complaint("action", "must be `sign`, `decline` or `expire`")),
        None => Ok(None),
    }
}

/// The invitations that are meant, and the field that says so.
fn meant(input: &Input<'_>, world: &World) -> Result<(&'static str, Vec<Id>), Complaint> {
    let email = input.text("email")?;
    match (input.text("document")?, input.text("invite")?, input.text("link")?) {
        (Some(id), None, None) => {
            let document = id.parse().ok().and_then(|id| world.document(id));
            let document = document.ok_or_else(|| input.complaint("document", "is the id of no document"))?;
            let email = input.required(email, "email")?;
            Ok(("document", in_document(document, |_, is_for| is_for(email))))
        }
        (None, Some(id), None) => Ok(("invite", by_invite(input, world, id, email)?)),
        (None, None, Some(url)) => Ok(("link", by_link(input, world, url)?)),
        _ => Err(input.complaint("document", "or `invite` or `link` is required, and one of them alone")),
    }
}

fn by_invite(input: &Input<'_>, world: &World, id: &str, email: Option<&str>) -> Result<Vec<Id>, Complaint> {
    let unknown = || input.complaint("invite", "is the id of no invitation");
    let id: Id = id.parse().map_err(|_| unknown())?;
    let is_meant = |of: Id, is_for: &dyn Fn(&str) -> bool| of == id && email.is_none_or(is_for);
    let own: Vec<Id> = world.documents.iter().flat_map(|document| in_document(document, is_meant)).collect();
    if !own.is_empty() {
        return Ok(own);
    }
    let parts: Vec<_> = world.invites_in(Round::Group(id)).collect();
    if parts.is_empty() {
        return Err(unknown());
    }
    let email = input.required(email, "email")?;
    Ok(parts.into_iter().filter(|(_, part)| part.is_for(email)).map(|(_, part)| part.id).collect())
}

fn by_link(input: &Input<'_>, world: &World, url: &str) -> Result<Vec<Id>, Complaint> {
    let token = url.split_once("access_token=").map(|(_, rest)| rest.split('&').next().unwrap_or_default());
    let link = token.and_then(|token| world.links.find(token, world.now()));
    let link = link.ok_or_else(|| input.complaint("link", "was never minted, or its time is over"))?;
    by_invite(input, world, &link.invite_id.to_string(), Some(&link.email))
}

/// The invitations of a document that are meant, by id and by whom they are for.
fn in_document(document: &Document, is_meant: impl Fn(Id, &dyn Fn(&str) -> bool) -> bool) -> Vec<Id> {
    let field = document.invites.iter();
    let field = field.filter(|invite| is_meant(invite.id, &|email| invite.is_for(email)));
    let freeform = document.freeform_invites.iter();
    let freeform =
        freeform.filter(|invite| is_meant(invite.id, &|email| invite.email.eq_ignore_ascii_case(email)));
    field.map(|invite| invite.id).chain(freeform.map(|invite| invite.id)).collect()
}
