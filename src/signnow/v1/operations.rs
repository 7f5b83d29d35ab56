//! What the client can do in v1.

use super::documents::{DocumentById, Documents};
use super::invite::{
    CancelFieldInvites, CancelFreeformInvite, ResendFieldInvite, SendFieldInvite, SendFreeformInvite,
};
use super::user::CurrentUser;
use super::write::{CreateUser, SendPasswordReset, SendVerificationEmail, UpdateUser, VerifyEmail};
use crate::signnow::operation::Operation;

/// In the order of documents 004 and 001.
pub(in crate::signnow) const OPERATIONS: &[Operation] = &[
    Operation::write::<CreateUser>(),
    Operation::read(CurrentUser::ROUTE),
    Operation::write::<UpdateUser>(),
    Operation::write::<SendVerificationEmail>(),
    Operation::write::<VerifyEmail>(),
    Operation::write::<SendPasswordReset>(),
    Operation::read(Documents::MODIFIED_ROUTE),
    Operation::read(Documents::UNMODIFIED_ROUTE),
    Operation::read(DocumentById::ROUTE),
    Operation::write::<SendFieldInvite>(),
    Operation::write::<SendFreeformInvite>(),
    Operation::write::<CancelFieldInvites>(),
    Operation::write::<CancelFreeformInvite>(),
    Operation::write::<ResendFieldInvite>(),
];
