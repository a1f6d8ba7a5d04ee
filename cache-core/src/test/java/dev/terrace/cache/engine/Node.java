package dev.terrace.cache.engine;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.ManagerBuilder;
import dev.terrace.cache.codec.Codecs;
import dev.terrace.cache.extension.Host;
import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.memory.MemoryRegion;
import dev.terrace.cache.policy.RegionSettings;
import dev.terrace.cache.testkit.Attached;
import dev.terrace.cache.testkit.Entries;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.Faults;
import dev.terrace.cache.testkit.FlakyTier;
import dev.terrace.cache.testkit.ReferenceTier;
import dev.terrace.cache.testkit.SharedStore;
import dev.terrace.cache.testkit.StandInSharedTier;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.TierKey;
import java.time.Duration;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One node of a rule's test: memory, a disk that fails and pauses on demand, and a shared tier if the plan has one.
 * Clock and workers move only when the test says so.
 */
final class Node implements AutoCloseable {

    static final String REGION = "r";
    static final TierKey A = new TierKey(REGION, "a");
    static final Duration HOUR = Duration.ofHours(1);

    final FakeTime time;
    final QueuedWorkers workers = new QueuedWorkers();
    final FlakyTier disk;
    final CacheManager manager;
    final Cache<String> cache;
    private final ReferenceTier stored;
    private final @Nullable SharedStore store;
    private final @Nullable StandInSharedTier shared;

    private Node(Plan plan) {
        time = plan.time();
        stored = plan.disk();
        disk = FlakyTier.around(stored);
        store = plan.store();
        shared = store == null ? null : store.attach();
        ManagerBuilder builder = plan.manager()
                .apply(CacheManager.builder())
                .time(time)
                .executor(workers)
                .tier(disk);
        manager = (shared == null ? builder : builder.tier(shared)).build();
        cache = manager.cache(REGION, String.class, region -> plan.region().apply(region.codec(Codecs.string())));
    }

    /**
     * What a node is made of.
     *
     * @param store null for a node without a shared tier
     */
    record Plan(
            FakeTime time,
            ReferenceTier disk,
            @Nullable SharedStore store,
            UnaryOperator<RegionSettings> region,
            UnaryOperator<ManagerBuilder> manager) {

        Plan region(UnaryOperator<RegionSettings> changes) {
            return new Plan(time, disk, store, changes, manager);
        }

        Plan manager(UnaryOperator<ManagerBuilder> changes) {
            return new Plan(time, disk, store, region, changes);
        }

        Plan disk(ReferenceTier tier) {
            return new Plan(time, tier, store, region, manager);
        }

        Node start() {
            return new Node(this);
        }
    }

    /** Plans a node with memory and disk. */
    static Plan local() {
        return new Plan(new FakeTime(), new ReferenceTier(), null, UnaryOperator.identity(), UnaryOperator.identity());
    }

    /** Plans a node with memory, disk and a shared tier. */
    static Plan on(SharedStore store, FakeTime time) {
        return new Plan(time, new ReferenceTier(), store, UnaryOperator.identity(), UnaryOperator.identity());
    }

    Faults onDisk() {
        return disk.faults();
    }

    SharedStore store() {
        return Objects.requireNonNull(store);
    }

    StandInSharedTier shared() {
        return Objects.requireNonNull(shared);
    }

    Faults onShared() {
        return shared().faults();
    }

    @SuppressWarnings("unchecked") // the region was made with strings
    Region<String> region() {
        return (Region<String>) cache;
    }

    /** Returns the manager as an extension sees it. */
    Host host() {
        return Attached.to(manager);
    }

    RegionParts<String> parts() {
        return region().parts();
    }

    MemoryRegion<String> memory() {
        return Objects.requireNonNull(parts().memory());
    }

    /** Returns what memory holds, whatever its state. */
    @Nullable
    String inMemory() {
        MemoryEntry<String> entry = memory().peek(A.key());
        return entry == null ? null : entry.value();
    }

    /** Returns what the disk holds, past all faults and whatever its state. */
    @Nullable
    String onDiskStored() {
        Entry entry = stored.get(A);
        return entry == null ? null : Entries.textOf(entry);
    }

    /** Returns what the shared tier holds; null for a removal. */
    @Nullable
    String inStore() {
        Entry entry = store().peek(A);
        return entry == null || entry.isTombstone() ? null : Entries.textOf(entry);
    }

    /** Empties memory and says nothing to anybody, as evictions do. */
    void forgetInMemory() {
        manager.clear(Engine.MEMORY);
    }

    /** Loses the key on disk without a word, as a tier may to make room. */
    void forgetOnDisk() {
        stored.remove(A, Gate.OPEN);
    }

    /** Loses the key in memory and on disk without a word. */
    void forgetHere() {
        forgetInMemory();
        forgetOnDisk();
    }

    /** Returns the records that a restart would find. */
    ReferenceTier journal() {
        return stored;
    }

    /** Starts a new node on the disk of this one, as after a kill: nothing of this one is flushed or closed. */
    Plan afterKill(Plan plan) {
        if (shared != null) {
            shared.close();
        }
        return plan.disk(stored.reopen());
    }

    @Override
    public void close() {
        onDisk().heal();
        workers.runAll();
        manager.close();
    }
}
