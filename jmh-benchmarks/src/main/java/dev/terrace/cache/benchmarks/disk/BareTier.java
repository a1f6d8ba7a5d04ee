package dev.terrace.cache.benchmarks.disk;

import dev.terrace.cache.codec.Codecs;
import dev.terrace.cache.codec.EntryCodec;
import dev.terrace.cache.codec.EntryMeta;
import dev.terrace.cache.codec.PayloadOptions;
import dev.terrace.cache.disk.DiskTier;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.EntryFormat;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.time.SystemTime;
import java.nio.file.Path;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A disk tier without the chain above it, and entries that were encoded before. */
final class BareTier implements AutoCloseable {

    static final String REGION = "user";

    private static final EntryCodec<byte[]> CODEC =
            new EntryCodec<>(Codecs.bytes(), byte[].class, PayloadOptions.plain());

    private final SystemTime time = new SystemTime();
    private final DiskTier tier;

    private BareTier(DiskTier tier) {
        this.tier = tier;
    }

    static BareTier start(Path folder, long budget, int valueBytes) {
        BareTier bare = new BareTier(DiskTier.at(folder).maximumBytes(budget).averageValueBytes(valueBytes));
        bare.tier.start(new TierContext(bare.time, Runnable::run));
        return bare;
    }

    /** Returns an entry of so many bytes; the tier does not ask whose it is. */
    static Entry entry(int payloadBytes, long expiresAt) {
        byte[] payload = new byte[payloadBytes];
        new Random(payloadBytes).nextBytes(payload);
        EntryMeta meta = new EntryMeta(0, expiresAt, expiresAt, 1, new long[0], 1, 0, EntryMeta.Kind.VALUE);
        return CODEC.encode(new byte[] {'k'}, payload, meta);
    }

    static Entry foreverOf(int payloadBytes) {
        return entry(payloadBytes, EntryFormat.NEVER);
    }

    @Nullable
    Entry get(String key) {
        return tier.get(new TierKey(REGION, key));
    }

    void put(String key, Entry entry) {
        tier.put(new TierKey(REGION, key), entry, Gate.OPEN);
    }

    DiskTier tier() {
        return tier;
    }

    double gauge(String name) {
        return tier.gauges().getOrDefault(name, Double.NaN);
    }

    @Override
    public void close() {
        tier.close();
        time.close();
    }
}
