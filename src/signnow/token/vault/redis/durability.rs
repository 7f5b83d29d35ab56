//! What a Redis keeps when it crashes.

use std::fmt;

use redis::InfoDict;

/// What becomes of a swap that was reported, when the server's machine crashes right after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// It is there: the server syncs its append-only file before it answers (`appendfsync always`).
    Always,
    /// It is there: the server is asked to sync its append-only file, and the answer waited for (`WAITAOF`, which Redis
    /// has since 7.2).
    Waited,
    /// It may be gone: there is an append-only file, but nobody can wait for it.
    Later,
    /// It may be gone, with all since the last snapshot: there is no append-only file.
    Never,
}

impl Durability {
    /// What a server does, by its own account and by its `appendfsync`, where that may be asked for.
    pub(super) fn of(info: &InfoDict, append_sync: Option<&str>) -> Durability {
        let has_file = info.get::<u8>("aof_enabled") == Some(1);
        match append_sync {
            _ if !has_file => Durability::Never,
            Some("always") => Durability::Always,
            // A file that is never synced cannot be waited for.
            Some("no") => Durability::Later,
            _ if can_wait(info) => Durability::Waited,
            _ => Durability::Later,
        }
    }

    /// Whether a swap that was reported survives a crash.
    pub fn survives_a_crash(self) -> bool {
        matches!(self, Durability::Always | Durability::Waited)
    }
}

/// Whether it is Redis 7.2 or later. Valkey tells a `redis_version` of 7.2.4 for ever.
fn can_wait(info: &InfoDict) -> bool {
    let version: String = info.get("redis_version").unwrap_or_default();
    let mut numbers = version.split('.').map_while(|number| number.parse::<u32>().ok());
    (numbers.next(), numbers.next()) >= (Some(7), Some(2))
}

/// What is lost, and what to do about it.
impl fmt::Display for Durability {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Durability::Always => "every change is synced before it is answered",
            Durability::Waited => "every change is waited for until it is synced",
            Durability::Later => {
                "in a crash it loses the changes of its last moments, and with them a refresh token that was just \
                 handed out: set appendfsync to always there, or run Redis 7.2 or later with appendfsync everysec"
            }
            Durability::Never => {
                "in a crash it loses all changes since its last snapshot, and with them refresh tokens that were handed \
                 out: set appendonly to yes and appendfsync to always there"
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn durability(version: &str, has_file: u8, append_sync: Option<&str>) -> Durability {
        let info = format!("# Server\r\nredis_version:{version}\r\naof_enabled:{has_file}\r\n");
        Durability::of(&InfoDict::new(&info), append_sync)
    }

    #[test]
    fn a_server_without_a_file_keeps_nothing_whatever_else_it_says() {
        for append_sync in [None, Some("always"), Some("everysec")] {
            assert_eq!(durability("8.0.0", 0, append_sync), Durability::Never);
        }
        assert_eq!(Durability::of(&InfoDict::new(""), Some("always")), Durability::Never);
    }

    #[test]
    fn a_file_is_waited_for_where_that_can_be_done_and_is_needed() {
        for (version, append_sync, expected) in [
            ("7.0.15", Some("always"), Durability::Always),
            ("7.0.15", Some("everysec"), Durability::Later),
            ("7.0.15", None, Durability::Later),
            ("6.2.99", Some("everysec"), Durability::Later),
            ("7.2.0", Some("everysec"), Durability::Waited),
            ("7.10.1", None, Durability::Waited),
            ("8.0.2", Some("everysec"), Durability::Waited),
            ("8.0.2", Some("no"), Durability::Later),
            ("8.0.2", Some("always"), Durability::Always),
            ("nonsense", Some("everysec"), Durability::Later),
        ] {
            assert_eq!(durability(version, 1, append_sync), expected, "{version} {append_sync:?}");
        }
    }
}
