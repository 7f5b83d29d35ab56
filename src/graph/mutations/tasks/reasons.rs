//! Why a task leaves someone's place as it is, without asking signNow.

use crate::graph::mutations::user_error::{UserError, UserErrorCode};

/// The last admin of an organization stays (12004022).
pub(super) fn last_admin() -> UserError {
    let message = "This is the last admin, who stays; make someone else an admin first.";
    UserError::general(UserErrorCode::LastAdmin, message)
}

/// signNow finds nobody to remove or change who has not accepted (12004025, 12007014).
pub(super) fn invitation_open() -> UserError {
    let message = "This person is invited and has not answered. signNow has no call that takes an invitation back or \
                   changes it: ask them to decline, or ask again once they have accepted.";
    UserError::general(UserErrorCode::InvitationOpen, message)
}

/// The credential's own place is not given up by accident.
pub(super) fn viewer_stays() -> UserError {
    let message = "This is the signed-in user, who stays; another admin can do this.";
    UserError::general(UserErrorCode::ViewerStays, message)
}
