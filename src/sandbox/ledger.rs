//! What was asked of the sandbox: the oracle of every test that counts calls.

use std::collections::{BTreeMap, VecDeque};

use serde::Serialize;

/// How many requests are kept one by one; the counts go on beyond it.
const KEPT: usize = 100_000;

/// The route of a request that no route is declared for.
pub(crate) const UNMATCHED: &str = "unmatched";

/// Every request since the start or the last reset, in the order of arrival.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Ledger {
    requests: VecDeque<Entry>,
    /// How many requests arrived, by route.
    counts: BTreeMap<String, u64>,
    /// How often each refresh token was presented, by fingerprint, whatever became of the request.
    refresh_tokens: BTreeMap<String, u64>,
    /// How many entries have left at the front.
    #[serde(skip)]
    left: u64,
}

/// One request.
#[derive(Debug, Serialize)]
pub(crate) struct Entry {
    method: String,
    route: String,
    /// With its query, and without tokens.
    path: String,
    /// `null` while the request is looked at, and for ever when the connection was dropped instead.
    status: Option<u16>,
    /// The address of a user, `client:` with an application, or `null` where neither was proved.
    principal: Option<String>,
    /// Whether the request was carried out, as opposed to being answered by a fault.
    effect: bool,
}

/// What became of a request.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) status: Option<u16>,
    pub(crate) principal: Option<String>,
    pub(crate) effect: bool,
}

/// The place of a request in the ledger.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ticket(u64);

impl Ledger {
    /// Notes a request on its arrival.
    pub(crate) fn arrived(&mut self, method: &str, route: &str, path: &str) -> Ticket {
        *self.counts.entry(route.to_owned()).or_default() += 1;
        if self.requests.len() == KEPT {
            self.requests.pop_front();
            self.left += 1;
        }
        let (method, route, path) = (method.to_owned(), route.to_owned(), without_tokens(path));
        self.requests.push_back(Entry { method, route, path, status: None, principal: None, effect: false });
        Ticket(self.left + self.requests.len() as u64 - 1)
    }

    /// Notes what became of it, unless the ledger was cleared in between.
    pub(crate) fn ended(&mut self, Ticket(number): Ticket, outcome: Outcome) {
        let index = number.checked_sub(self.left).and_then(|index| usize::try_from(index).ok());
        if let Some(entry) = index.and_then(|index| self.requests.get_mut(index)) {
            (entry.status, entry.principal, entry.effect) =
                (outcome.status, outcome.principal, outcome.effect);
        }
    }

    /// Counts a refresh token that a client showed.
    pub(crate) fn presented(&mut self, fingerprint: String) {
        *self.refresh_tokens.entry(fingerprint).or_default() += 1;
    }

    /// Forgets everything; requests on their way are not noted again.
    pub(crate) fn clear(&mut self) {
        let left = self.left + self.requests.len() as u64;
        *self = Ledger { left, ..Ledger::default() };
    }
}

/// The path with `***` for everything that looks like a token, which is sixty-four hexadecimal characters.
fn without_tokens(path: &str) -> String {
    let mut clean = String::with_capacity(path.len());
    for piece in path.split_inclusive(|character: char| !character.is_ascii_hexdigit()) {
        let run = piece.trim_end_matches(|character: char| !character.is_ascii_hexdigit());
        clean.push_str(if run.len() >= 64 { "***" } else { run });
        clean.push_str(&piece[run.len()..]);
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_do_not_enter_the_ledger() {
        let token = "0123456789abcdef".repeat(4);
        assert_eq!(without_tokens(&format!("/oauth2/token/{token}")), "/oauth2/token/***");
        assert_eq!(without_tokens(&format!("/a?x=1&t={token}&b=beef")), "/a?x=1&t=***&b=beef");
        let id = "0123456789".repeat(4);
        assert_eq!(without_tokens(&format!("/document/{id}")), format!("/document/{id}"));
    }

    #[test]
    fn a_request_that_outlives_a_clearing_is_not_noted() {
        let mut ledger = Ledger::default();
        let old = ledger.arrived("GET", "GET /user", "/user");
        ledger.clear();
        let new = ledger.arrived("PUT", "PUT /user", "/user");
        ledger.ended(old, Outcome { status: Some(500), ..Outcome::default() });
        assert_eq!(ledger.requests[0].status, None);
        ledger.ended(new, Outcome { status: Some(200), ..Outcome::default() });
        assert_eq!(ledger.requests[0].status, Some(200));
    }
}
