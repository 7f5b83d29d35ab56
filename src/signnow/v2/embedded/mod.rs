//! Signing inside other applications, for documents and for groups of them (document 002, wire section 6.4).
//!
//! signNow mails nobody here: whoever embeds asks for a link for each signer, when it is their turn. A link
//! opens the document for whoever holds it, so it is a secret with one way out, [`SigningLink::reveal`].
//!
//! Numbers of refusals: only 19001028, 19002002 and 19003008 were ever seen. Document 002 lists more conditions
//! without a number, for which the sandbox has chosen 19003101 and following for documents, 19003201 and
//! following for groups; where the texts of commands name those, that is what they are.

mod document;
mod expiration;
mod group;
mod link;
mod signer;

pub use document::{CreateEmbeddedInvites, DeleteEmbeddedInvites, EmbeddedInvite, EmbeddedInvitee};
pub use expiration::{LinkExpiration, SessionExpiration};
pub use group::{
    CreateGroupEmbeddedInvites, DeleteGroupEmbeddedInvites, GroupSigner, GroupStep, GroupTask, SigningAction,
};
pub use link::{CreateEmbeddedInviteLink, CreateGroupEmbeddedInviteLink, SigningLink};
pub use signer::{EmbeddedSigner, SignerAuthentication};
