//! People and their logins.

use chrono::TimeDelta;

use super::names::{FIRST, LAST, PROGRAMS};
use super::seeder::Seeder;
use crate::sandbox::options::PASSWORD;
use crate::sandbox::world::{Id, Initials, Login, Subscription, User};

/// The domain of the people with a fixed address.
const KNOWN_DOMAIN: &str = "sandbox.test";

/// The smallest PNG there is: one transparent pixel, in base64.
const ONE_PIXEL: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

impl Seeder<'_> {
    /// Somebody with a fixed address, `{address}@sandbox.test`.
    pub(super) fn known(&mut self, address: &str, name: (&str, &str), subscription: Subscription) -> Id {
        let id = self.register(name, format!("{address}@{KNOWN_DOMAIN}"), subscription);
        self.log_in(id);
        id
    }

    /// Somebody invented, at an address of the domain. First and last names walk through their lists at
    /// different strides, so that the same pair comes back only after 3600 people, in another domain.
    pub(super) fn person(&mut self, domain: &str, subscription: Subscription) -> Id {
        let number = self.invented;
        self.invented += 1;
        let first = FIRST[(number * 7 + number / 60) % FIRST.len()];
        let last = LAST[(number * 11) % LAST.len()];
        let address = format!("{}.{}@{domain}", first.to_lowercase(), last.to_lowercase());
        self.register((first, last), address, subscription)
    }

    /// Lets somebody have logged in, most likely within the last days.
    pub(super) fn log_in(&mut self, user: Id) {
        let horizon = if self.chance(70) { 9 } else { 120 };
        let last_login = self.days_ago(0..horizon);
        let created_at = self.world.users.get(&user).map_or(last_login, |user| user.created);
        let (user_agent, application) = self.pick(&PROGRAMS);
        let network = self.pick(&["192.0.2", "198.51.100", "203.0.113"]);
        let ip = format!("{network}.{}", self.roll(1..255));
        let (user_agent, application) = (user_agent.to_owned(), application.to_owned());
        self.world.last_logins.insert(user, Login { last_login, ip, user_agent, application, created_at });
    }

    /// Gives somebody initials to sign with.
    pub(super) fn draw_initials(&mut self, user: Id) {
        let (id, created) = (self.world.new_id(), self.days_ago(30..400));
        if let Some(user) = self.world.users.get_mut(&user) {
            user.initials = Some(Initials { id, width: 1, height: 1, data: ONE_PIXEL.to_owned(), created });
        }
    }

    fn register(&mut self, (first, last): (&str, &str), email: String, subscription: Subscription) -> Id {
        let (id, created) = (self.world.new_id(), self.days_ago(460..1500));
        let source = self.pick(&[None, None, None, Some("pdffiller"), Some("airslate")]);
        let user = User {
            first_name: first.to_owned(),
            last_name: last.to_owned(),
            password_changed: created + TimeDelta::days(self.roll(0..300).into()),
            verified: true,
            subscription,
            registration_source: source.map(str::to_owned),
            ..User::registered(id, &email, PASSWORD, created)
        };
        self.world.users.insert(id, user);
        id
    }
}
