//! `[cache]`: how much is kept, and for how long.

use super::kind::{DURATION, SIZE};
use super::settings::Settings;
use crate::cache::Options;
use crate::directory::Lifetimes;

pub(super) fn read(settings: &mut Settings) -> Options {
    let mut options = Options::default();
    settings.set("cache.max_bytes", &SIZE, &mut options.max_bytes);
    settings.set("cache.stale_if_error", &DURATION, &mut options.stale_if_error);
    options
}

pub(super) fn read_lifetimes(settings: &mut Settings) -> Lifetimes {
    let mut lifetimes = Lifetimes::default();
    settings.set("cache.lifetimes.viewer", &DURATION, &mut lifetimes.viewer);
    settings.set("cache.lifetimes.organizations", &DURATION, &mut lifetimes.organizations);
    settings.set("cache.lifetimes.people", &DURATION, &mut lifetimes.people);
    settings.set("cache.lifetimes.settings", &DURATION, &mut lifetimes.settings);
    settings.set("cache.lifetimes.logins", &DURATION, &mut lifetimes.logins);
    settings.set("cache.lifetimes.activity", &DURATION, &mut lifetimes.activity);
    settings.set("cache.lifetimes.documents", &DURATION, &mut lifetimes.documents);
    lifetimes
}
