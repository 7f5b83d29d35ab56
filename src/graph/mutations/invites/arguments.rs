//! Arguments that many inputs have.

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

const WHOLE_PAGE: &str = "Pass a whole URL of the web or of an app, such as https://example.com/signed.";

/// The schemes of what a browser runs or shows by itself, without asking anybody.
const NO_PAGES: [&str; 6] = ["javascript", "data", "file", "vbscript", "blob", "about"];

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

/// A page that a browser is sent to, if one is given. Applications have schemes of their own.
pub(super) fn page(check: &mut Check, argument: &str, url: Option<String>) -> Option<Option<String>> {
    let leads_on = |url: &Url| url.has_host() && !NO_PAGES.contains(&url.scheme());
    url_if_any(check, argument, url, leads_on, WHOLE_PAGE)
}

/// A URL that signNow calls, if one is given.
pub(super) fn callback(check: &mut Check, argument: &str, url: Option<String>) -> Option<Option<String>> {
    let is_web = |url: &Url| matches!(url.scheme(), "https" | "http");
    url_if_any(check, argument, url, is_web, "Pass a whole URL, such as https://example.com/hooks/signnow.")
}

/// It is passed on as it is, so what a parser would mend is refused: white space and control characters.
fn url_if_any(
    check: &mut Check,
    argument: &str,
    url: Option<String>,
    is_fit: impl Fn(&Url) -> bool,
    wrong: &str,
) -> Option<Option<String>> {
    let Some(url) = url else { return Some(None) };
    let is_whole = url.len() <= LONGEST_URL
        && !url.contains(|character: char| character.is_whitespace() || character.is_control());
    if is_whole && Url::parse(&url).is_ok_and(|url| is_fit(&url)) {
        return Some(Some(url));
    }
    check.refuse(argument, Invalid, wrong)
}

/// The address of an embedded invite.
pub(super) fn signer_email(check: &mut Check, argument: &str, email: &str) -> Option<EmailAddress> {
    let email = check.email(argument, email)?;
    check.at_most(argument, email.as_str().to_owned(), LONGEST_SIGNER_EMAIL).map(|_| email)
}

/// Addresses as a list has them, to find those that are there twice.
pub(super) fn addresses<'a>(
    emails: impl Iterator<Item = &'a str>,
) -> impl Iterator<Item = Option<EmailAddress>> {
    emails.map(|email| Some(email.trim()).filter(|email| !email.is_empty()).map(EmailAddress::new))
}
