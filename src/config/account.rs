//! What one account has of its own: which signNow, as whom, and how much at a time.

use super::credentials::{self, Given};
use super::kind::{COUNT, HOSTS, Kind, TEXT};
use super::section::Section;
use super::settings::Settings;
use super::tokens;
use super::upstream::Upstream;
use crate::signnow::{self, Credentials, Recovery, UpstreamError};

const RECOVERY: Kind<Recovery> = Kind {
    expected: "\"login\", \"probe\" or \"wait\"",
    read: |raw| match raw.text()?.trim() {
        "login" => Some(Recovery::Login),
        "probe" => Some(Recovery::Probe),
        "wait" => Some(Recovery::Wait),
        _ => None,
    },
};

/// Puts what a section sets into `upstream`, and tells what it says of credentials.
pub(super) fn read(settings: &mut Settings, section: &Section, upstream: &mut Upstream) -> Saying {
    let recovery = settings.read(&section.key("token_recovery"), &RECOVERY);
    settings.set(&section.key("max_concurrent_calls"), &COUNT, &mut upstream.options.max_concurrent_calls);
    settings.set(&section.key("max_waiting_calls"), &COUNT, &mut upstream.options.max_waiting_calls);
    let is_right = read_address(settings, section, upstream);
    let is_sandbox = is_right && (upstream.embedded || upstream.options.upstream.is_loopback());
    let saying = match credentials::read(settings, section, is_sandbox) {
        Given::Nothing => Saying::Nothing,
        Given::Wrong => Saying::Wrong,
        Given::Person(credentials) => {
            upstream.options.credentials = credentials;
            Saying::Person
        }
        Given::Whole(credentials) => {
            upstream.options.credentials = credentials;
            Saying::Somebody
        }
    };
    let credentials = &upstream.options.credentials;
    let is_login_awaited =
        saying == Saying::Somebody && matches!(credentials, Credentials::AuthorizationCode { .. });
    if is_login_awaited && !upstream.embedded {
        tokens::complain_of_no_place(settings, &credentials::password_key(section));
        complain_of_no_password(settings, section, recovery);
    }
    upstream.options.token_recovery = recovery.unwrap_or(credentials.default_recovery());
    if is_right { saying } else { Saying::Wrong }
}

/// What a section says of credentials.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Saying {
    /// Not a word.
    Nothing,
    /// Something that cannot be used, or whose address cannot; the complaint is made.
    Wrong,
    /// Somebody of a sandbox.
    Person,
    /// Somebody of signNow.
    Somebody,
}

/// False where an address is set and is not one.
fn read_address(settings: &mut Settings, section: &Section, upstream: &mut Upstream) -> bool {
    let key = section.key("url");
    let url = settings.read(&key, &TEXT);
    let hosts_key = section.key("allowed_hosts");
    let hosts = settings.read(&hosts_key, &HOSTS).unwrap_or_default();
    if !settings.is_set(&key) {
        return true;
    }
    upstream.embedded = false;
    let Some(url) = url else { return false };
    match signnow::Upstream::parse(&url, &hosts) {
        Ok(address) => upstream.options.upstream = address,
        Err(error) => {
            let origin = settings.origin(&key).to_owned();
            let cure = match error {
                UpstreamError::Host(_) => format!(": {hosts_key}"),
                _ => String::new(),
            };
            settings.complain(format!("{origin}: {error}{cure}"));
            return false;
        }
    }
    true
}

/// Nobody but an operator can log in, so a server cannot be told to.
fn complain_of_no_password(settings: &mut Settings, section: &Section, recovery: Option<Recovery>) {
    if recovery == Some(Recovery::Login) {
        let origin = settings.origin(&section.key("token_recovery")).to_owned();
        let password = credentials::password_key(section);
        settings.complain(format!(
            "{origin}: \"login\" needs {password}, which is missing; write \"probe\" or \"wait\""
        ));
    }
}
