//! From a person to an authorization code.

use std::io::{self, Write};

use anyhow::{Context, bail};
use secrecy::SecretString;
use url::Url;

use super::arguments::Arguments;
use super::listener::Listener;
use super::{paste, redirect};
use crate::cli::report::Misuse;
use crate::cli::token::Configured;
use crate::signnow::{NoCode, Proof, UserAuthorization};

/// Asks a person to let the application in, and waits for the code that this gives.
pub(super) async fn obtain(arguments: &Arguments, configured: &Configured) -> anyhow::Result<Proof> {
    let page = arguments.authorize_url.clone().or_else(|| configured.authorize_page());
    let page = page.ok_or(Misuse(NO_PAGE.into()))?;
    let listener = match redirect::listening_address(arguments) {
        Some(address) => Some(
            Listener::bind(address)
                .await
                .with_context(|| format!("cannot listen on {address}; choose another --port"))?,
        ),
        None => None,
    };
    let redirect_uri = redirect::uri(arguments, listener.as_ref().map(Listener::address));
    let question = UserAuthorization::new(&page, configured.credentials(), &redirect_uri);
    let question = question.ok_or(Misuse(NO_PAGE.into()))?;
    tell(&question, listener.is_some());
    let answer = answer(&question, listener, arguments.paste);
    match tokio::time::timeout(arguments.wait, answer).await {
        Ok(code) => Ok(Proof::Code { code: code?, redirect_uri }),
        Err(_) => bail!("nobody let the application in within the time; run `signgraph login` again"),
    }
}

/// The first answer, from the browser or from whoever pastes it.
async fn answer(
    question: &UserAuthorization,
    listener: Option<Listener>,
    must_be_pasted: bool,
) -> anyhow::Result<SecretString> {
    let pasted = paste::code(question.clone());
    let Some(listener) = listener else {
        return pasted.await.with_context(|| if must_be_pasted { NOT_PASTED } else { NOT_HERE });
    };
    let path = Url::parse(question.redirect_uri()).map(|uri| uri.path().to_owned())?;
    tokio::select! {
        heard = listener.code(question, &path) => match heard {
            Ok(code) => Ok(code),
            Err(denied) => Err(denied_by(denied)),
        },
        Some(code) = pasted => Ok(code),
    }
}

fn denied_by(denied: NoCode) -> anyhow::Error {
    anyhow::anyhow!("{denied}; run `signgraph login` again to be asked again")
}

/// Nobody may be reading, and that is no reason to end.
fn tell(question: &UserAuthorization, is_listening: bool) {
    let awaited = if is_listening {
        "The browser is awaited there. Where it is on another machine, paste the address it ends at here."
    } else {
        "Paste the address that the browser ends at here, or the code in it."
    };
    let text = format!(
        "Open this address in a browser, log in, and let the application in:\n\n  {}\n\n\
         The application has to have this redirect URI at signNow:\n\n  {}\n\n{awaited}\n",
        question.url(),
        question.redirect_uri(),
    );
    let mut output = io::stderr().lock();
    let _ = output.write_all(text.as_bytes()).and_then(|()| output.flush());
}

const NO_PAGE: &str = "--authorize-url: is missing; the host in upstream.url is not signNow's, so the page where users \
                       let applications in is not known";

const NOT_PASTED: &str =
    "standard input ended without a code; paste the address that the browser ends at, or the code in it";

const NOT_HERE: &str = "standard input ended without a code, and the redirect URI is not on this machine; paste the \
                        address that the browser ends at, or give the --port that it is passed on to";
