package dev.terrace.cache.redis;

import dev.terrace.cache.redis.RedisException.Kind;
import dev.terrace.cache.redis.Server.Intent;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.EntryFormat;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.PutResult;
import dev.terrace.cache.tier.TierKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads entries, and stores and removes them without telling anybody. */
final class Storage {

    private static final byte[] STORE = {'S'};
    private static final byte[] FIRST = {'0'};
    private static final byte[] HEADER_END = Texts.number(EntryFormat.HEADER_BYTES - 1);
    private static final byte[] LAST = Integer.toString(EntryHeader.LAST).getBytes(StandardCharsets.US_ASCII);

    private final Parts parts;

    Storage(Parts parts) {
        this.parts = parts;
    }

    @Nullable
    Entry get(TierKey key) {
        return entry(parts.redis()
                .get(parts.names().entry(key, parts.generations().of(key.region()))));
    }

    /** What is there and no entry of ours counts as nothing. */
    private static @Nullable Entry entry(byte @Nullable [] bytes) {
        Entry entry = bytes == null ? null : Entry.parse(bytes, 0, 0);
        return entry == null || entry.isTombstone() ? null : entry;
    }

    Map<TierKey, Entry> getAll(Collection<TierKey> keys) {
        List<TierKey> asked = new ArrayList<>(keys); // a key that comes twice is read twice, which is rare and harmless
        Map<TierKey, Entry> found = new HashMap<>(2 * asked.size());
        int chunk = parts.settings().limits().chunk();
        for (int from = 0; from < asked.size(); from += chunk) {
            getChunk(asked.subList(from, Math.min(asked.size(), from + chunk)), found);
        }
        return found;
    }

    private void getChunk(List<TierKey> keys, Map<TierKey, Entry> found) {
        List<byte[]> names = new ArrayList<>(keys.size());
        for (TierKey key : keys) {
            names.add(parts.names().entry(key, parts.generations().of(key.region())));
        }
        List<byte @Nullable []> values = parts.redis().mget(names);
        for (int i = 0; i < values.size(); i++) {
            Entry entry = entry(values.get(i));
            if (entry != null) {
                found.put(keys.get(i), entry);
            }
        }
    }

    /** Reads the tags alone, in one round trip for each batch: values may be long. */
    Map<TierKey, Long> tags(Collection<TierKey> keys) {
        List<TierKey> asked = new ArrayList<>(keys);
        Map<TierKey, Long> found = new HashMap<>(2 * asked.size());
        int chunk = parts.settings().limits().chunk();
        for (int from = 0; from < asked.size(); from += chunk) {
            readTags(asked.subList(from, Math.min(asked.size(), from + chunk)), found);
        }
        return found;
    }

    private void readTags(List<TierKey> keys, Map<TierKey, Long> found) {
        List<Command> reads = new ArrayList<>(keys.size());
        for (TierKey key : keys) {
            byte[] name = parts.names().entry(key, parts.generations().of(key.region()));
            reads.add(Command.on(Verb.GETRANGE, name, FIRST, HEADER_END));
        }
        List<@Nullable Object> heads = parts.redis().callAll(Intent.READ, reads);
        for (int i = 0; i < heads.size(); i++) {
            byte[] head = Redis.stringOrNull(heads.get(i));
            Long tag = head == null ? null : EntryHeader.tagOf(head);
            if (tag != null) {
                found.put(keys.get(i), tag);
            }
        }
    }

    PutResult put(TierKey key, Entry entry, Gate gate) {
        EntryNames names = parts.namesOf(key);
        if (!gate.permits(presentTag(key, names))) {
            return PutResult.GATE_CLOSED;
        }
        if (entry.bytes().length > parts.settings().limits().entryBytes()) {
            parts.redis().call(Intent.WRITE, Command.on(Verb.UNLINK, names.entry()));
            return PutResult.REFUSED;
        }
        List<byte[]> arguments = List.of(
                parts.names().channel(),
                Texts.NONE,
                FIRST,
                parts.memoryOfRemovals(),
                STORE,
                entry.bytes(),
                Texts.expiry(entry),
                Texts.NONE,
                FIRST);
        List<?> results = ServerReply.list(parts.redis().eval(Script.WRITE, names.all(), arguments));
        return ServerReply.number(results.get(0)) == 1 ? PutResult.STORED : PutResult.REFUSED;
    }

    boolean remove(TierKey key, Gate gate) {
        EntryNames names = parts.namesOf(key);
        long present = presentTag(key, names);
        if (!gate.permits(present) || present == Gate.ABSENT) {
            return false;
        }
        Object removed = parts.redis().eval(Script.REMOVE_IF, List.of(names.entry()), List.of(Texts.tag(present)));
        return Objects.equals(removed, 1L);
    }

    private long presentTag(TierKey key, EntryNames names) {
        EntryHeader header = header(key, names.entry());
        if (header == null || header.isTombstone() || header.staleUntil() < parts.redisMillis()) {
            return Gate.ABSENT;
        }
        return header.tag();
    }

    private @Nullable EntryHeader header(TierKey key, byte[] name) {
        try {
            Object start = parts.redis().call(Intent.READ, Command.on(Verb.GETRANGE, name, FIRST, LAST));
            return start instanceof byte[] bytes ? EntryHeader.parse(key, bytes) : null;
        } catch (RedisException e) {
            if (e.kind() == Kind.WRONG_TYPE) {
                return null;
            }
            throw e;
        }
    }
}
