//! What can be changed in accounts (document 004, wire section 4.1).
//!
//! Making an account and its mails are calls of the application, with Basic authorization; the rest is for
//! the owner of the credential.

mod email;
mod registration;
mod user;

pub use email::{SendPasswordReset, SendVerificationEmail, VerifyEmail};
pub use registration::{CreateUser, CreatedUser};
pub use user::{LogOut, PasswordChange, UpdateUser, UpdatedUser};
