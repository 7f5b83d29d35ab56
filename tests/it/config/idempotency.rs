//! How long the results of mutations are kept, and where.

use std::path::Path;
use std::time::Duration;

use secrecy::ExposeSecret;

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

#[test]
fn servers_share_keys_in_a_redis_in_the_place_of_a_file() {
    let desk = Desk::with_file("[idempotency]\nredis = 'redis://:canary@redis.test'\nlease = '5s'");
    let config = desk.config().idempotency;
    assert_eq!(config.shared_redis.as_ref().unwrap().expose_secret(), "redis://:canary@redis.test");
    assert_eq!((config.file.as_ref(), config.options.lease), (None, Duration::from_secs(5)));
    assert!(!format!("{config:?}").contains("canary"));
    let file = desk.write("redis", "redis://:canary-file@redis.test\n", 0o600);
    let desk = desk.variable("SIGNGRAPH_IDEMPOTENCY_REDIS_FILE", file.to_str().unwrap());
    let url = desk.config().idempotency.shared_redis.unwrap();
    assert_eq!(url.expose_secret(), "redis://:canary-file@redis.test");
    let desk = Desk::with_file("[idempotency]\nredis = 'redis://redis.test'");
    let config = desk.variable("SIGNGRAPH_IDEMPOTENCY_FILE", "/keys.jsonl").config().idempotency;
    assert!(config.shared_redis.is_none() && config.file.is_some(), "a variable is stronger than the file");
}

#[test]
fn two_places_for_keys_are_refused_by_name() {
    for redis in ["redis", "redis_file"] {
        let file = Desk::new().write("redis", "redis://:canary@redis.test", 0o600);
        let value = if redis == "redis" { "redis://:canary@redis.test" } else { file.to_str().unwrap() };
        let complaints =
            Desk::with_file(&format!("[idempotency]\nfile = '/keys'\n{redis} = '{value}'")).complaints();
        let expected = format!("idempotency.{redis}: idempotency.file is set as well; keep one of the two");
        assert!(complaints.iter().any(|line| line.ends_with(&expected)), "{complaints:?}");
        assert!(!format!("{complaints:?}").contains("canary"));
    }
}
