//! Where the tokens of `[upstream]` outlive the process, and what they are sealed with.

use super::kind::PATH;
use super::secret::secret;
use super::settings::Settings;
use super::upstream::Upstream;

/// A way to name a Redis, or the file that holds its address.
const REDIS: [&str; 2] = ["upstream.token_redis", "upstream.token_redis_file"];

const FILE: &str = "upstream.token_file";

pub(super) fn read(settings: &mut Settings, upstream: &mut Upstream) {
    settings.choose(&[FILE], &REDIS);
    upstream.token_file = settings.read(FILE, &PATH);
    upstream.token_redis = secret(settings, REDIS[0], REDIS[1]);
    upstream.token_key = secret(settings, "upstream.token_key", "upstream.token_key_file");
    upstream.old_token_key = secret(settings, "upstream.old_token_key", "upstream.old_token_key_file");
    complain_of_two_places(settings);
    if upstream.token_redis.is_some() {
        complain_of_no_key(settings);
    }
}

/// A chain that only an operator begins has to outlive the process.
pub(super) fn complain_of_no_place(settings: &mut Settings, password_key: &str) {
    let is_given = REDIS.into_iter().chain([FILE]).any(|key| settings.is_set(key));
    if !is_given && settings.is_whole() {
        settings.complain(format!(
            "{FILE}: is missing, and without a password the tokens come from `signgraph login`, which has to put them \
             somewhere; set {FILE} or {}, or else {password_key}",
            REDIS[0]
        ));
    }
}

fn complain_of_two_places(settings: &mut Settings) {
    if let Some(key) = REDIS.into_iter().find(|key| settings.is_set(key) && settings.is_set(FILE)) {
        let origin = settings.origin(key);
        settings.complain(format!("{origin}: {FILE} is set as well; keep one of the two"));
    }
}

/// A file of its own on each machine would hold another key on each.
fn complain_of_no_key(settings: &mut Settings) {
    let is_given = settings.is_set("upstream.token_key") || settings.is_set("upstream.token_key_file");
    if !is_given && settings.is_whole() {
        settings.complain(
            "upstream.token_key: is missing, and tokens in Redis are sealed with a key that all servers have; make one \
             with `openssl rand -base64 32`, and give all of them the same in upstream.token_key_file"
                .to_owned(),
        );
    }
}
