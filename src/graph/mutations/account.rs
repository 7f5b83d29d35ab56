//! What a new account is made of.

use async_graphql::InputObject;

use super::check::Check;
use super::user_error::UserErrorCode;
use crate::signnow::EmailAddress;
use crate::signnow::v1::CreateUser;

/// The most characters of a first or last name; signNow cuts the latter without a word (document 004).
const LONGEST_NAME: usize = 64;
/// The fewest characters of a password (document 004).
const SHORTEST_PASSWORD: usize = 6;
/// The most characters of a password that are taken; signNow documents no bound.
const LONGEST_PASSWORD: usize = 255;
/// More than any of these texts has.
const LONGEST_TEXT: usize = 255;

/// A new account, beside its address.
#[derive(InputObject)]
pub(super) struct NewAccountInput {
    /// 6 to 255 characters. It is passed on and kept nowhere.
    password: String,
    /// First name, at most 64 characters.
    first_name: Option<String>,
    /// Last name, at most 64 characters.
    last_name: Option<String>,
    /// Telephone number.
    phone: Option<String>,
    /// Whether the account begins without the trial of 30 days. False if not given.
    skips_trial: Option<bool>,
    /// Where the account comes from, in a word of the application's own.
    source: Option<String>,
    /// Whether the person has accepted signNow's terms of service.
    accepts_terms: Option<bool>,
}

impl NewAccountInput {
    /// The command that makes the account, for an address that was checked.
    pub(super) fn check(self, check: &mut Check, email: Option<EmailAddress>) -> Option<CreateUser> {
        let password = password(check, "password", self.password);
        let first_name = name(check, "firstName", self.first_name);
        let last_name = name(check, "lastName", self.last_name);
        let phone = check.text_if_any("phone", self.phone, LONGEST_TEXT);
        let source = check.text_if_any("source", self.source, LONGEST_TEXT);
        Some(CreateUser {
            email: email?,
            password: password?.into(),
            first_name: first_name?,
            last_name: last_name?,
            phone: phone?,
            skips_trial: self.skips_trial.unwrap_or_default(),
            source: source?,
            accepts_terms: self.accepts_terms,
        })
    }
}

/// A first or last name, if one is given.
pub(super) fn name(check: &mut Check, argument: &str, name: Option<String>) -> Option<Option<String>> {
    check.text_if_any(argument, name, LONGEST_NAME)
}

/// A password that signNow may take.
pub(super) fn password(check: &mut Check, argument: &str, password: String) -> Option<String> {
    if password.chars().count() < SHORTEST_PASSWORD {
        let wrong = format!("A password has at least {SHORTEST_PASSWORD} characters.");
        return check.refuse(argument, UserErrorCode::Invalid, wrong);
    }
    check.line(argument, password, LONGEST_PASSWORD)
}

/// The password until now, which may be older than any rule.
pub(super) fn old_password(check: &mut Check, argument: &str, password: String) -> Option<String> {
    let password = check.filled(argument, password)?;
    check.at_most(argument, password, LONGEST_PASSWORD)
}
