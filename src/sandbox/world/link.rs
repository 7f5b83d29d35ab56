//! Links to a signing session.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Serialize, Serializer};
use serde_json::json;

use super::World;
use super::id::Id;
use super::tokens::fingerprint;

/// Every link that was minted, without what would open it. The state shows how many there are, and how many for
/// each invitation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Links(Vec<SigningLink>);

/// A link to sign, a credential for whoever has it.
#[derive(Clone, Debug)]
pub(crate) struct SigningLink {
    /// Of the token in it.
    fingerprint: String,
    /// A document's invitation or a group's.
    pub(crate) invite_id: Id,
    pub(crate) email: String,
    /// `None` where no `link_expiration` was asked for: it is good as long as the invitation.
    expires: Option<DateTime<Utc>>,
}

impl World {
    /// A new link, of which the token is told this once.
    pub(crate) fn mint_link(&mut self, invite_id: Id, email: &str, expires: Option<DateTime<Utc>>) -> String {
        let (token, email) = (self.tokens.mint(), email.to_owned());
        self.links.0.push(SigningLink { fingerprint: fingerprint(&token), invite_id, email, expires });
        token
    }
}

impl Links {
    /// The link with this token, unless its time is over.
    pub(crate) fn find(&self, token: &str, now: DateTime<Utc>) -> Option<&SigningLink> {
        let fingerprint = fingerprint(token);
        let link = self.0.iter().find(|link| link.fingerprint == fingerprint);
        link.filter(|link| link.expires.is_none_or(|expires| now < expires))
    }
}

impl Serialize for Links {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut by_invite: BTreeMap<String, u64> = BTreeMap::new();
        for link in &self.0 {
            *by_invite.entry(link.invite_id.to_string()).or_default() += 1;
        }
        json!({ "minted": self.0.len(), "by_invite": by_invite }).serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::super::Clock;
    use super::*;
    use crate::sandbox::options::Options;

    #[test]
    fn a_link_is_found_by_its_token_until_its_time_is_over() {
        let options = Options::default();
        let mut world = World::begin(&options, options.anchor(), Clock::starting(None));
        let (invite, now) = (world.new_id(), world.now());
        let end = now + TimeDelta::minutes(15);
        let (short, endless) = (
            world.mint_link(invite, "a@client.test", Some(end)),
            world.mint_link(invite, "b@client.test", None),
        );
        let email = |token: &str, at| world.links.find(token, at).map(|link| link.email.as_str());
        assert_eq!(email(&short, end - TimeDelta::seconds(1)), Some("a@client.test"));
        assert_eq!(email(&short, end), None);
        assert_eq!(email(&endless, end + TimeDelta::days(900)), Some("b@client.test"));
        assert_eq!(email(&"0".repeat(64), now), None);
    }
}
