package dev.terrace.cache;

import dev.terrace.cache.engine.Engine;
import dev.terrace.cache.engine.EngineSettings;
import dev.terrace.cache.event.CacheListener;
import dev.terrace.cache.policy.Arguments;
import dev.terrace.cache.policy.Durations;
import dev.terrace.cache.policy.MemorySettings;
import dev.terrace.cache.policy.RegionSettings;
import dev.terrace.cache.policy.TtlTable;
import dev.terrace.cache.policy.WriteBehind;
import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.tier.TierProvider;
import dev.terrace.cache.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts a {@link CacheManager} together. For use by one thread, once. */
public final class ManagerBuilder {

    private static final Pattern TIER_NAME = Pattern.compile("[a-z][a-z0-9_-]{0,63}");

    private final List<Tier> tiers = new ArrayList<>();
    private final List<CacheListener> listeners = new ArrayList<>();
    private MemorySettings memory = MemorySettings.DEFAULT;
    private @Nullable Long totalBytes;
    private RegionSettings defaults = RegionSettings.DEFAULT;
    private final Map<String, UnaryOperator<RegionSettings>> regions = new HashMap<>();
    private TtlTable ttlTable = TtlTable.EMPTY;
    private WriteBehind writeBehind = WriteBehind.DEFAULT;
    private Duration cleanupInterval = Duration.ofHours(1);
    private @Nullable TimeSource time;
    private @Nullable Executor executor;
    private boolean built;

    ManagerBuilder() {}

    /** Sets the limits of the memory tier; 100 MiB without this call. */
    public ManagerBuilder memory(UnaryOperator<MemorySettings> settings) {
        memory = Arguments.changed("memory", settings, memory);
        return this;
    }

    /**
     * Sets one budget for memory and the disk tier, in place of a limit for each: the first time a tenth of it is memory's,
     * and at each later start what the run before has measured, a twentieth to a half. Something must measure how often
     * keys are read, such as the warmer of {@code cache-warming}; else it stays as it is. A limit that the tier was given
     * is not used. {@code docs/configuration.md} says more.
     *
     * @param bytes at least 20 MiB
     */
    public ManagerBuilder totalBytes(long bytes) {
        totalBytes = bytes;
        return this;
    }

    /**
     * Adds a tier below those that were added before. The manager closes it.
     *
     * @throws IllegalArgumentException if a tier of that name is there already, or its name is not one
     *     lower-case word
     */
    public ManagerBuilder tier(Tier tier) {
        Arguments.given("tier", tier, "leave the call out to work without it");
        checkTierName(tier.name());
        if (tier.name().equals(Engine.MEMORY)
                || tiers.stream().anyMatch(other -> other.name().equals(tier.name()))) {
            throw new IllegalArgumentException(
                    "tier " + tier.name() + " is in the chain already; give each tier a name of its own");
        }
        tiers.add(tier);
        return this;
    }

    private static void checkTierName(@Nullable String name) {
        if (name == null || !TIER_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name of a tier must be one lower-case word but was \"" + name
                    + "\"; give it one such as \"disk\"");
        }
    }

    /** Adds the disk tier with its own defaults if its module is on the class path, else nothing. */
    ManagerBuilder discoverTiers() {
        ServiceLoader.load(TierProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals("disk"))
                .forEach(provider -> tier(provider.create(Map.of())));
        return this;
    }

    /** Sets what regions are made with unless they say otherwise. */
    public ManagerBuilder regionDefaults(UnaryOperator<RegionSettings> settings) {
        defaults = Arguments.changed("regionDefaults", settings, defaults);
        return this;
    }

    /**
     * Changes the default settings for one region, applied when the region is made; what the caller of
     * {@link CacheManager#cache(String, Class, UnaryOperator)} says goes on top.
     *
     * @param name of the region
     * @throws IllegalArgumentException if the region was named before
     */
    public ManagerBuilder region(String name, UnaryOperator<RegionSettings> settings) {
        if (name == null || !TierKey.isRegionName(name)) {
            throw new IllegalArgumentException("region name must be 1 to 64 letters, digits, dots, dashes or"
                    + " underscores but was \"" + name + "\"; replace what else there is by a dash");
        }
        Arguments.given("settings", settings, "leave the call out to keep the default settings");
        if (regions.putIfAbsent(name, settings) != null) {
            throw new IllegalArgumentException(
                    "region " + name + " has settings already; put them together into one call");
        }
        return this;
    }

    /** Sets times to live by key pattern; they go before those of the regions. */
    public ManagerBuilder ttlTable(TtlTable table) {
        ttlTable = Arguments.given("ttlTable", table, "pass TtlTable.EMPTY for none");
        return this;
    }

    /** Sets the queue of the write-behind strategy. */
    public ManagerBuilder writeBehind(UnaryOperator<WriteBehind> settings) {
        writeBehind = Arguments.changed("writeBehind", settings, writeBehind);
        return this;
    }

    /**
     * Sets how often expired entries are removed in the background; an hour without this call.
     *
     * @param interval a millisecond to 100 years
     */
    public ManagerBuilder cleanupEvery(Duration interval) {
        cleanupInterval = Durations.positive("cleanupInterval", interval);
        return this;
    }

    /** Adds a listener. */
    public ManagerBuilder listener(CacheListener listener) {
        listeners.add(Arguments.given("listener", listener, "leave the call out for none"));
        return this;
    }

    /** Sets the clock and timer; the caller closes them. The machine's own without this call. */
    public ManagerBuilder time(TimeSource source) {
        time = Arguments.given("time", source, "leave the call out for the machine's own");
        return this;
    }

    /**
     * Sets where background and asynchronous work runs; the caller shuts it down after the manager. It
     * must not run tasks on the thread that hands them in, except in tests. Without this call the
     * manager owns a bounded pool (virtual threads where the JVM has them).
     */
    public ManagerBuilder executor(Executor pool) {
        executor = Arguments.given("executor", pool, "leave the call out for a pool of the manager's own");
        return this;
    }

    /**
     * Makes the manager and starts its tiers. Does not wait for a tier that is out of reach.
     *
     * @throws IllegalArgumentException if the settings cannot work together
     * @throws IllegalStateException at the second call: tiers belong to one manager
     */
    public CacheManager build() {
        if (built) {
            throw new IllegalStateException("build() was called before; make a builder and tiers for each manager");
        }
        built = true;
        return Engine.start(new EngineSettings(
                memory,
                List.copyOf(tiers),
                totalBytes,
                defaults,
                Map.copyOf(regions),
                ttlTable,
                writeBehind,
                cleanupInterval,
                List.copyOf(listeners),
                time,
                executor));
    }
}
