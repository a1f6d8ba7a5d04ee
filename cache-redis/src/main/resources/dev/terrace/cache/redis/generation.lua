-- Reads a region's generation; where there is none, sets a new one and announces it.
-- KEYS: the table of generations. ARGV: region, new generation, channel, message. Answers: the generation.
local known = redis.call('HGET', KEYS[1], ARGV[1])
if known then
  return known
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
tell(ARGV[3], ARGV[4])
return ARGV[2]
