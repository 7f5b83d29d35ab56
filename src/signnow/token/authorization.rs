//! Asking a user of signNow, in their browser, to let the application in (RFC 6749 section 4.1).

use rand::RngCore;
use secrecy::SecretString;
use url::Url;

use super::credentials::Credentials;

/// One question to one user, and what tells its answer from others.
#[derive(Clone, Debug)]
pub struct UserAuthorization {
    url: Url,
    redirect_uri: String,
    /// Comes back with the code. Whoever cannot know it, such as a page that sends a browser here with a code of somebody
    /// else's, is not listened to.
    state: String,
}

/// Why an address that a browser came back with holds no code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoCode {
    /// It is not the answer to this question.
    #[error("the address belongs to another login: its `state` is missing or not ours")]
    Foreign,
    /// The user, or signNow, said no. The word is one of RFC 6749 section 4.1.2.1, such as `access_denied`.
    #[error("signNow did not let the application in: {0}")]
    Denied(String),
    /// There is nothing in it.
    #[error("there is no code in the address")]
    Missing,
}

impl UserAuthorization {
    /// A question at signNow's page for it, for an application; none for an API key.
    pub fn new(page: &Url, credentials: &Credentials, redirect_uri: &str) -> Option<UserAuthorization> {
        let (client_id, _) = credentials.application()?;
        let (mut url, state) = (page.clone(), random());
        url.query_pairs_mut()
            .append_pair("client_id", client_id)
            .append_pair("response_type", "code")
            .append_pair("redirect_uri", redirect_uri)
            .append_pair("state", &state);
        Some(UserAuthorization { url, redirect_uri: redirect_uri.to_owned(), state })
    }

    /// Where the browser is to go.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Where it is sent afterwards, with a code.
    pub fn redirect_uri(&self) -> &str {
        &self.redirect_uri
    }

    /// The code in the query of the address that the browser came back with.
    ///
    /// # Errors
    /// [`NoCode`].
    pub fn code_in(&self, query: &str) -> Result<SecretString, NoCode> {
        let field = |name: &str| {
            let mut pairs = url::form_urlencoded::parse(query.as_bytes());
            pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
        };
        if field("state").as_deref() != Some(self.state.as_str()) {
            return Err(NoCode::Foreign);
        }
        if let Some(error) = field("error") {
            let is_word = |character: &char| character.is_ascii_lowercase() || *character == '_';
            return Err(NoCode::Denied(error.chars().filter(is_word).take(40).collect()));
        }
        field("code").filter(|code| !code.is_empty()).map(SecretString::from).ok_or(NoCode::Missing)
    }
}

/// 128 bits.
fn random() -> String {
    let mut bytes = [0_u8; 16];
    rand::rng().fill_bytes(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    fn asked() -> UserAuthorization {
        let credentials = Credentials::AuthorizationCode {
            client_id: "an app".to_owned(),
            client_secret: "canary".to_owned().into(),
            username: None,
        };
        let page = Url::parse("https://app.signnow.com/authorize").unwrap();
        UserAuthorization::new(&page, &credentials, "http://127.0.0.1:1/callback").unwrap()
    }

    #[test]
    fn a_question_names_application_and_redirect_and_is_like_no_other() {
        let (one, other) = (asked(), asked());
        assert_ne!(one.state, other.state);
        assert_eq!(
            one.url().as_str(),
            format!(
                "https://app.signnow.com/authorize?client_id=an+app&response_type=code&\
                 redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2Fcallback&state={}",
                one.state
            )
        );
        let key = Credentials::ApiKey("key".to_owned().into());
        assert!(UserAuthorization::new(one.url(), &key, "http://127.0.0.1:1/").is_none());
    }

    #[test]
    fn only_the_answer_to_the_question_is_an_answer() {
        let asked = asked();
        let state = &asked.state;
        let code = asked.code_in(&format!("code=c%2F1&state={state}&x=1")).unwrap();
        assert_eq!(code.expose_secret(), "c/1");
        for foreign in ["code=c".to_owned(), "code=c&state=".to_owned(), format!("code=c&state={state}0")] {
            assert_eq!(asked.code_in(&foreign).unwrap_err(), NoCode::Foreign, "{foreign}");
        }
        let denied = asked.code_in(&format!("error=access_denied%1b[2J&state={state}")).unwrap_err();
        assert_eq!(denied, NoCode::Denied("access_denied".to_owned()));
        for missing in [format!("state={state}"), format!("code=&state={state}")] {
            assert_eq!(asked.code_in(&missing).unwrap_err(), NoCode::Missing, "{missing}");
        }
    }
}
