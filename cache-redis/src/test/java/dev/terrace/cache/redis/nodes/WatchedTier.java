package dev.terrace.cache.redis.nodes;

import dev.terrace.cache.testkit.ForwardingTier;
import dev.terrace.cache.tier.CoherenceChannel;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.SharedTier;
import dev.terrace.cache.tier.TierKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The Redis tier of one node, with a watch on what it sends and on what the node has applied. */
final class WatchedTier extends ForwardingTier implements SharedTier {

    private static final Pattern TEXT_FIELD = Pattern.compile("\"text\":\"([^\"]*)\"");

    private final SharedTier tier;
    private final Watch watch;

    WatchedTier(SharedTier tier, Watch watch) {
        super(tier);
        this.tier = tier;
        this.watch = watch;
    }

    /** Hears of writes before they are sent, and of messages after they have been applied. */
    interface Watch {

        void sends(TierKey key, long tag, String value);

        void applied(TierKey key, long tag);

        /** Redis has carried out a write. */
        default void stored(TierKey key, long tag) {}
    }

    /** Returns the text of an entry: its payload, or the field of that name in a payload of JSON. */
    static String text(Entry entry) {
        String payload =
                new String(entry.bytes(), entry.payloadOffset(), entry.payloadLength(), StandardCharsets.UTF_8);
        Matcher matcher = TEXT_FIELD.matcher(payload);
        return matcher.find() ? matcher.group(1) : payload;
    }

    private void note(TierKey key, @Nullable Entry entry) {
        if (entry != null) {
            watch.sends(key, entry.tag(), text(entry));
        }
    }

    @Override
    public CoherenceChannel coherence() {
        return new WatchedChannel(tier.coherence(), watch);
    }

    /** The channel of the tier; the watch hears when a message has been applied. */
    private record WatchedChannel(CoherenceChannel channel, Watch watch) implements CoherenceChannel {

        @Override
        public void start(Receiver receiver) {
            channel.start(new Receiver() {
                @Override
                public void changed(TierKey key, long tag) {
                    receiver.changed(key, tag);
                    watch.applied(key, tag);
                }

                @Override
                public void barrier(Scope scope, Phase phase) {
                    receiver.barrier(scope, phase);
                }

                @Override
                public void lost(String reason) {
                    receiver.lost(reason);
                }
            });
        }

        @Override
        public long clockOffsetMillis() {
            return channel.clockOffsetMillis();
        }

        @Override
        public boolean isCurrent(long nanos) {
            return channel.isCurrent(nanos);
        }

        @Override
        public void announce(Scope scope, Phase phase) {
            channel.announce(scope, phase);
        }

        @Override
        public void catchUp(TierKey key) {
            channel.catchUp(key);
        }

        @Override
        public void close() {
            channel.close();
        }
    }

    @Override
    public WriteResult write(SharedWrite write) {
        return writeAll(List.of(write)).get(0);
    }

    @Override
    public List<WriteResult> writeAll(List<SharedWrite> writes) {
        writes.forEach(write -> note(write.key(), write.entry()));
        List<WriteResult> results = tier.writeAll(writes);
        for (int i = 0; i < results.size(); i++) {
            Entry entry = writes.get(i).entry();
            if (entry != null && results.get(i) == WriteResult.DONE) {
                watch.stored(writes.get(i).key(), entry.tag());
            }
        }
        return results;
    }

    @Override
    public Map<TierKey, Long> tags(Collection<TierKey> keys) {
        return tier.tags(keys);
    }

    @Override
    public boolean compareAndSet(TierKey key, long expectedTag, @Nullable Entry replacement) {
        note(key, replacement);
        return tier.compareAndSet(key, expectedTag, replacement);
    }

    @Override
    public LeasedRead getOrLease(TierKey key, long replacedTag, Duration lease) {
        return tier.getOrLease(key, replacedTag, lease);
    }

    @Override
    public boolean fill(TierKey key, Entry entry, long lease) {
        return tier.fill(key, entry, lease);
    }

    @Override
    public void release(TierKey key, long lease) {
        tier.release(key, lease);
    }

    @Override
    public long sweep(Scope scope, BooleanSupplier goOn) {
        return tier.sweep(scope, goOn);
    }

    @Override
    public Map<TierKey, Entry> getAll(Collection<TierKey> keys) {
        return tier.getAll(keys);
    }
}
