-- Notes when keys of a region were last removed by pattern. KEYS: the table of these times. ARGV: region.
local now = millis()
redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', now))
return now
