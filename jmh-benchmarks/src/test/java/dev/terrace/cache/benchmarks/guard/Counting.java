package dev.terrace.cache.benchmarks.guard;

import dev.terrace.cache.codec.ByteSink;
import dev.terrace.cache.codec.Codec;
import dev.terrace.cache.codec.CodecProvider;
import dev.terrace.cache.testkit.ForwardingTier;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.PutResult;
import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierKey;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts the work that reaches a tier and a codec, by the name of the call. */
final class Counting {

    private final Map<String, Integer> calls = new TreeMap<>();

    private synchronized void count(String call) {
        calls.merge(call, 1, Integer::sum);
    }

    /** Returns what was counted since the last time. */
    synchronized Map<String, Integer> take() {
        Map<String, Integer> taken = new TreeMap<>(calls);
        calls.clear();
        return taken;
    }

    Tier tier(Tier behind) {
        return new ForwardingTier(behind) {

            @Override
            public @Nullable Entry get(TierKey key) {
                count("get");
                return super.get(key);
            }

            @Override
            public Map<TierKey, Entry> getAll(Collection<TierKey> keys) {
                count("getAll");
                return behind.getAll(keys);
            }

            @Override
            public PutResult put(TierKey key, Entry entry, Gate gate) {
                count("put");
                return super.put(key, entry, gate);
            }
        };
    }

    CodecProvider codec(CodecProvider behind) {
        return new CodecProvider() {

            @Override
            public String name() {
                return behind.name();
            }

            @Override
            public int id() {
                return behind.id();
            }

            @Override
            public <V> Codec<V> codec(Type type) {
                return counted(behind.codec(type));
            }
        };
    }

    private <V> Codec<V> counted(Codec<V> behind) {
        return new Codec<>() {

            @Override
            public void encode(V value, ByteSink out) {
                count("encode");
                behind.encode(value, out);
            }

            @Override
            public V decode(byte[] bytes, int offset, int length) {
                count("decode");
                return behind.decode(bytes, offset, length);
            }

            @Override
            public long schemaFingerprint() {
                return behind.schemaFingerprint();
            }
        };
    }
}
