//! What the client can do in v1.

use super::document_groups::{DocumentGroupById, DocumentGroups};
use super::documents::{DocumentById, Documents};
use super::invite::{
    CancelFieldInvites, CancelFreeformInvite, ResendFieldInvite, SendFieldInvite, SendFreeformInvite,
};
use super::user::CurrentUser;
use super::write::{
    CreateDocumentGroup, CreateUser, DeleteDocument, DeleteDocumentGroup, EditDocument, SendPasswordReset,
    SendVerificationEmail, UpdateUser, UploadDocument, VerifyEmail,
};
use crate::signnow::operation::Operation;

/// In the order of documents 004 and 001; then wire sections 6.1 and 6.5.
pub(in crate::signnow) const OPERATIONS: &[Operation] = &[
    Operation::write::<CreateUser>(),
    Operation::read(CurrentUser::ROUTE),
    Operation::write::<UpdateUser>(),
    Operation::write::<SendVerificationEmail>(),
    Operation::write::<VerifyEmail>(),
    Operation::write::<SendPasswordReset>(),
    Operation::read(Documents::MODIFIED_ROUTE),
    Operation::read(Documents::UNMODIFIED_ROUTE),
    Operation::write::<UploadDocument>(),
    Operation::read(DocumentById::ROUTE),
    Operation::write::<EditDocument>(),
    Operation::write::<DeleteDocument>(),
    Operation::write::<CreateDocumentGroup>(),
    Operation::read(DocumentGroupById::ROUTE),
    Operation::write::<DeleteDocumentGroup>(),
    Operation::read(DocumentGroups::ROUTE),
    Operation::write::<SendFieldInvite>(),
    Operation::write::<SendFreeformInvite>(),
    Operation::write::<CancelFieldInvites>(),
    Operation::write::<CancelFreeformInvite>(),
    Operation::write::<ResendFieldInvite>(),
];
