//! `[upstream.credentials]`: as whom signNow is asked. Two forms, never mixed.

use secrecy::SecretString;

use super::kind::TEXT;
use super::secret::secret;
use super::settings::Settings;
use super::source::variable;
use crate::sandbox;
use crate::signnow::Credentials;

/// What the configuration says of credentials.
pub(super) enum Given {
    /// Not a word.
    Nothing,
    /// Something that cannot be used; the complaint is made.
    Wrong,
    /// One of the two forms, complete.
    Whole(Credentials),
}

const CLIENT_ID: &str = "upstream.credentials.client_id";
const CLIENT_SECRET: &str = "upstream.credentials.client_secret";
const CLIENT_SECRET_FILE: &str = "upstream.credentials.client_secret_file";
const USERNAME: &str = "upstream.credentials.username";
const PASSWORD: &str = "upstream.credentials.password";
const PASSWORD_FILE: &str = "upstream.credentials.password_file";
const API_KEY: &str = "upstream.credentials.api_key";
const API_KEY_FILE: &str = "upstream.credentials.api_key_file";

/// The parts of the password grant, each with the other key that can hold it.
const PARTS: [(&str, Option<&str>); 4] = [
    (CLIENT_ID, None),
    (CLIENT_SECRET, Some(CLIENT_SECRET_FILE)),
    (USERNAME, None),
    (PASSWORD, Some(PASSWORD_FILE)),
];

/// Reads either form.
pub(super) fn read(settings: &mut Settings) -> Given {
    let grant = read_grant(settings);
    let api_key = secret(settings, API_KEY, API_KEY_FILE);
    let has_grant = PARTS.iter().any(|part| is_set(settings, part));
    let has_api_key = is_set(settings, &(API_KEY, Some(API_KEY_FILE)));
    match (has_grant, has_api_key) {
        (false, false) => Given::Nothing,
        (true, true) => {
            complain_of_both(settings);
            Given::Wrong
        }
        (true, false) => {
            complain_of_missing_parts(settings);
            grant.map_or(Given::Wrong, Given::Whole)
        }
        (false, true) => api_key.map_or(Given::Wrong, |key| Given::Whole(Credentials::ApiKey(key))),
    }
}

/// The credentials every sandbox publishes.
pub(super) fn of_sandbox() -> Credentials {
    Credentials::Password {
        client_id: sandbox::CLIENT_ID.to_owned(),
        client_secret: SecretString::from(sandbox::CLIENT_SECRET),
        username: sandbox::VIEWER.to_owned(),
        password: SecretString::from(sandbox::PASSWORD),
    }
}

fn read_grant(settings: &mut Settings) -> Option<Credentials> {
    let client_id = settings.read(CLIENT_ID, &TEXT);
    let client_secret = secret(settings, CLIENT_SECRET, CLIENT_SECRET_FILE);
    let username = settings.read(USERNAME, &TEXT);
    let password = secret(settings, PASSWORD, PASSWORD_FILE);
    Some(Credentials::Password {
        client_id: client_id?,
        client_secret: client_secret?,
        username: username?,
        password: password?,
    })
}

fn is_set(settings: &Settings, (key, file_key): &(&str, Option<&str>)) -> bool {
    settings.is_set(key) || file_key.is_some_and(|key| settings.is_set(key))
}

fn complain_of_both(settings: &mut Settings) {
    let key = if settings.is_set(API_KEY) { API_KEY } else { API_KEY_FILE };
    let origin = settings.origin(key).to_owned();
    settings.complain(format!(
        "{origin}: an API key stands beside parts of a password login; keep the key alone, or remove it"
    ));
}

fn complain_of_missing_parts(settings: &mut Settings) {
    if !settings.is_whole() {
        return;
    }
    for part @ (key, file_key) in &PARTS {
        if !is_set(settings, part) {
            let or_file = file_key.map(|key| format!(", {key}")).unwrap_or_default();
            let variable = variable(key);
            settings.complain(format!("{key}: is missing; set it{or_file} or the variable {variable}"));
        }
    }
}
