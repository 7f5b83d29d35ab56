//! How long the results of mutations are kept, and where.

use std::path::Path;
use std::time::Duration;

use super::desk::Desk;

#[test]
fn keys_are_kept_in_memory_for_a_day_unless_something_else_is_said() {
    let default = Desk::new().config().idempotency;
    assert_eq!((default.options.keep, default.file), (Duration::from_secs(86_400), None));
    let desk = Desk::with_file("[idempotency]\nkeep = '2d'\nmax_records = 5")
        .variable("SIGNGRAPH_IDEMPOTENCY_FILE", "/var/lib/keys.jsonl");
    let config = desk.config().idempotency;
    assert_eq!((config.options.keep, config.options.max_records), (Duration::from_secs(172_800), 5));
    assert_eq!(config.file.as_deref(), Some(Path::new("/var/lib/keys.jsonl")));
}

#[test]
fn keys_that_would_not_be_kept_at_all_are_complained_of() {
    let complaints = Desk::with_file("[idempotency]\nkeep = '0s'\nmax_records = 0\nfile = ''").complaints();
    assert_eq!(complaints.len(), 3, "{complaints:#?}");
    assert!(complaints[0].starts_with("config.toml:2: idempotency.keep: expects a duration above zero"));
}
