local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local kept = redis.call('HMGET', KEYS[1], 'state', 'body', 'owner', 'until')
if not kept[1] then return {'gone'} end
if kept[3] ~= ARGV[1] then return {'lost', kept[1], kept[2]} end
if (kept[4] - now) * 3 < ARGV[2] * 2 then redis.call('HSET', KEYS[1], 'until', now + ARGV[2]) end
return {'done'}
