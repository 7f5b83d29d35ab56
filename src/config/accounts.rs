//! `[accounts.NAME]`: further users of signNow, or other places of it, served beside the one of `[upstream]`.

use std::collections::BTreeMap;

use super::account::{self, Saying};
use super::section::Section;
use super::settings::Settings;
use super::upstream::Upstream;

/// What the account of `[upstream]` is called beside named ones.
pub const DEFAULT_ACCOUNT: &str = "default";

/// Reads every account that the file names. What one does not say holds as in `[upstream]`, but for the credentials.
pub(super) fn read(settings: &mut Settings, upstream: &Upstream) -> BTreeMap<String, Upstream> {
    let mut accounts = BTreeMap::new();
    for (name, place) in settings.tables("accounts") {
        if let Some(fault) = fault(&name) {
            settings.complain(format!("{place}: accounts.{}: {fault}", name.escape_debug()));
        }
        let (account, saying) = read_one(settings, &name, upstream);
        if saying == Saying::Person || saying == Saying::Somebody {
            complain_of_the_same(settings, &name, &account, upstream, &accounts);
        }
        accounts.insert(name, account);
    }
    accounts
}

/// Reads one of them, and tells what it says of credentials.
pub(super) fn read_one(settings: &mut Settings, name: &str, upstream: &Upstream) -> (Upstream, Saying) {
    let section = Section::new(format!("accounts.{name}"));
    let mut account = upstream.clone();
    let saying = account::read(settings, &section, &mut account);
    if saying == Saying::Nothing && settings.is_whole() {
        settings.complain(format!(
            "{}: are missing; an account is another user of signNow, or another place of it",
            section.key("credentials")
        ));
    }
    let is_elsewhere = settings.is_set(&section.key("url")) || saying == Saying::Somebody;
    if upstream.embedded && is_elsewhere && settings.is_whole() {
        let key = section.key("url");
        settings.complain(format!(
            "{}: upstream.url is missing, and an embedded sandbox is not served beside a signNow; set it as well",
            settings.origin(&key)
        ));
    }
    (account, saying)
}

/// Names stand in addresses, in labels and in variables.
fn fault(name: &str) -> Option<&'static str> {
    let is_name = name.len() <= 40
        && name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    match is_name {
        true if name == DEFAULT_ACCOUNT => {
            Some("is what the account of [upstream] is called; choose another name")
        }
        true => None,
        false => Some("write at most 40 small letters, digits and hyphens, and a letter first"),
    }
}

/// One user's chain of tokens would have two writers in one process, and its limits would be counted twice.
fn complain_of_the_same(
    settings: &mut Settings,
    name: &str,
    account: &Upstream,
    upstream: &Upstream,
    others: &BTreeMap<String, Upstream>,
) {
    let default = (DEFAULT_ACCOUNT, upstream);
    let others = others.iter().map(|(name, other)| (name.as_str(), other)).chain([default]);
    let mut same = others.filter(|(_, other)| other.options.principal() == account.options.principal());
    if let Some((other, _)) = same.next().filter(|_| settings.is_whole()) {
        let section =
            if other == DEFAULT_ACCOUNT { "upstream".to_owned() } else { format!("accounts.{other}") };
        settings
            .complain(format!("accounts.{name}.credentials: are those of {section}; keep one of the two"));
    }
}
