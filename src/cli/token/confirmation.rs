//! Asking before something that cannot be taken back.

use std::io::{self, BufRead, IsTerminal, Write};

use crate::cli::report::Misuse;

/// Refuses to go on where nobody can be asked.
pub(super) fn possible() -> Result<(), Misuse> {
    if io::stdin().is_terminal() { Ok(()) } else { Err(Misuse(NOBODY.into())) }
}

/// Asks at the terminal.
pub(super) fn given(question: &str) -> io::Result<bool> {
    ask(question, io::stdin().lock(), io::stderr())
}

/// Asks; only a yes is a yes.
fn ask(question: &str, mut answers: impl BufRead, mut questions: impl Write) -> io::Result<bool> {
    write!(questions, "{question} [y/N] ")?;
    questions.flush()?;
    let mut answer = String::new();
    answers.read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}

const NOBODY: &str =
    "--yes: is missing, and there is no terminal to ask at; give --yes to revoke without a question";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_yes_is_a_yes() {
        let asked = |answer: &str| {
            let mut shown = Vec::new();
            let given = ask("Really?", answer.as_bytes(), &mut shown).unwrap();
            assert_eq!(shown, b"Really? [y/N] ");
            given
        };
        for yes in ["y\n", "Y\r\n", " yes \n", "YES"] {
            assert!(asked(yes), "{yes}");
        }
        for no in ["", "\n", "n\n", "yeah\n", "y y\n", "no\nyes\n"] {
            assert!(!asked(no), "{no}");
        }
    }
}
