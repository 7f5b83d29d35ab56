//! Tables of refusals that anyone can read: who asks what, and what they are told.

use reqwest::Method;
use serde_json::Value;

/// A deed of a `refusals.txt` and what it is answered.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) who: String,
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) body: Option<Value>,
    pub(crate) status: u16,
    pub(crate) code: u64,
    pub(crate) message: String,
}

impl Refusal {
    /// Every refusal of a table: a line for the deed, a line for the answer; blank lines and comments between them.
    pub(crate) fn table(text: &str) -> Vec<Self> {
        let lines: Vec<&str> =
            text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
        lines.chunks(2).map(|lines| Self::read(lines[0], lines[1])).collect()
    }

    fn read(deed: &str, answer: &str) -> Self {
        let mut deed = deed.splitn(4, ' ');
        let mut word = || deed.next().unwrap().to_owned();
        let (who, method, path) = (word(), word().parse().unwrap(), word());
        let body = deed.next().map(|body| serde_json::from_str(body).unwrap());
        let mut answer = answer.trim().splitn(3, ' ');
        let mut word = || answer.next().unwrap();
        let (status, code) = (word().parse().unwrap(), word().parse().unwrap());
        Refusal { who, method, path, body, status, code, message: word().to_owned() }
    }
}
