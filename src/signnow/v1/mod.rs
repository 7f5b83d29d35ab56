//! The viewer and their documents, at the root of the API (document 004, wire sections 4 and 6.2).
//!
//! v1 writes nearly everything as a string. There is no way to read another user by id.

mod account;
mod belonging;
mod document;
mod documents;
mod operations;
mod subscription;
mod user;
mod write;

pub use account::{CloudExportAccount, ConnectedServices, IssueNotification, MerchantAccount};
pub use belonging::{
    Company, Team, TeamAdmin, UserOrganization, UserOrganizationDomain, UserOrganizationLogo,
    UserOrganizationTeam,
};
pub use document::{
    Document, DocumentGroupInfo, DocumentRole, DocumentTag, FieldInvite, FreeformInvite, ShareInfo, Thumbnail,
};
pub use documents::{DocumentById, DocumentState, Documents};
pub(super) use operations::OPERATIONS;
pub use subscription::{
    BillingPeriod, GatewaySubscription, PremiumAccess, PremiumSubscription, Subscription,
};
pub use user::{CurrentUser, NamedValue, User};
pub use write::{
    CreateUser, CreatedUser, LogOut, PasswordChange, SendPasswordReset, SendVerificationEmail, UpdateUser,
    UpdatedUser, VerifyEmail,
};
