//! What is asked of Redis. Each answers a list whose first text says what came of it.

/// Makes a record, or tells of the one that is there.
///
/// Keys: the record; the list of all. Given: who claims it; the process they belong to; the seal of the input; the note; for how
/// long it is held, in milliseconds; how long it is kept, in milliseconds; how many may be. Answers `new`, `full`, or `there`
/// with version, seal, state, body, owner, and whether somebody else holds it (`held` or `free`).
pub(super) const BEGIN: &str = include_str!("scripts/begin.lua");

/// Takes an unfinished record that nobody else holds any more.
///
/// Keys: the record. Given: who it belonged to when it was looked at; who takes it; their process; for how long, in milliseconds.
/// Answers `taken` with the last note, or `not`.
pub(super) const TAKE: &str = include_str!("scripts/take.lua");

/// Puts a note or a result into a record.
///
/// Keys: the record. Given: its owner; the state; the body. Answers `done`, `gone`, or `lost` with the state and the body that somebody
/// else left.
pub(super) const PUT: &str = include_str!("scripts/put.lua");

/// Removes a record. Keys: the record; the list of all. Given: its owner. Answers as [`PUT`].
pub(super) const WITHDRAW: &str = include_str!("scripts/withdraw.lua");

/// Tells whether a record is still its owner's, and lets them hold it longer. It writes only when a third of the time is over:
/// what is written may have to be synced.
///
/// Keys: the record. Given: its owner; for how long, in milliseconds. Answers as [`PUT`].
pub(super) const HOLD: &str = include_str!("scripts/hold.lua");

/// Lets go of a record. Keys: the record. Given: its owner. Answers as [`PUT`].
pub(super) const RELEASE: &str = include_str!("scripts/release.lua");

/// Drops from the list what has ended, which a server that takes no changes refuses. Keys: the list. Answers `done`.
pub(super) const CHECK: &str = include_str!("scripts/check.lua");

/// All commands that these need, and the way to Redis.
pub(super) const NEEDS: &str =
    "EVAL, TIME, HMGET, HSET, DEL, PTTL, PEXPIRE, ZADD, ZREM, ZCARD, ZREMRANGEBYSCORE, INFO and PING";
