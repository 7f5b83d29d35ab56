//! Arguments that many inputs have.

use std::collections::HashSet;
use std::num::NonZeroU32;
use std::ops::RangeInclusive;

use url::Url;

use crate::graph::mutations::check::Check;
use crate::graph::mutations::user_error::UserErrorCode::*;
use crate::signnow::EmailAddress;

/// The most characters of an address of an embedded invite (document 002).
const LONGEST_SIGNER_EMAIL: usize = 150;

/// The longest URL that is taken.
const LONGEST_URL: usize = 2_048;

/// A step of signing, from 1.
pub(super) fn order(check: &mut Check, argument: &str, order: i32) -> Option<NonZeroU32> {
    let order = u32::try_from(order).ok().and_then(NonZeroU32::new);
    order.or_else(|| check.refuse(argument, OutOfRange, "Steps are counted from 1."))
}

/// A number that signNow takes within bounds alone, if it is given.
pub(super) fn bounded<T>(
    check: &mut Check,
    argument: &str,
    number: Option<i32>,
    range: RangeInclusive<u16>,
    make: impl Fn(u16) -> Option<T>,
) -> Option<Option<T>> {
    let Some(number) = number else { return Some(None) };
    match u16::try_from(number).ok().and_then(make) {
        Some(made) => Some(Some(made)),
        None => {
            let wrong = format!("Pass a number from {} to {}, or none.", range.start(), range.end());
            check.refuse(argument, OutOfRange, wrong)
        }
    }
}

/// A text that need not be there.
pub(super) fn words(
    check: &mut Check,
    argument: &str,
    text: Option<String>,
    most: usize,
) -> Option<Option<String>> {
    text.map_or(Some(None), |text| check.at_most(argument, text, most).map(Some))
}

/// A page that a browser is sent to, if one is given. Applications have schemes of their own.
pub(super) fn page(check: &mut Check, argument: &str, url: Option<String>) -> Option<Option<String>> {
    let Some(url) = url else { return Some(None) };
    let is_one = url.len() <= LONGEST_URL && Url::parse(&url).is_ok_and(|url| url.has_host());
    if is_one {
        return Some(Some(url));
    }
    check.refuse(argument, Invalid, "Pass a whole URL, such as https://example.com/signed.")
}

/// The address of an embedded invite.
pub(super) fn signer_email(check: &mut Check, argument: &str, email: &str) -> Option<EmailAddress> {
    let email = check.email(argument, email)?;
    check.at_most(argument, email.as_str().to_owned(), LONGEST_SIGNER_EMAIL).map(|_| email)
}

/// Notes each address of a list that is there before; case does not count.
pub(super) fn unique<'a>(check: &mut Check, list: &str, emails: impl Iterator<Item = &'a str>) {
    let mut seen = HashSet::new();
    for (index, email) in emails.enumerate() {
        if !seen.insert(email.trim().to_lowercase()) {
            check.item(list, index, |check| check.note("email", Duplicate, "This address is there before."));
        }
    }
}
