//! `[sandbox]`: the embedded one, which serves when no upstream is named.

use super::kind::{DURATION, Kind, Raw, SEED, TIMEOUT};
use super::settings::Settings;
use crate::sandbox::{Options, WorldKind};

const WORLD: Kind<WorldKind> =
    Kind { expected: "\"demo\" or \"large\"", read: |raw: &Raw| raw.text()?.trim().parse().ok() };

pub(super) fn read(settings: &mut Settings) -> Options {
    let mut options = Options::default();
    settings.set("sandbox.world", &WORLD, &mut options.world);
    settings.set("sandbox.seed", &SEED, &mut options.seed);
    settings.set("sandbox.latency", &DURATION, &mut options.latency);
    settings.set("sandbox.token_lifetime", &TIMEOUT, &mut options.token_lifetime);
    options
}
