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
return {'new'}
