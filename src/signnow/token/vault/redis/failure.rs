//! What went wrong, in words of ours.

use redis::{ErrorKind, RedisError};

/// What there is to say of an error, and what to do. A server's own words are left out: some repeat what they were asked,
/// a password and a record among it.
pub(super) fn words(error: &RedisError) -> String {
    if error.kind() == ErrorKind::AuthenticationFailed {
        return REFUSED.to_owned();
    }
    match error.code() {
        Some("WRONGPASS" | "NOAUTH") => REFUSED.to_owned(),
        Some("NOPERM") => NOT_ALLOWED.to_owned(),
        Some("READONLY") => REPLICA.to_owned(),
        Some("MOVED" | "ASK" | "CLUSTERDOWN") => CLUSTER.to_owned(),
        Some("WRONGTYPE") => {
            "holds something else under the key of a record; give signgraph a database of its own".to_owned()
        }
        Some("OOM") => "has no memory left; give it more, and maxmemory-policy noeviction".to_owned(),
        Some("MISCONF") => "cannot write to its disk, and takes no changes; see its log".to_owned(),
        Some("LOADING") => "is still reading its data; try again soon".to_owned(),
        Some(code) => format!("refuses ({}); see its log", printable(code)),
        None if error.is_connection_refusal() => "takes no connections there; see whether it runs".to_owned(),
        None if error.is_timeout() => SILENT.to_owned(),
        None => format!("cannot be spoken to ({})", error.category()),
    }
}

/// What to say where nothing came in time.
pub(super) const SILENT: &str = "does not answer; see whether it is stopped, or the way to it is blocked";

const REFUSED: &str = "does not accept the user name and password";

const NOT_ALLOWED: &str = "does not allow this user all that is needed: EVAL, GET, SET, DEL, INFO and PING, and the keys \
                           signgraph:*";

const REPLICA: &str = "is a replica, which takes no changes; name the primary";

const CLUSTER: &str = "is part of a cluster, which is not followed; name a Redis that stands alone";

/// A code is a word in capitals, unless a server is none.
fn printable(code: &str) -> String {
    let is_code = code.len() <= 20 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    if is_code { code.to_owned() } else { "with words that are left out".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_repeats_is_left_out() {
        let repeating = "unknown command 'AUTH', with args beginning with: 'canary'";
        for code in ["ERR", "NOPERM", "canary", "WRONGPASS"] {
            let error = redis::make_extension_error(code.to_owned(), Some(repeating.to_owned()));
            assert!(!words(&error).contains("canary"), "{}", words(&error));
        }
    }
}
