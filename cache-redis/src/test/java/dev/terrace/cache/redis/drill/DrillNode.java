package dev.terrace.cache.redis.drill;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.codec.Codecs;
import dev.terrace.cache.redis.RedisTier;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.tier.TierUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One node of the drill: little memory, a slow disk, Redis. */
final class DrillNode implements AutoCloseable {

    private static final String REGION = "drill";
    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final Duration LONG = Duration.ofSeconds(60);

    final Cache<String> cache;
    private final RedisTier redis;
    private final CacheManager manager;

    DrillNode(String uri) {
        redis = RedisTier.at(uri).timeout(PATIENT).connections(8, PATIENT);
        manager = CacheManager.builder()
                .memory(memory -> memory.maximumEntries(2))
                .tier(new SlowDisk())
                .tier(redis)
                .build();
        cache = manager.cache(REGION, String.class, region -> region.codec(Codecs.string()));
    }

    private static TierKey key(String key) {
        return new TierKey(REGION, key);
    }

    /** Waits until every message about the key has been applied; on a machine that stalls some count as lost at first. */
    void catchUp(String key) {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (true) {
            try {
                redis.coherence().catchUp(key(key));
                return;
            } catch (TierUnavailableException e) {
                if (System.nanoTime() - deadline > 0) {
                    throw e;
                }
            }
        }
    }

    /** Returns what Redis has, past this node's other tiers. */
    @Nullable
    String inRedis(String key) {
        Entry entry = redis.get(key(key));
        return entry == null
                ? null
                : new String(entry.bytes(), entry.payloadOffset(), entry.payloadLength(), StandardCharsets.UTF_8);
    }

    /** Returns how many subscriptions were confirmed so far. */
    double subscriptions() {
        return Objects.requireNonNull(manager.stats().gauges().get("redis.coherence.subscriptions"));
    }

    @Override
    public void close() {
        manager.close();
    }
}
