package dev.terrace.cache.engine;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.codec.Codecs;
import dev.terrace.cache.policy.MemorySettings;
import dev.terrace.cache.policy.RegionSettings;
import dev.terrace.cache.policy.TtlTable;
import dev.terrace.cache.policy.WriteBehind;
import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A manager for a model checker: its time stands still and it has no thread of its own, so that nothing
 * moves but what the checker moves. Nothing is ever evicted or expires.
 */
final class SmallChain {

    private final CacheManager manager;
    private final Cache<String> cache;

    SmallChain(Tier... below) {
        manager = start(below);
        cache = manager.cache("r", String.class);
    }

    private static CacheManager start(Tier... below) {
        RegionSettings region = RegionSettings.DEFAULT.codec(Codecs.string());
        EngineSettings settings = new EngineSettings(
                MemorySettings.DEFAULT.maximumEntries(1000),
                List.of(below),
                null,
                region,
                Map.of(),
                TtlTable.EMPTY,
                WriteBehind.DEFAULT,
                Duration.ofHours(1),
                List.of(),
                new FrozenTime(),
                null);
        return Engine.start(settings, new Workers(Runnable::run, Runnable::run));
    }

    Cache<String> cache() {
        return cache;
    }

    /** Empties memory, so that the next hit is a promotion. */
    void forgetMemory() {
        manager.clear(Engine.MEMORY);
    }

    /** Never moves, so no task is ever due. */
    private static final class FrozenTime implements TimeSource {

        @Override
        public long millis() {
            return 1_000_000;
        }

        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public Scheduled after(Duration delay, Runnable task) {
            return () -> {};
        }
    }
}
