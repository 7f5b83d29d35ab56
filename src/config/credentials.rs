//! `[upstream.credentials]`, and those of other accounts: as whom signNow is asked. An application with the password of one of its users, the
//! application alone, for which an operator logs in, or an API key; a key is never mixed with the others.

use secrecy::SecretString;

use super::kind::TEXT;
use super::secret::secret;
use super::section::Section;
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
    /// The name of one of a sandbox's people, the rest of whose credentials is published.
    Person(Credentials),
    /// One of the forms, complete.
    Whole(Credentials),
}

/// Reads a login or a key, whichever the strongest source gives.
pub(super) fn read(settings: &mut Settings, section: &Section, is_sandbox: bool) -> Given {
    let keys = Keys::of(section);
    settings.choose(&keys.of_login(), &keys.of_api_key());
    let parts = Parts::read(settings, &keys);
    let api_key = keys.api_key.secret(settings);
    let has_parts = keys.parts().iter().any(|part| part.is_set(settings));
    match (has_parts, keys.api_key.is_set(settings)) {
        (false, false) => Given::Nothing,
        (true, true) => {
            complain_of_both(settings, &keys);
            Given::Wrong
        }
        (true, false) if is_sandbox && keys.name_a_person_alone(settings) => {
            parts.username.map_or(Given::Wrong, |username| Given::Person(of_person(username)))
        }
        (true, false) => {
            let has_password = keys.password.is_set(settings);
            complain_of_missing_parts(settings, &keys.parts()[..if has_password { 4 } else { 2 }]);
            parts.whole(has_password).map_or(Given::Wrong, Given::Whole)
        }
        (false, true) => api_key.map_or(Given::Wrong, |key| Given::Whole(Credentials::ApiKey(key))),
    }
}

/// The password's key in a section, for complaints.
pub(super) fn password_key(section: &Section) -> String {
    Keys::of(section).password.key
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
    fn read(settings: &mut Settings, keys: &Keys) -> Parts {
        Parts {
            client_id: settings.read(&keys.client_id.key, &TEXT),
            client_secret: keys.client_secret.secret(settings),
            username: settings.read(&keys.username.key, &TEXT),
            password: keys.password.secret(settings),
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

/// The keys of one section.
struct Keys {
    client_id: Key,
    client_secret: Key,
    username: Key,
    password: Key,
    api_key: Key,
}

impl Keys {
    fn of(section: &Section) -> Keys {
        let plain = |name: &str| Key { key: section.key(&format!("credentials.{name}")), file_key: None };
        let secret = |name: &str| Key { file_key: Some(plain(name).key + "_file"), ..plain(name) };
        Keys {
            client_id: plain("client_id"),
            client_secret: secret("client_secret"),
            username: plain("username"),
            password: secret("password"),
            api_key: secret("api_key"),
        }
    }

    /// The parts of a login. Without a password an application, which comes first, is enough.
    fn parts(&self) -> [&Key; 4] {
        [&self.client_id, &self.client_secret, &self.username, &self.password]
    }

    fn of_login(&self) -> Vec<&str> {
        self.parts().into_iter().flat_map(Key::names).collect()
    }

    fn of_api_key(&self) -> Vec<&str> {
        self.api_key.names().collect()
    }

    fn name_a_person_alone(&self, settings: &Settings) -> bool {
        self.parts().iter().all(|part| part.is_set(settings) == (part.key == self.username.key))
    }
}

/// A key, with the other one that can name a file in its place where it is for a secret.
struct Key {
    key: String,
    file_key: Option<String>,
}

impl Key {
    fn names(&self) -> impl Iterator<Item = &str> {
        [Some(self.key.as_str()), self.file_key.as_deref()].into_iter().flatten()
    }

    fn is_set(&self, settings: &Settings) -> bool {
        self.names().any(|name| settings.is_set(name))
    }

    fn secret(&self, settings: &mut Settings) -> Option<SecretString> {
        secret(settings, &self.key, self.file_key.as_deref()?)
    }
}

fn complain_of_both(settings: &mut Settings, keys: &Keys) {
    let key = keys.api_key.names().find(|name| settings.is_set(name)).unwrap_or(&keys.api_key.key);
    let origin = settings.origin(key).to_owned();
    settings.complain(format!(
        "{origin}: an API key stands beside parts of a login; keep the key alone, or remove it"
    ));
}

fn complain_of_missing_parts(settings: &mut Settings, needed: &[&Key]) {
    if !settings.is_whole() {
        return;
    }
    for part in needed {
        if !part.is_set(settings) {
            let key = &part.key;
            let or_file = part.file_key.as_ref().map(|key| format!(", {key}")).unwrap_or_default();
            let variable = variable(key);
            settings.complain(format!("{key}: is missing; set it{or_file} or the variable {variable}"));
        }
    }
}
