package dev.terrace.cache.engine;

import dev.terrace.cache.event.CacheListener;
import dev.terrace.cache.policy.Arguments;
import dev.terrace.cache.policy.MemorySettings;
import dev.terrace.cache.policy.RegionSettings;
import dev.terrace.cache.policy.TtlTable;
import dev.terrace.cache.policy.WriteBehind;
import dev.terrace.cache.policy.WriteStrategy;
import dev.terrace.cache.tier.Journal;
import dev.terrace.cache.tier.SharedTier;
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
 * @param totalBytes what memory and the tier below share; null if each has a limit of its own
 * @param time null to own the machine's clock
 * @param executor null to own a pool
 */
public record EngineSettings(
        MemorySettings memory,
        List<Tier> tiers,
        @Nullable Long totalBytes,
        RegionSettings regionDefaults,
        Map<String, UnaryOperator<RegionSettings>> regions,
        TtlTable ttlTable,
        WriteBehind writeBehind,
        Duration cleanupInterval,
        List<CacheListener> listeners,
        @Nullable TimeSource time,
        @Nullable Executor executor) {

    /** Returns a copy with the limits of a divided budget. */
    EngineSettings with(MemorySettings limited, List<Tier> limitedTiers) {
        return new EngineSettings(
                limited,
                List.copyOf(limitedTiers),
                totalBytes,
                regionDefaults,
                regions,
                ttlTable,
                writeBehind,
                cleanupInterval,
                listeners,
                time,
                executor);
    }

    /** Returns what a region is made with, before its caller's own changes. */
    RegionSettings of(String region) {
        UnaryOperator<RegionSettings> change = regions.get(region);
        return change == null
                ? regionDefaults
                : Arguments.changed("region settings of " + region, change, regionDefaults);
    }

    /**
     * Refuses what cannot work together, before any tier is started.
     *
     * @throws IllegalArgumentException naming what and the fix
     */
    void check() {
        checkOrder();
        checkWrites("by default", regionDefaults);
        regions.keySet().forEach(region -> checkWrites("in region " + region, of(region)));
    }

    private void checkOrder() {
        for (int i = 0; i < tiers.size() - 1; i++) {
            if (tiers.get(i) instanceof SharedTier) {
                throw new IllegalArgumentException("tier " + tiers.get(i).name()
                        + " is shared with other processes and must come last; move it below "
                        + tiers.get(tiers.size() - 1).name());
            }
        }
        if (tiers.isEmpty() && !memory.enabled()) {
            throw new IllegalArgumentException("memory is disabled and there is no other tier; add one with tier(...)");
        }
    }

    /**
     * Refuses write-behind without anything that survives the process.
     *
     * @param where shown, as in "in region user"
     */
    void checkWrites(String where, RegionSettings settings) {
        boolean needsJournal = settings.writes() == WriteStrategy.WRITE_BEHIND
                && !writeBehind.isVolatile()
                && tiers.stream().anyMatch(SharedTier.class::isInstance)
                && tiers.stream().noneMatch(Journal.class::isInstance);
        if (needsJournal) {
            throw new IllegalArgumentException("writes must not be WRITE_BEHIND " + where + " without a tier with a"
                    + " journal; add the disk tier, or accept losses with writeBehind(queue -> queue.volatileQueue())");
        }
    }
}
