//! `[upstream.credentials]`: as whom signNow is asked. An application with the password of one of its users, the
//! application alone, for which an operator logs in, or an API key; a key is never mixed with the others.

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
    /// One of the forms, complete.
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

/// The parts of a login, each with the other key that can hold it. Without a password an application is enough.
const PARTS: [(&str, Option<&str>); 4] = [
    (CLIENT_ID, None),
    (CLIENT_SECRET, Some(CLIENT_SECRET_FILE)),
    (USERNAME, None),
    (PASSWORD, Some(PASSWORD_FILE)),
];

const LOGIN_FORM: [&str; 6] =
    [CLIENT_ID, CLIENT_SECRET, CLIENT_SECRET_FILE, USERNAME, PASSWORD, PASSWORD_FILE];

const API_KEY_FORM: [&str; 2] = [API_KEY, API_KEY_FILE];

/// Reads a login or a key, whichever the strongest source gives. A sandbox needs no more than the name of one of its people,
/// because the rest of its credentials is published.
pub(super) fn read(settings: &mut Settings, is_sandbox: bool) -> Given {
    settings.choose(&LOGIN_FORM, &API_KEY_FORM);
    let parts = Parts::read(settings);
    let api_key = secret(settings, API_KEY, API_KEY_FILE);
    let has_parts = PARTS.iter().any(|part| is_set(settings, part));
    let has_api_key = is_set(settings, &(API_KEY, Some(API_KEY_FILE)));
    match (has_parts, has_api_key) {
        (false, false) => Given::Nothing,
        (true, true) => {
            complain_of_both(settings);
            Given::Wrong
        }
        (true, false) if is_sandbox && names_a_person_alone(settings) => {
            parts.username.map_or(Given::Wrong, |username| Given::Whole(of_person(username)))
        }
        (true, false) => {
            let has_password = is_set(settings, &PARTS[3]);
            complain_of_missing_parts(settings, if has_password { &PARTS } else { &PARTS[..2] });
            parts.whole(has_password).map_or(Given::Wrong, Given::Whole)
        }
        (false, true) => api_key.map_or(Given::Wrong, |key| Given::Whole(Credentials::ApiKey(key))),
    }
}

/// The credentials every sandbox publishes.
pub(super) fn of_sandbox() -> Credentials {
    of_person(sandbox::VIEWER.to_owned())
}

/// Everybody of a sandbox has the same application and the same password.
fn of_person(username: String) -> Credentials {
    Credentials::Password {
        client_id: sandbox::CLIENT_ID.to_owned(),
        client_secret: SecretString::from(sandbox::CLIENT_SECRET),
        username,
        password: SecretString::from(sandbox::PASSWORD),
    }
}

/// The parts of a login as they were found.
struct Parts {
    client_id: Option<String>,
    client_secret: Option<SecretString>,
    username: Option<String>,
    password: Option<SecretString>,
}

impl Parts {
    fn read(settings: &mut Settings) -> Parts {
        Parts {
            client_id: settings.read(CLIENT_ID, &TEXT),
            client_secret: secret(settings, CLIENT_SECRET, CLIENT_SECRET_FILE),
            username: settings.read(USERNAME, &TEXT),
            password: secret(settings, PASSWORD, PASSWORD_FILE),
        }
    }

    fn whole(self, has_password: bool) -> Option<Credentials> {
        let (client_id, client_secret) = (self.client_id?, self.client_secret?);
        if !has_password {
            return Some(Credentials::AuthorizationCode {
                client_id,
                client_secret,
                username: self.username,
            });
        }
        let (username, password) = (self.username?, self.password?);
        Some(Credentials::Password { client_id, client_secret, username, password })
    }
}

fn names_a_person_alone(settings: &Settings) -> bool {
    PARTS.iter().all(|part| is_set(settings, part) == (part.0 == USERNAME))
}

fn is_set(settings: &Settings, (key, file_key): &(&str, Option<&str>)) -> bool {
    settings.is_set(key) || file_key.is_some_and(|key| settings.is_set(key))
}

fn complain_of_both(settings: &mut Settings) {
    let key = if settings.is_set(API_KEY) { API_KEY } else { API_KEY_FILE };
    let origin = settings.origin(key).to_owned();
    settings.complain(format!(
        "{origin}: an API key stands beside parts of a login; keep the key alone, or remove it"
    ));
}

fn complain_of_missing_parts(settings: &mut Settings, needed: &[(&'static str, Option<&'static str>)]) {
    if !settings.is_whole() {
        return;
    }
    for part @ (key, file_key) in needed {
        if !is_set(settings, part) {
            let or_file = file_key.map(|key| format!(", {key}")).unwrap_or_default();
            let variable = variable(key);
            settings.complain(format!("{key}: is missing; set it{or_file} or the variable {variable}"));
        }
    }
}
