local there = redis.call('HGET', KEYS[1], 'revision') or '0'
if there ~= ARGV[1] then return {'0'} end
redis.call('HSET', KEYS[1], 'revision', ARGV[2], 'text', ARGV[3])
return {'1'}
