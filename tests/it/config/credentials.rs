//! Credentials over several sources, and those of a sandbox.

use secrecy::ExposeSecret;
use signgraph::signnow::{Credentials, Recovery};

use super::desk::{CREDENTIALS, Desk};

const PASSWORD: &str = "SIGNGRAPH_UPSTREAM_CREDENTIALS_PASSWORD";
const PASSWORD_FILE: &str = "SIGNGRAPH_UPSTREAM_CREDENTIALS_PASSWORD_FILE";
const API_KEY: &str = "SIGNGRAPH_UPSTREAM_CREDENTIALS_API_KEY";
const USERNAME: &str = "SIGNGRAPH_UPSTREAM_CREDENTIALS_USERNAME";

/// Everything a login has, in the order of the configuration.
fn login(desk: &Desk) -> [String; 4] {
    match desk.config().upstream.options.credentials {
        Credentials::Password { client_id, client_secret, username, password } => {
            let open = |secret: secrecy::SecretString| secret.expose_secret().to_owned();
            [client_id, open(client_secret), username, open(password)]
        }
        other => panic!("{other:?}"),
    }
}

fn is_api_key(desk: &Desk) -> bool {
    matches!(desk.config().upstream.options.credentials, Credentials::ApiKey(_))
}

fn real(credentials: &str) -> Desk {
    Desk::with_file(&format!("[upstream]\nurl = 'https://api.signnow.com'\n{credentials}"))
}

#[test]
fn either_form_of_a_secret_in_a_variable_beats_both_forms_in_the_file() {
    let plain = real(CREDENTIALS);
    let path = plain.write("password", "from-a-file", 0o600).to_str().unwrap().to_owned();
    assert_eq!(login(&plain.variable(PASSWORD_FILE, &path))[3], "from-a-file");

    let named = CREDENTIALS.replace("password = 'canary-password'", "password_file = '/nowhere/password'");
    assert_eq!(real(&named).complaints().len(), 1, "the file is not there");
    assert_eq!(login(&real(&named).variable(PASSWORD, "plain"))[3], "plain");
    let flag = real(&named).variable(PASSWORD_FILE, "/nowhere/either");
    assert_eq!(login(&flag.flag("--password", "upstream.credentials.password", "flag"))[3], "flag");
}

#[test]
fn both_forms_in_one_source_are_a_complaint() {
    let both = real(&format!("{CREDENTIALS}password_file = '/nowhere/password'\n")).complaints();
    assert_eq!(both.len(), 1);
    assert!(both[0].contains("upstream.credentials.password is set as well"), "{both:?}");
    let desk = real(CREDENTIALS).variable(PASSWORD, "plain").variable(PASSWORD_FILE, "/nowhere/password");
    assert!(desk.complaints()[0].contains("upstream.credentials.password is set as well"));
}

#[test]
fn an_api_key_and_a_login_beat_one_another_from_source_to_source() {
    assert!(is_api_key(&real(CREDENTIALS).variable(API_KEY, "key")));
    let broken = CREDENTIALS.replace("client_secret = 'canary-secret'", "client_secret_file = '/nowhere'");
    assert!(is_api_key(&real(&broken).variable(API_KEY, "key")));

    let mut desk = real("[upstream.credentials]\napi_key = 'key'\n");
    for (part, value) in [("CLIENT_ID", "a"), ("CLIENT_SECRET", "b"), ("USERNAME", "c"), ("PASSWORD", "d")] {
        desk = desk.variable(&format!("SIGNGRAPH_UPSTREAM_CREDENTIALS_{part}"), value);
    }
    assert_eq!(login(&desk), ["a", "b", "c", "d"]);
    let both = desk.variable(API_KEY, "key").complaints();
    assert_eq!(both.len(), 1);
    assert!(both[0].starts_with(&format!("{API_KEY}: an API key stands beside")), "{both:?}");
}

#[test]
fn a_part_of_a_login_in_a_variable_leaves_the_other_parts_to_the_file() {
    let desk = real(CREDENTIALS).variable(USERNAME, "other@example.com");
    assert_eq!(login(&desk), ["app", "canary-secret", "other@example.com", "canary-password"]);
}

#[test]
fn a_name_is_enough_to_be_a_person_of_a_sandbox_and_of_nothing_else() {
    let at =
        |url: &str| Desk::new().variable("SIGNGRAPH_UPSTREAM_URL", url).variable(USERNAME, "a@sandbox.test");
    let expected = ["sandbox-client", "sandbox-secret", "a@sandbox.test", "sandbox-password"];
    assert_eq!(login(&at("http://127.0.0.1:8086")), expected);
    assert_eq!(
        at("https://api.signnow.com").complaints().len(),
        2,
        "client_id and client_secret are missing"
    );
    let half = at("http://127.0.0.1:8086").variable(PASSWORD, "of-mine").complaints();
    assert_eq!(half.len(), 2, "{half:?}");
}

const APPLICATION: &str = "[upstream.credentials]\nclient_id = 'app'\nclient_secret = 'canary-secret'\n";

#[test]
fn an_application_without_a_password_is_enough_where_the_tokens_are_kept() {
    let at = |upstream: &str| {
        Desk::with_file(&format!("[upstream]\nurl = 'https://api.signnow.com'\n{upstream}\n{APPLICATION}"))
    };
    let named = at("token_file = '/tokens.json'").variable(USERNAME, "ada");
    for (desk, name) in [(at("token_file = '/tokens.json'"), None), (named, Some("ada"))] {
        let options = desk.config().upstream.options;
        let Credentials::AuthorizationCode { client_id, client_secret, username } = options.credentials
        else {
            panic!("another form")
        };
        assert_eq!((client_id.as_str(), client_secret.expose_secret()), ("app", "canary-secret"));
        assert_eq!((username.as_deref(), options.token_recovery), (name, Recovery::Probe));
    }
    assert_eq!(
        login(&at("").variable(USERNAME, "ada").variable(PASSWORD, "p")),
        ["app", "canary-secret", "ada", "p"]
    );
    let complaints = at("").complaints();
    let [complaint] = &complaints[..] else { panic!("{complaints:?}") };
    assert!(complaint.starts_with("upstream.token_file: is missing, and without a password"), "{complaint}");
    for cure in ["set upstream.token_file or upstream.token_redis", "upstream.credentials.password"] {
        assert!(complaint.contains(cure), "{complaint}");
    }
}

#[test]
fn without_a_password_no_login_can_follow_a_lost_refresh() {
    let at = |recovery: &str| {
        let upstream = "[upstream]\nurl = 'https://api.signnow.com'\ntoken_file = '/tokens.json'";
        Desk::with_file(&format!("{upstream}\ntoken_recovery = '{recovery}'\n{APPLICATION}"))
    };
    assert_eq!(
        at("login").complaints(),
        [
            "config.toml:4: upstream.token_recovery: \"login\" needs upstream.credentials.password, which is missing; \
             write \"probe\" or \"wait\""
        ]
    );
    assert_eq!(at("wait").config().upstream.options.token_recovery, Recovery::Wait);
    assert_eq!(at("probe").config().upstream.options.token_recovery, Recovery::Probe);
}
