//! `[idempotency]`: how long the results of mutations are kept, and where.

use std::path::PathBuf;

use super::kind::{COUNT, PATH, TIMEOUT};
use super::settings::Settings;
use crate::idempotency::Options;

/// How the results of mutations are kept.
#[derive(Clone, Debug, Default)]
pub struct Idempotency {
    /// How long, and how many.
    pub options: Options,
    /// Where they outlive this process; without one they are kept in memory.
    pub file: Option<PathBuf>,
}

pub(super) fn read(settings: &mut Settings) -> Idempotency {
    let mut idempotency = Idempotency::default();
    settings.set("idempotency.keep", &TIMEOUT, &mut idempotency.options.keep);
    settings.set("idempotency.max_records", &COUNT, &mut idempotency.options.max_records);
    idempotency.file = settings.read("idempotency.file", &PATH);
    idempotency
}
