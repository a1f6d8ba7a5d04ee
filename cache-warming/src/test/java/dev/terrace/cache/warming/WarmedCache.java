package dev.terrace.cache.warming;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.codec.Codecs;
import dev.terrace.cache.testkit.CountingLoader;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.tier.Tier;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.function.UnaryOperator;

/** A manager with one region, a warmer and a source; the clock moves only when the test says so. */
final class WarmedCache implements AutoCloseable {

    final FakeTime time;
    final CacheManager caches;
    final Cache<String> users;
    final Warmer warmer;
    final CountingLoader<String> source =
            new CountingLoader<>(key -> key.startsWith("none") ? null : "value of " + key);

    WarmedCache(FakeTime time, int entries, UnaryOperator<WarmingSettings> settings, Tier... tiers) {
        this.time = time;
        var builder = CacheManager.builder()
                .time(time)
                .memory(memory -> memory.maximumEntries(entries))
                .regionDefaults(region -> region.ttl(Duration.ofHours(1)).codec(Codecs.string()));
        for (Tier tier : tiers) {
            builder.tier(tier);
        }
        caches = builder.build();
        users = caches.cache("user", String.class);
        warmer = Warmer.attach(caches, defaults -> settings.apply(defaults.zone(ZoneOffset.UTC)));
    }

    WarmedCache(Tier... tiers) {
        this(new FakeTime(), 10_000, settings -> settings, tiers);
    }

    Source<String> database() {
        return Source.batch(users, source::loadAll);
    }

    /** Reads a key so often. */
    void read(String key, int times) {
        for (int i = 0; i < times; i++) {
            users.get(key);
            if (i % ReadBuffer.SMALLEST == 0) {
                drain();
            }
        }
        drain();
    }

    void drain() {
        warmer.drain();
    }

    boolean isInMemory(String key) {
        return users.explain(key).tiers().get(0).tag() != 0;
    }

    @Override
    public void close() {
        caches.close();
    }
}
