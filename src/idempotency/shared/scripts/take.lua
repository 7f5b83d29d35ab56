local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local kept = redis.call('HMGET', KEYS[1], 'state', 'body', 'owner', 'until')
if kept[1] ~= 'begun' or kept[3] ~= ARGV[1] then return {'not'} end
local ours = string.sub(kept[3], 1, #ARGV[3]) == ARGV[3]
if kept[3] ~= '' and not ours and tonumber(kept[4]) > now then return {'not'} end
redis.call('HSET', KEYS[1], 'owner', ARGV[2], 'until', now + ARGV[4])
return {'taken', kept[2]}
