-- Removes an entry if it has a certain tag. KEYS: entry. ARGV: tag. Answers: 1 removed; 0 not.
local header = headerOf(KEYS[1])
if header and tagOf(header) == ARGV[1] then
  return redis.call('UNLINK', KEYS[1])
end
return 0
