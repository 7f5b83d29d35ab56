//! What is asked of Redis. Each answers a list whose first text says what came of it.

/// Makes a record, or tells of the one that is there.
///
/// Keys: the record; the list of all. Given: who claims it; the process they belong to; the seal of the input; the note; for how
/// long it is held, in milliseconds; how long it is kept, in milliseconds; how many may be. Answers `new`, `full`, or `there`
/// with version, seal, state, body, owner, and whether somebody else holds it (`held` or `free`).
pub(super) const BEGIN: &str = "\
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local kept = redis.call('HMGET', KEYS[1], 'version', 'seal', 'state', 'body', 'owner', 'until')
if kept[1] then
  local ours = string.sub(kept[5], 1, #ARGV[2]) == ARGV[2]
  local held = kept[5] ~= '' and not ours and tonumber(kept[6]) > now
  return {'there', kept[1], kept[2], kept[3], kept[4], kept[5], held and 'held' or 'free'}
end
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
if redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[7]) then return {'full'} end
redis.call('HSET', KEYS[1], 'version', '1', 'seal', ARGV[3], 'state', 'begun', 'body', ARGV[4], 'owner', ARGV[1],
  'until', now + ARGV[5])
redis.call('PEXPIRE', KEYS[1], ARGV[6])
redis.call('ZADD', KEYS[2], now + ARGV[6], KEYS[1])
if redis.call('PTTL', KEYS[2]) < tonumber(ARGV[6]) then redis.call('PEXPIRE', KEYS[2], ARGV[6]) end
return {'new'}";

/// Takes an unfinished record that nobody else holds any more.
///
/// Keys: the record. Given: who it belonged to when it was looked at; who takes it; their process; for how long, in milliseconds.
/// Answers `taken` with the last note, or `not`.
pub(super) const TAKE: &str = "\
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local kept = redis.call('HMGET', KEYS[1], 'state', 'body', 'owner', 'until')
if kept[1] ~= 'begun' or kept[3] ~= ARGV[1] then return {'not'} end
local ours = string.sub(kept[3], 1, #ARGV[3]) == ARGV[3]
if kept[3] ~= '' and not ours and tonumber(kept[4]) > now then return {'not'} end
redis.call('HSET', KEYS[1], 'owner', ARGV[2], 'until', now + ARGV[4])
return {'taken', kept[2]}";

/// Puts a note or a result into a record.
///
/// Keys: the record. Given: its owner; the state; the body. Answers `done`, `gone`, or `lost` with the state and the body that somebody
/// else left.
pub(super) const PUT: &str = "\
local kept = redis.call('HMGET', KEYS[1], 'state', 'body', 'owner')
if not kept[1] then return {'gone'} end
if kept[3] ~= ARGV[1] then return {'lost', kept[1], kept[2]} end
redis.call('HSET', KEYS[1], 'state', ARGV[2], 'body', ARGV[3])
if ARGV[2] == 'ended' then redis.call('HSET', KEYS[1], 'owner', '') end
return {'done'}";

/// Removes a record. Keys: the record; the list of all. Given: its owner. Answers as [`PUT`].
pub(super) const WITHDRAW: &str = "\
local kept = redis.call('HMGET', KEYS[1], 'state', 'body', 'owner')
if not kept[1] then return {'gone'} end
if kept[3] ~= ARGV[1] then return {'lost', kept[1], kept[2]} end
redis.call('DEL', KEYS[1])
redis.call('ZREM', KEYS[2], KEYS[1])
return {'done'}";

/// Tells whether a record is still its owner's, and lets them hold it longer. It writes only when a third of the time is over:
/// what is written may have to be synced.
///
/// Keys: the record. Given: its owner; for how long, in milliseconds. Answers as [`PUT`].
pub(super) const HOLD: &str = "\
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local kept = redis.call('HMGET', KEYS[1], 'state', 'body', 'owner', 'until')
if not kept[1] then return {'gone'} end
if kept[3] ~= ARGV[1] then return {'lost', kept[1], kept[2]} end
if (kept[4] - now) * 3 < ARGV[2] * 2 then redis.call('HSET', KEYS[1], 'until', now + ARGV[2]) end
return {'done'}";

/// Lets go of a record. Keys: the record. Given: its owner. Answers as [`PUT`].
pub(super) const RELEASE: &str = "\
local kept = redis.call('HMGET', KEYS[1], 'state', 'body', 'owner')
if not kept[1] then return {'gone'} end
if kept[3] ~= ARGV[1] then return {'lost', kept[1], kept[2]} end
redis.call('HSET', KEYS[1], 'owner', '')
return {'done'}";

/// Drops from the list what has ended, which a server that takes no changes refuses. Keys: the list. Answers `done`.
pub(super) const CHECK: &str = "\
local time = redis.call('TIME')
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', time[1] * 1000)
return {'done'}";

/// All commands that these need, and the way to Redis.
pub(super) const NEEDS: &str =
    "EVAL, TIME, HMGET, HSET, DEL, PTTL, PEXPIRE, ZADD, ZREM, ZCARD, ZREMRANGEBYSCORE, INFO and PING";
