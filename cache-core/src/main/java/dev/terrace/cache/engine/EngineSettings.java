package dev.terrace.cache.engine;

import dev.terrace.cache.event.CacheListener;
import dev.terrace.cache.policy.MemorySettings;
import dev.terrace.cache.policy.RegionSettings;
import dev.terrace.cache.policy.TtlTable;
import dev.terrace.cache.policy.WriteBehind;
import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a manager is made of; see {@link dev.terrace.cache.ManagerBuilder} for the meaning of each part.
 *
 * @param regions what changes the defaults for a region, by its name
 * @param time null to own the machine's clock
 * @param executor null to own a pool
 */
public record EngineSettings(
        MemorySettings memory,
        List<Tier> tiers,
        RegionSettings regionDefaults,
        Map<String, UnaryOperator<RegionSettings>> regions,
        TtlTable ttlTable,
        WriteBehind writeBehind,
        Duration cleanupInterval,
        List<CacheListener> listeners,
        @Nullable TimeSource time,
        @Nullable Executor executor) {}
