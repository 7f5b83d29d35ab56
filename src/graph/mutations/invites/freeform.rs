//! Invites by mail to sign anywhere.

use async_graphql::{Context, ID, InputObject, Object};
use secrecy::SecretString;

use super::arguments::{callback, page};
use super::field::LONGEST_REASON;
use super::ground::{DocumentGround, Plan, upon};
use super::letter::{InviteCopiesInput, InviteLetterInput, copies, letter};
use super::signer::{RedirectTarget, SigningLanguage};
use crate::graph::field::Field;
use crate::graph::mutations::check::Check;
use crate::graph::mutations::input::input;
use crate::graph::mutations::payload::payload;
use crate::graph::mutations::run::mutate;
use crate::graph::mutations::user_error::UserErrorCode::*;
use crate::graph::types::Document;
use crate::signnow::v1::{CancelFreeformInvite, SendFreeformInvite};
use crate::signnow::{DocumentId, EmailAddress, FreeformInviteId, Redirects};

/// Somebody to sign a document without fields wherever they like.
#[derive(InputObject)]
struct SendFreeformInviteInput {
    /// The document: its global id, or signNow's own.
    document_id: ID,
    /// Who is to sign.
    email: String,
    /// What their mail says.
    letter: Option<InviteLetterInput>,
    /// Who gets a copy in the end.
    copies: Option<InviteCopiesInput>,
    /// The language of the mail and the session; that of the sender's account if not given.
    language: Option<SigningLanguage>,
    /// Where the signer's browser goes afterwards: a whole URL of the web, or of an app's own scheme.
    signed_redirect: Option<String>,
    /// In which tab.
    redirect_target: Option<RedirectTarget>,
    /// Where signNow tells that the document was signed, by https or http. It is passed on and told to nobody.
    callback_url: Option<String>,
    /// Whether signNow keeps the mail back, though the invite stands. False if not given.
    without_mail: Option<bool>,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

/// The command, once the sender is known.
struct Freeform {
    document: DocumentId,
    send: Box<dyn FnOnce(EmailAddress) -> SendFreeformInvite + Send + Sync>,
}

input! { SendFreeformInviteInput => Freeform, |input, check| {
    let document = check.document("documentId", &input.document_id);
    let to = check.email("email", &input.email);
    let letter = letter(check, "letter", input.letter);
    let copies = copies(check, input.copies);
    let signed = page(check, "signedRedirect", input.signed_redirect);
    let callback = callback(check, "callbackUrl", input.callback_url);
    let (document, to, letter, copies) = (document?, to?, letter?, copies?);
    let target = input.redirect_target.map(Into::into);
    let redirects = Redirects { signed: signed?, target, ..Redirects::default() };
    let callback_url = callback?.map(SecretString::from);
    let (to_sign, language) = (document.clone(), input.language.map(Into::into));
    let is_silent = input.without_mail.unwrap_or_default();
    let send = Box::new(move |from| SendFreeformInvite {
        letter,
        copies,
        language,
        redirects,
        callback_url,
        is_silent,
        ..SendFreeformInvite::new(to_sign, from, to)
    });
    Some(Freeform { document, send })
} }

impl Plan for Freeform {
    type Ground = DocumentGround;

    fn ground(&self) -> &DocumentId {
        &self.document
    }

    fn check(&self, ground: &DocumentGround, check: &mut Check) {
        if ground.is_own(check) {
            ground.is_no_template(check);
            ground.has_no_fields(check);
        }
    }
}

/// An invite to take back.
#[derive(InputObject)]
struct CancelFreeformInviteInput {
    /// The document: its global id, or signNow's own.
    document_id: ID,
    /// The `inviteId` of a freeform invite.
    invite_id: ID,
    /// Why, for whoever was invited.
    reason: Option<String>,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

struct Cancel {
    document: DocumentId,
    command: CancelFreeformInvite,
}

input! { CancelFreeformInviteInput => Cancel, |input, check| {
    let document = check.document("documentId", &input.document_id);
    let invite = check.signnows_own("inviteId", &input.invite_id, "Pass the `inviteId` of a freeform invite.");
    let reason = check.lines_if_any("reason", input.reason, LONGEST_REASON);
    Some(Cancel { document: document?, command: CancelFreeformInvite { invite: invite?, reason: reason? } })
} }

impl Plan for Cancel {
    type Ground = DocumentGround;

    fn ground(&self) -> &DocumentId {
        &self.document
    }

    fn check(&self, ground: &DocumentGround, check: &mut Check) {
        if !ground.is_own(check) {
            return;
        }
        let id = self.command.invite.as_str();
        let mut invites = ground.document.freeform_invites.iter();
        let invite = invites.find(|invite| invite.id.as_deref() == Some(id));
        if invite.is_none_or(|invite| invite.is_canceled || invite.signature_id.is_some()) {
            check.note("inviteId", InviteNotFound, "The document has no such freeform invite that waits.");
        }
    }
}

payload! {
    /// What became of inviting somebody to sign anywhere.
    SendFreeformInvitePayload((DocumentId, Option<FreeformInviteId>)) {
        /// signNow's id of the new invite.
        invite_id: String = |_loaders, place| Ok(place.1.as_ref().map(|id| id.as_str().to_owned()));
        /// The document, with its invites.
        document: Document = |loaders, place| Ok(Some(Document::read(loaders, &place.0).await?));
    }
}

payload! {
    /// What became of taking a freeform invite back.
    CancelFreeformInvitePayload(DocumentId) {
        /// The document.
        document: Document = |loaders, id| Ok(Some(Document::read(loaders, id).await?));
    }
}

#[derive(Default)]
pub(super) struct FreeformInviteMutations;

#[Object]
impl FreeformInviteMutations {
    /// Invites somebody by mail to sign a document without fields wherever they like. The signed-in user is the sender. Each call
    /// makes another invite, and signNow charges for each.
    async fn send_freeform_invite(
        &self,
        context: &Context<'_>,
        input: SendFreeformInviteInput,
    ) -> Field<SendFreeformInvitePayload> {
        mutate(context, input, |plan, desk| {
            upon(desk, plan, |plan: Freeform, ground, desk| async move {
                let from = match ground.sender() {
                    Ok(from) => from,
                    Err(failure) => return desk.held_up(failure),
                };
                let subject = |id: Option<&FreeformInviteId>| Some((plan.document, id.cloned()));
                desk.carry_out(ground.inviting((plan.send)(from)), subject).await
            })
        })
        .await
    }

    /// Takes a freeform invite back that was not signed. Whoever had a mail gets another one.
    async fn cancel_freeform_invite(
        &self,
        context: &Context<'_>,
        input: CancelFreeformInviteInput,
    ) -> Field<CancelFreeformInvitePayload> {
        mutate(context, input, |plan, desk| {
            upon(desk, plan, |plan: Cancel, ground, desk| async move {
                desk.carry_out(ground.inviting(plan.command), |_| Some(plan.document)).await
            })
        })
        .await
    }
}
