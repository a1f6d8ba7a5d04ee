package dev.terrace.cache.redis;

import dev.terrace.cache.redis.Server.Intent;
import dev.terrace.cache.redis.coherence.KeyTag;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.SharedTier.SharedWrite;
import dev.terrace.cache.tier.SharedTier.WriteResult;
import dev.terrace.cache.tier.TierKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Callers' writes. Each script carries the time after which it must do nothing, shortly before its sender stops
 * waiting: a write that was held up on its way could otherwise arrive behind a newer one of the same node.
 */
final class Writes {

    private static final byte[] STORE = {'S'};
    private static final byte[] REMOVE = {'R'};
    private static final byte[] REPLAY = {'P'};
    private static final int TRIES = 2;

    private final Parts parts;
    private final BarrierTimes barriers;

    Writes(Parts parts, BarrierTimes barriers) {
        this.parts = parts;
        this.barriers = barriers;
    }

    WriteResult write(SharedWrite write) {
        return writeAll(List.of(write)).get(0);
    }

    /** One script, and one message, for the writes of a region that one slot holds; one round trip for all. */
    List<WriteResult> writeAll(List<SharedWrite> writes) {
        WriteResult[] results = new WriteResult[writes.size()];
        List<Integer> places = new ArrayList<>(writes.size());
        for (int i = 0; i < writes.size(); i++) {
            places.add(i);
        }
        int chunk = parts.settings().limits().chunk();
        for (int from = 0; from < places.size(); from += chunk) {
            try {
                sendChunk(writes, places.subList(from, Math.min(places.size(), from + chunk)), results);
            } catch (RedisException e) {
                throw from == 0 ? e : e.afterAPart();
            }
        }
        checkBarriers(writes, results);
        return Arrays.asList(results);
    }

    private void sendChunk(List<SharedWrite> writes, List<Integer> places, WriteResult[] results) {
        List<Batch> open = batchesOf(writes, places);
        for (int tries = TRIES; !open.isEmpty(); tries--) {
            open = send(open, results, tries);
        }
    }

    private List<Batch> batchesOf(List<SharedWrite> writes, List<Integer> places) {
        Map<Object, Batch> batches = new LinkedHashMap<>();
        for (int place : places) {
            SharedWrite write = writes.get(place);
            EntryNames names = parts.namesOf(write.key());
            batches.computeIfAbsent(
                            groupOf(write.key(), names),
                            group -> new Batch(write.key().region(), names))
                    .add(place, write, names);
        }
        return new ArrayList<>(batches.values());
    }

    /** In a cluster all keys of a script must be in one slot; a message is about one region. */
    private Object groupOf(TierKey key, EntryNames names) {
        return parts.redis().topology().isOneServer() ? key.region() : key.region() + ':' + Slots.of(names.entry());
    }

    /** Returns the batches that came too late, for whatever reason, and nothing was done. */
    private List<Batch> send(List<Batch> batches, WriteResult[] results, int tries) {
        List<@Nullable Object> replies = exchange(batches);
        RedisException failure = null;
        List<Batch> late = new ArrayList<>();
        for (int i = 0; i < batches.size(); i++) {
            Batch batch = batches.get(i);
            if (replies.get(i) instanceof RedisException e) {
                batch.message().failed(e);
                failure = e;
            } else if (replies.get(i) instanceof List<?> numbers) {
                batch.done(numbers, results);
            } else {
                batch.message().unsent();
                late.add(batch);
            }
        }
        if (failure != null) {
            throw batches.size() == 1 ? failure : failure.afterAPart();
        }
        if (!late.isEmpty()) {
            measureClocks(late, tries);
        }
        return late;
    }

    private List<@Nullable Object> exchange(List<Batch> batches) {
        try {
            List<Command> commands = new ArrayList<>(batches.size());
            for (Batch batch : batches) {
                commands.add(batch.command());
            }
            return parts.redis().callAll(Intent.WRITE, commands);
        } catch (RedisException e) {
            batches.forEach(batch -> batch.failed(e));
            throw e;
        }
    }

    private void measureClocks(List<Batch> late, int tries) {
        if (tries == 1) {
            throw new RedisException(
                    RedisException.Kind.TIMEOUT, "a write arrived too late and was not carried out", null);
        }
        late.forEach(batch -> parts.redis().measureClock(batch.names.entry()));
    }

    /** A replay must not bring back what a removal by pattern has passed. */
    private void checkBarriers(List<SharedWrite> writes, WriteResult[] results) {
        List<SharedWrite> behind = new ArrayList<>();
        for (int i = 0; i < results.length; i++) {
            SharedWrite write = writes.get(i);
            boolean isStored = write.entry() != null && results[i] == WriteResult.DONE;
            if (write.replay() && isStored && barriers.isBehind(write)) {
                behind.add(new SharedWrite(write.key(), null, Gate.ABSENT, write.acceptedAt(), false));
                results[i] = WriteResult.REMOVED;
            }
        }
        if (!behind.isEmpty()) {
            writeAll(behind);
        }
    }

    /** Returns commands that remove keys and say so. They are for one connection, and complete in themselves. */
    List<Command> removals(Collection<TierKey> keys) {
        List<Command> commands = new ArrayList<>();
        for (TierKey key : keys) {
            EntryNames names = parts.namesOf(key);
            Batch batch = new Batch(key.region(), names);
            batch.add(0, new SharedWrite(key, null, Gate.ABSENT, 0, false), names);
            commands.add(batch.command().inFull());
        }
        return commands;
    }

    /** Writes that one script carries out. */
    private final class Batch {

        private final String region;
        private final EntryNames names;
        private final List<Integer> places = new ArrayList<>();
        private final List<byte[]> keys = new ArrayList<>();
        private final List<byte[]> arguments = new ArrayList<>();
        private final List<KeyTag> changes = new ArrayList<>();
        private final List<SharedWrite> writes = new ArrayList<>();
        private @Nullable Outgoing message;

        Batch(String region, EntryNames names) {
            this.region = region;
            this.names = names;
        }

        void add(int place, SharedWrite write, EntryNames own) {
            Entry entry = tooLong(write) ? null : write.entry();
            places.add(place);
            writes.add(write);
            keys.addAll(own.all());
            arguments.add(entry == null ? REMOVE : write.replay() ? REPLAY : STORE);
            arguments.add(entry == null ? Texts.NONE : entry.bytes());
            arguments.add(entry == null ? Texts.NONE : Texts.expiry(entry));
            arguments.add(Texts.tag(write.baseTag()));
            arguments.add(Texts.number(write.acceptedAt()));
            changes.add(new KeyTag(write.key().key(), entry == null ? Gate.ABSENT : entry.tag()));
        }

        void failed(RedisException e) {
            if (message != null) {
                message.failed(e);
            }
        }

        Outgoing message() {
            Outgoing made = message;
            if (made == null) {
                made = parts.announcer().changed(region, names.generation(), changes);
                message = made;
            }
            return made;
        }

        /** Makes the command anew, with a message of its own and the time as it is now. */
        Command command() {
            message = null;
            byte[] latest = parts.latest(names); // may fail, and a message must not be made in vain
            List<byte[]> all = new ArrayList<>(arguments.size() + 4);
            all.add(parts.names().channel());
            all.add(message().bytes());
            all.add(latest);
            all.add(parts.memoryOfRemovals());
            all.addAll(arguments);
            return Command.eval(Script.WRITE, keys, all);
        }

        void done(List<?> numbers, WriteResult[] results) {
            for (int i = 0; i < numbers.size(); i++) {
                SharedWrite write = writes.get(i);
                boolean refused = ServerReply.number(numbers.get(i)) == 0 || tooLong(write);
                results[places.get(i)] = refused ? WriteResult.REMOVED : WriteResult.DONE;
                parts.window().wrote(write.key());
            }
        }

        private boolean tooLong(SharedWrite write) {
            Entry entry = write.entry();
            return entry != null
                    && entry.bytes().length > parts.settings().limits().entryBytes();
        }
    }
}
