-- Reads a region's generation; where there is none, sets a new one and announces it.
-- KEYS: the table of generations. ARGV: region, new generation, channel, message. Answers: the generation.
if redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2]) == 1 then
  tell(ARGV[3], ARGV[4])
end
return redis.call('HGET', KEYS[1], ARGV[1])
