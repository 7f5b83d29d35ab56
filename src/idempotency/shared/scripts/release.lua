local kept = redis.call('HMGET', KEYS[1], 'state', 'body', 'owner')
if not kept[1] then return {'gone'} end
if kept[3] ~= ARGV[1] then return {'lost', kept[1], kept[2]} end
redis.call('HSET', KEYS[1], 'owner', '')
return {'done'}
