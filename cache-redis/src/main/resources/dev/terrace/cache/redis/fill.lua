-- Stores a loaded entry if the lease is still held, and gives the lease back. Nobody is told.
-- KEYS: entry, lease. ARGV: token, bytes, expiry ('': never). Answers: 1 the lease was held; 0 it was lost.
if redis.call('GET', KEYS[2]) ~= ARGV[1] then
  return 0
end
if store(KEYS[1], ARGV[2], ARGV[3]) then
  redis.call('UNLINK', KEYS[2])
else
  redis.call('UNLINK', KEYS[1], KEYS[2])
end
return 1
