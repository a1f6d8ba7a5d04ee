package dev.terrace.cache.engine;

import dev.terrace.cache.codec.EntryCodec;
import dev.terrace.cache.memory.MemoryRegion;
import dev.terrace.cache.memory.MemoryTier;
import dev.terrace.cache.policy.RegionSettings;
import dev.terrace.cache.policy.TtlTable;
import dev.terrace.cache.tier.Tier;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of a manager, and how each region is put together from them. */
final class Assembly {

    private final EngineSettings given;
    private final Ground ground;
    private final Wiring wiring;
    private final @Nullable MemoryTier memory;
    private volatile TtlTable ttlTable;
    private final Lifecycle lifecycle = new Lifecycle();
    private final Extensions extensions;
    private final List<String> tierNames;
    private final @Nullable BudgetKeeper budget;

    private Assembly(EngineSettings settings, @Nullable Division division, Ground ground, Wiring wiring) {
        this.given = settings;
        this.ground = ground;
        this.wiring = wiring;
        this.memory = settings.memory().enabled()
                ? new MemoryTier(settings.memory(), ground.workers().upkeep())
                : null;
        this.ttlTable = settings.ttlTable();
        List<String> names = names(settings.tiers());
        this.extensions = new Extensions(ground, wiring.regions(), lifecycle, memory);
        this.budget = division == null ? null : new BudgetKeeper(division, ground, wiring.regions(), extensions);
        this.tierNames = memory == null ? names.subList(1, names.size()) : names;
    }

    static List<String> names(List<Tier> tiers) {
        List<String> names = new ArrayList<>(List.of(Engine.MEMORY));
        tiers.forEach(tier -> names.add(tier.name()));
        return List.copyOf(names);
    }

    static Assembly of(EngineSettings settings, Workers workers) {
        settings.check();
        Budget budget = Budget.of(settings);
        EngineSettings divided = budget == null ? settings : budget.settings();
        Ground ground = Ground.of(divided, workers);
        return new Assembly(divided, budget == null ? null : budget.division(), ground, new Wiring(divided, ground));
    }

    void start() {
        wiring.start();
        if (budget != null) {
            budget.start();
        }
    }

    /** Returns a region, making it with these settings if it is missing. */
    Region<?> region(String name, Type type, RegionSettings settings) {
        Region<?> known = wiring.regions().get(name);
        if (known != null) {
            return known;
        }
        Region<?> region = wiring.regions().byName().computeIfAbsent(name, n -> this.<Object>make(n, type, settings));
        extensions.connect(region);
        return region;
    }

    private <V> Region<V> make(String name, Type type, RegionSettings settings) {
        given.checkWrites("in region " + name, settings);
        EntryCodec<V> codec = new EntryCodec<>(settings.codec(), type, settings.payload()); // may refuse the type
        Late<V> evictions = new Late<>();
        MemoryRegion<V> part = memory == null ? null : memory.region(evictions);
        RegionBarriers barriers = ground.barriers().of(name);
        Duration idle = settings.expiry().idle();
        RegionParts<V> parts = new RegionParts<>(
                name,
                type,
                settings,
                part,
                wiring.chain(),
                new InstallGate(ground, barriers),
                barriers,
                new Liveness(ground.epochs(), idle == null ? 0 : idle.toMillis()),
                new EntryMaker<>(settings, this::ttlTable, codec, part, ground.epochs()),
                new Counters(names(given.tiers())),
                wiring.core());
        Promoter<V> promoter = new Promoter<>(parts);
        evictions.target = new Demoter<>(parts, promoter);
        return new Region<>(parts, new Paths<>(parts, promoter, wiring.sweeper(), wiring.keys()), lifecycle);
    }

    /** Forwards evictions to a demoter that can only be made after the memory region. */
    private static final class Late<V> implements MemoryRegion.Evictions<V> {

        private volatile MemoryRegion.@Nullable Evictions<V> target;

        @Override
        public void evicted(String key, dev.terrace.cache.memory.MemoryEntry<V> entry) {
            MemoryRegion.Evictions<V> listener = target;
            if (listener != null) {
                listener.evicted(key, entry);
            }
        }
    }

    void checkTier(String argument, @Nullable String name) {
        if (name == null || !tierNames.contains(name)) {
            throw new IllegalArgumentException(
                    argument + " must be one of " + tierNames + " but was \"" + name + "\"; see CacheManager.tiers()");
        }
    }

    Lifecycle lifecycle() {
        return lifecycle;
    }

    Regions regions() {
        return wiring.regions();
    }

    Chain chain() {
        return wiring.chain();
    }

    Sweeper sweeper() {
        return wiring.sweeper();
    }

    Cleanup cleanup() {
        return wiring.cleanup();
    }

    KeyScan keys() {
        return wiring.keys();
    }

    Counters unownedCounters() {
        return wiring.unowned();
    }

    TtlTable ttlTable() {
        return ttlTable;
    }

    void ttlTable(TtlTable table) {
        ttlTable = table;
    }

    List<String> tierNames() {
        return tierNames;
    }

    Extensions extensions() {
        return extensions;
    }

    Unowned unowned() {
        return new Unowned(wiring);
    }

    Optimizer optimizer() {
        return new Optimizer(wiring, memory, new HeatPlacement(extensions));
    }

    Report report() {
        return new Report(wiring, ground, memory, extensions);
    }

    /** Ends everything; a second call does nothing. */
    void close() {
        if (!lifecycle.close()) {
            return;
        }
        if (budget != null) {
            budget.close();
        }
        extensions.close();
        wiring.close();
        regions().all().forEach(region -> close(region.parts()));
        ground.close();
        lifecycle.abandonCalls();
    }

    private static void close(RegionParts<?> parts) {
        if (parts.memory() != null) {
            parts.memory().close();
        }
    }
}
