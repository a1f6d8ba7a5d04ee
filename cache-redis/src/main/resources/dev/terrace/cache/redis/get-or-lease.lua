-- Reads an entry; where there is none but the one to be replaced, takes the lease if it is free.
-- KEYS: entry, lease. ARGV: tag to be replaced ('': none), token, length of the lease in ms.
-- Answers: {0, bytes} an entry; {1} the lease is yours; {2, ms} another one has it for so long; {3} no room for a lease.
local bytes = redis.pcall('GET', KEYS[1])
if isEntry(bytes) and tagOf(bytes) ~= ARGV[1] then
  return {0, bytes}
end
local taken = redis.pcall('SET', KEYS[2], ARGV[2], 'NX', 'PX', ARGV[3])
if taken and taken.err then
  return {3}
end
-- A repeated call finds the lease that it took the first time.
if taken or redis.call('GET', KEYS[2]) == ARGV[2] then
  return {1}
end
return {2, redis.call('PTTL', KEYS[2])}
