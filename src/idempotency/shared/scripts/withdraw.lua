local kept = redis.call('HMGET', KEYS[1], 'state', 'body', 'owner')
if not kept[1] then return {'gone'} end
if kept[3] ~= ARGV[1] then return {'lost', kept[1], kept[2]} end
redis.call('DEL', KEYS[1])
redis.call('ZREM', KEYS[2], KEYS[1])
return {'done'}
