//! What can be changed in accounts (document 004, wire section 4.1), documents and their groups (wire section 6).
//!
//! Making an account and its mails are calls of the application, with Basic authorization; the rest is for
//! the owner of the credential.

mod document;
mod document_group;
mod email;
mod field;
mod registration;
mod user;

pub use document::{DeleteDocument, EditDocument, UploadDocument};
pub use document_group::{CreateDocumentGroup, DeleteDocumentGroup};
pub use email::{SendPasswordReset, SendVerificationEmail, VerifyEmail};
pub use field::{FieldContent, NewField, RadioButton};
pub use registration::{CreateUser, CreatedUser};
pub use user::{LogOut, PasswordChange, UpdateUser, UpdatedUser};
