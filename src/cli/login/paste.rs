//! What a person pastes.

use std::io::{self, BufRead, Write};
use std::thread;

use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;
use tokio::sync::oneshot;
use url::Url;

use crate::signnow::{NoCode, UserAuthorization};

/// The first line of standard input that holds a code; none when it ends before. Others are told why they do not.
///
/// A thread reads it, and not the runtime, which would wait for a line before it ended.
pub(super) async fn code(question: UserAuthorization) -> Option<SecretString> {
    let (sender, receiver) = oneshot::channel();
    let reader = thread::Builder::new().name("paste".to_owned()).spawn(move || {
        if let Some(code) = first_code(&question, io::stdin().lock(), io::stderr()) {
            // Whoever waited may have been answered by the browser.
            let _unheard = sender.send(code);
        }
    });
    reader.ok()?;
    receiver.await.ok()
}

fn first_code(
    question: &UserAuthorization,
    mut lines: impl BufRead,
    mut complaints: impl Write,
) -> Option<SecretString> {
    loop {
        let mut line = Zeroizing::new(String::new());
        if lines.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match understood(question, line.trim()) {
            Ok(code) => return Some(code),
            Err(_) if line.trim().is_empty() => {}
            Err(error) => {
                let _ = writeln!(complaints, "{error}. Paste the address that the browser ended at.");
            }
        }
    }
}

/// A whole address has to be the answer to our question; a code alone tells nothing about itself.
fn understood(question: &UserAuthorization, line: &str) -> Result<SecretString, NoCode> {
    if let Ok(address) = Url::parse(line) {
        return question.code_in(address.query().unwrap_or_default());
    }
    let is_code = !line.is_empty() && line.chars().all(|character| character.is_ascii_graphic());
    if is_code { Ok(SecretString::from(line)) } else { Err(NoCode::Missing) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signnow::Credentials;

    #[test]
    fn the_first_line_with_a_code_counts_and_the_others_are_told_why_not() {
        let credentials = Credentials::AuthorizationCode {
            client_id: "app".to_owned(),
            client_secret: "canary".to_owned().into(),
            username: None,
        };
        let page = Url::parse("http://127.0.0.1:1/authorize").unwrap();
        let question = UserAuthorization::new(&page, &credentials, "http://127.0.0.1:2/").unwrap();
        let state = question.url().query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
        let read = |input: &str| {
            let mut told = Vec::new();
            let code = first_code(&question, input.as_bytes(), &mut told);
            (code.is_some(), String::from_utf8(told).unwrap().lines().count())
        };
        assert_eq!(read("a-code\n"), (true, 0));
        assert_eq!(read(&format!("\n  http://127.0.0.1:2/?code=c&state={state}  \n")), (true, 0));
        assert_eq!(read("http://127.0.0.1:2/?code=c&state=other\ntwo words\na-code"), (true, 2));
        assert_eq!(read("http://127.0.0.1:2/\n"), (false, 1));
        assert_eq!(read(""), (false, 0));
    }
}
