//! The viewer, their documents, groups of documents and invitations to sign them, at the root of the API (documents 004
//! and 001, wire section 6).
//!
//! v1 writes nearly everything as a string. There is no way to read another user by id.

mod account;
mod belonging;
mod document;
mod document_group;
mod document_groups;
mod documents;
mod editable;
mod field;
mod invite;
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
pub use document_group::{DocumentGroup, DocumentGroupSummary, GroupedDocument};
pub use document_groups::{DocumentGroupById, DocumentGroups};
pub use documents::{DocumentById, DocumentState, Documents};
pub use editable::{EditableById, EditableDocument, EditableField};
pub use field::{DocumentField, FieldArea, FieldKind};
pub use invite::{
    CancelFieldInvites, CancelFreeformInvite, Copies, CopyStep, EmailGroup, ExpirationDays, InvitedSigner,
    InvitedViewer, Letter, Recipient, ReminderDays, ReminderInterval, Reminders, ResendFieldInvite,
    ResentInvite, SendFieldInvite, SendFreeformInvite,
};
pub(super) use operations::OPERATIONS;
pub use subscription::{
    BillingPeriod, GatewaySubscription, PremiumAccess, PremiumSubscription, Subscription,
};
pub use user::{CurrentUser, NamedValue, User};
pub use write::{
    CreateDocumentGroup, CreateUser, CreatedUser, DeleteDocument, DeleteDocumentGroup, EditDocument,
    FieldContent, LogOut, NewField, PasswordChange, RadioButton, SendPasswordReset, SendVerificationEmail,
    UpdateUser, UpdatedUser, UploadDocument, VerifyEmail,
};
