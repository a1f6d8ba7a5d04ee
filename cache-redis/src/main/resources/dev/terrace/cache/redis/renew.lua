-- Gives a region a new generation and announces it.
-- KEYS: the table of generations. ARGV: region, new generation, channel, message.
-- Answers: the new generation.
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
tell(ARGV[3], ARGV[4])
return ARGV[2]
