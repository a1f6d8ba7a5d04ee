-- The header of an entry: tag, flags and times where EntryFormat puts them. Before every other script.
local function millis()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function number(bytes, first)
  local value = 0
  for i = first + 7, first, -1 do
    value = value * 256 + string.byte(bytes, i)
  end
  return value
end

local function isEntry(bytes)
  return type(bytes) == 'string' and #bytes >= 56 and string.sub(bytes, 1, 3) == 'Tc\1'
end

local function tagOf(bytes)
  return string.sub(bytes, 49, 56)
end

-- The first bytes of an entry; false where none of ours is stored.
local function headerOf(key)
  local bytes = redis.pcall('GETRANGE', key, 0, 55)
  return isEntry(bytes) and bytes
end

local function store(key, bytes, expiresAt)
  local stored
  if expiresAt == '' then
    stored = redis.pcall('SET', key, bytes)
  else
    stored = redis.pcall('SET', key, bytes, 'PXAT', expiresAt)
  end
  return not stored.err
end

-- Removals are remembered for as long as a replayed write may be old.
local function bury(entry, lease, tombstone, memory)
  redis.call('UNLINK', entry, lease)
  redis.pcall('SET', tombstone, '', 'PX', memory)
end

local function tell(channel, message)
  if message ~= '' then
    redis.call('PUBLISH', channel, message)
  end
end

