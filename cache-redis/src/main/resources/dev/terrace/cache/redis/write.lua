-- Carries out callers' writes, in order, and announces them after the last.
-- KEYS of each write: entry, lease, tombstone.
-- ARGV: channel, message, the time after which nothing may be done ('0': none), how long removals are remembered;
--   of each write: what (S store, R remove, P replay a store), bytes, expiry ('': never), tag that was last seen
--   ('': none), when it was accepted.
-- Answers with one number for each write: 1 as asked, 0 not stored, the key is gone; or -1: too late, nothing was done.
local latest = tonumber(ARGV[3])
local now = millis()
if latest > 0 and now > latest then
  return -1
end

local function mayReplay(entry, tombstone, bytes, base, acceptedAt)
  local age = now - tonumber(acceptedAt)
  if age < 0 or age > tonumber(ARGV[4]) then
    return false
  end
  if redis.call('EXISTS', entry) == 0 then
    return redis.call('EXISTS', tombstone) == 0
  end
  local header = headerOf(entry)
  return header and (tagOf(header) == base or tagOf(header) == tagOf(bytes))
end

-- Leases end after the last write: a full server refuses SET only as the first write of a script.
local ended = {}
local function endLeases()
  if #ended > 0 then
    redis.call('UNLINK', unpack(ended))
    ended = {}
  end
end

local results = {}
for i = 1, #KEYS / 3 do
  local entry, lease, tombstone = KEYS[3 * i - 2], KEYS[3 * i - 1], KEYS[3 * i]
  local at = 5 * i
  local what, bytes = ARGV[at], ARGV[at + 1]
  local may = what == 'S' or (what == 'P' and mayReplay(entry, tombstone, bytes, ARGV[at + 3], ARGV[at + 4]))
  if may and store(entry, bytes, ARGV[at + 2]) then
    ended[#ended + 1] = lease
    if #ended == 1000 then
      endLeases()
    end
    results[i] = 1
  else
    bury(entry, lease, tombstone, ARGV[4])
    results[i] = what == 'R' and 1 or 0
  end
end
endLeases()
tell(ARGV[1], ARGV[2])
return results
