-- Replaces or removes an entry if its tag is the expected one.
-- KEYS: entry, lease, tombstone.
-- ARGV: channel, message, latest time ('0': none), how long removals are remembered, expected tag ('': nothing live),
--   bytes ('': remove), expiry ('': never).
-- Answers: 1 done and announced; 2 the own tag is there already; 0 something else is there; -1 too late; -2 no room.
local now = millis()
local latest = tonumber(ARGV[3])
if latest > 0 and now > latest then
  return -1
end
local header = headerOf(KEYS[1])
local bytes = ARGV[6]
if header and bytes ~= '' and tagOf(header) == tagOf(bytes) then
  return 2
end
-- A tombstone or a negative entry (flags 1 and 2) and an expired one are nothing live.
local live = header and string.byte(header, 4) % 4 == 0 and now < number(header, 33)
if (live and tagOf(header) or '') ~= ARGV[5] then
  return 0
end
if bytes == '' then
  bury(KEYS[1], KEYS[2], KEYS[3], ARGV[4])
elseif store(KEYS[1], bytes, ARGV[7]) then
  redis.call('UNLINK', KEYS[2])
else
  return -2
end
tell(ARGV[1], ARGV[2])
return 1
