package dev.terrace.cache.engine;

import dev.terrace.cache.AsyncCache;
import dev.terrace.cache.BatchLoader;
import dev.terrace.cache.BatchResult;
import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheStats;
import dev.terrace.cache.ContextLoader;
import dev.terrace.cache.Explanation;
import dev.terrace.cache.Loader;
import dev.terrace.cache.ReadOption;
import dev.terrace.cache.Removed;
import dev.terrace.cache.engine.ConditionalPath.Decision;
import dev.terrace.cache.engine.EntryMaker.Wish;
import dev.terrace.cache.extension.ReadListener.KeyListener;
import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.memory.MemoryRegion;
import dev.terrace.cache.policy.Arguments;
import dev.terrace.cache.policy.Durations;
import dev.terrace.cache.policy.WriteStrategy;
import dev.terrace.cache.tier.Glob;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.time.TimeSource;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One region as its users hold it. {@link #get(String)} is the hot path: a look into memory that settles nearly every
 * read; all else is one of the paths.
 */
final class Region<V> implements Cache<V> {

    private final RegionParts<V> parts;
    private final Paths<V> paths;
    private final Lifecycle lifecycle;

    // Copied out of the parts, to spare the hot path the indirections.
    private final @Nullable MemoryRegion<V> memory;
    private final RegionBarriers barriers;
    private final Counters counters;
    private final Epochs epochs;
    private final TimeSource time;
    private final boolean isPlain;

    private volatile @Nullable KeyListener listener;

    Region(RegionParts<V> parts, Paths<V> paths, Lifecycle lifecycle) {
        this.parts = parts;
        this.paths = paths;
        this.lifecycle = lifecycle;
        this.memory = parts.memory();
        this.barriers = parts.barriers();
        this.counters = parts.counters();
        this.epochs = parts.shared().epochs();
        this.time = parts.time();
        this.isPlain = parts.settings().copyOnRead() == null && !epochs.isCoherent();
    }

    RegionParts<V> parts() {
        return parts;
    }

    Paths<V> paths() {
        return paths;
    }

    @Override
    public String name() {
        return parts.name();
    }

    @Override
    public @Nullable V get(String key) {
        if (memory == null || !isQuick(key)) {
            return slowGet(key);
        }
        boolean isTimed = heard(key);
        long began = isTimed ? time.nanos() : 0;
        MemoryEntry<V> entry = memory.get(key);
        if (entry == null) {
            return paths.reads().getBelow(checked(key));
        }
        V value = timedValueOf(entry, isTimed, began);
        return value != null ? value : find(checked(key));
    }

    private @Nullable V timedValueOf(MemoryEntry<V> entry, boolean isTimed, long began) {
        V value = valueOf(entry);
        KeyListener hearer = isTimed && value != null ? listener : null;
        if (hearer != null) {
            hearer.answered(time.nanos() - began);
        }
        return value;
    }

    void tell(@Nullable KeyListener hearer) {
        listener = hearer;
    }

    /** Tells of a read; true if it is to be timed. */
    boolean heard(String key) {
        KeyListener hearer = listener;
        return hearer != null && hearer.readTimed(key);
    }

    /**
     * Tells of a read, and settles it if it needs no second look: in memory, fresh, no barrier, no idle limit, nothing
     * to copy. Barriers are looked at before memory: one raised before this read began was either seen here, or is
     * swept and what it hid is gone from memory.
     */
    @Nullable
    V quickGet(@Nullable String key) {
        boolean isTimed = key != null && heard(key);
        if (key == null || memory == null || !isQuick(key)) {
            return null;
        }
        long began = isTimed ? time.nanos() : 0;
        MemoryEntry<V> entry = memory.get(key);
        return entry == null ? null : timedValueOf(entry, isTimed, began);
    }

    private boolean isQuick(@Nullable String key) {
        return key != null && barriers.isQuiet() && !lifecycle.isClosed();
    }

    private @Nullable V valueOf(MemoryEntry<V> entry) {
        if (!isBefore(entry.plainUntil()) || !(isPlain || isTrusted(entry))) {
            return null;
        }
        counters.memoryHit();
        return entry.value();
    }

    /** Asks the exact clock only if the cheap one cannot tell. */
    private boolean isBefore(long millis) {
        return time.recentMillis() + TimeSource.LONGEST_LAG_MILLIS < millis || time.millis() < millis;
    }

    private boolean isTrusted(MemoryEntry<V> entry) {
        return parts.settings().copyOnRead() == null && !epochs.isSuspect(entry.epoch(), time.nanos(), time.millis());
    }

    private @Nullable V slowGet(String key) {
        TierKey name = checked(key);
        heard(key);
        return find(name);
    }

    private @Nullable V find(TierKey name) {
        return paths.reads().deliver(paths.reads().find(name, parts.note(name)));
    }

    void checkOpen() {
        lifecycle.checkOpen();
    }

    Lifecycle lifecycle() {
        return lifecycle;
    }

    TierKey checked(@Nullable String key) {
        lifecycle.checkOpen();
        return Keys.checked(parts.name(), key);
    }

    @Override
    public @Nullable V get(String key, Loader<V> loader) {
        V value = quickGet(key);
        if (value != null && loader != null && !isCacheAside()) {
            return value;
        }
        TierKey name = checked(key);
        ContextLoader<V> call = LoaderCall.of(loader);
        checkLoadsAllowed();
        return paths.loads().get(name, call, parts.note(name));
    }

    private boolean isCacheAside() {
        return parts.settings().writes() == WriteStrategy.CACHE_ASIDE;
    }

    void checkLoadsAllowed() {
        if (isCacheAside()) {
            throw new IllegalStateException("region " + name() + " is CACHE_ASIDE: the application reads the source"
                    + " itself; call get(key) and set(key, value), or choose WRITE_THROUGH");
        }
    }

    private @Nullable V load(TierKey key, ContextLoader<V> loader, ReadOption... options) {
        checkLoadsAllowed();
        Asked asked = Asked.of(options);
        heard(key.key());
        if (asked.bypass()) {
            return paths.loads().bypass(key, loader);
        }
        Note note = parts.note(key);
        return asked.refresh()
                ? paths.loads().refresh(key, loader, note)
                : paths.loads().get(key, loader, note);
    }

    @Override
    public @Nullable V get(String key, Loader<V> loader, ReadOption... options) {
        return load(checked(key), LoaderCall.of(loader), options);
    }

    @Override
    public @Nullable V get(String key, ContextLoader<V> loader, ReadOption... options) {
        return load(checked(key), LoaderCall.checked(loader), options);
    }

    @Override
    public BatchResult<V> getAll(Collection<String> keys) {
        return paths.batches().getAll(begin(keys), null);
    }

    @Override
    public BatchResult<V> getAll(Collection<String> keys, BatchLoader<V> loader) {
        lifecycle.checkOpen();
        Arguments.given("loader", loader, "call getAll(keys) to read without one");
        checkLoadsAllowed();
        return paths.batches().getAll(begin(keys), loader);
    }

    List<BatchPath.Item<V>> begin(@Nullable Collection<String> keys) {
        lifecycle.checkOpen();
        List<BatchPath.Item<V>> items =
                paths.batches().begin(Arguments.given("keys", keys, "pass an empty list for none"));
        items.forEach(item -> heard(item.key.key()));
        return items;
    }

    @Override
    public void set(String key, V value) {
        paths.writes().set(checked(key), Keys.checkedValue(value), Wish.NONE);
    }

    @Override
    public void set(String key, V value, Duration ttl, String... labels) {
        paths.writes().set(checked(key), Keys.checkedValue(value), wish(ttl, labels));
    }

    /** A time to live that is passed must be one: null is a mistake, not a default. */
    static Wish wish(@Nullable Duration ttl, String... labels) {
        return Wish.of(Durations.positive("ttl", ttl), labels);
    }

    @Override
    public void setAll(Map<String, ? extends V> values) {
        setAll(values, Wish.NONE);
    }

    @Override
    public void setAll(Map<String, ? extends V> values, Duration ttl) {
        setAll(values, wish(ttl));
    }

    private void setAll(Map<String, ? extends V> values, Wish wish) {
        lifecycle.checkOpen();
        paths.batchWrites().finishSet(paths.batchWrites().beginSet(values, wish));
    }

    @Override
    public boolean setIfAbsent(String key, V value) {
        return setIfAbsent(checked(key), Keys.checkedValue(value), null);
    }

    @Override
    public boolean setIfAbsent(String key, V value, Duration ttl) {
        return setIfAbsent(checked(key), Keys.checkedValue(value), Durations.positive("ttl", ttl));
    }

    private boolean setIfAbsent(TierKey key, V value, @Nullable Duration ttl) {
        return update(key, present -> present == null ? Decision.store(value, ttl) : Decision.leave())
                .changed();
    }

    ConditionalPath.Outcome<V> update(TierKey key, ConditionalPath.Decider<V> decider) {
        return paths.conditions().update(key, decider);
    }

    @Override
    public boolean replace(String key, V value) {
        TierKey name = checked(key);
        Keys.checkedValue(value);
        return update(name, present -> present == null ? Decision.leave() : Decision.store(value, null))
                .changed();
    }

    @Override
    public boolean replace(String key, V expected, V value) {
        TierKey name = checked(key);
        Keys.checkedExpected(expected);
        Keys.checkedValue(value);
        return update(name, present -> expected.equals(present) ? Decision.store(value, null) : Decision.leave())
                .changed();
    }

    @Override
    public boolean touch(String key, Duration ttl) {
        TierKey name = checked(key);
        Duration given = Durations.positive("ttl", ttl);
        return update(name, present -> present == null ? Decision.leave() : Decision.touch(present, given))
                .changed();
    }

    @Override
    public boolean delete(String key) {
        return paths.writes().delete(checked(key));
    }

    @Override
    public long deleteAll(Collection<String> keys) {
        lifecycle.checkOpen();
        return paths.batchWrites().finishDelete(paths.batchWrites().beginDelete(keys));
    }

    @Override
    public boolean contains(String key) {
        return ttl(key) != null;
    }

    @Override
    public @Nullable Duration ttl(String key) {
        return paths.inspector().ttl(checked(key));
    }

    @Override
    public long invalidate(String glob) {
        lifecycle.checkOpen();
        return remove(scopeOf(glob)).keys();
    }

    Scope scopeOf(String glob) {
        return new Scope(parts.name(), Glob.compile(glob), null);
    }

    private Removed remove(Scope scope) {
        counters.count(Counters.Event.INVALIDATION);
        return paths.sweeper().remove(scope);
    }

    @Override
    public long invalidateLabel(String label) {
        lifecycle.checkOpen();
        return remove(new Scope(parts.name(), null, Keys.labelHash(label))).keys();
    }

    @Override
    public long clear() {
        lifecycle.checkOpen();
        return remove(Scope.region(parts.name())).keys();
    }

    @Override
    public Stream<String> keys(String glob) {
        lifecycle.checkOpen();
        return paths.keys().keys(scopeOf(glob)).map(TierKey::key);
    }

    @Override
    public Explanation explain(String key) {
        return paths.inspector().explain(checked(key));
    }

    @Override
    public CacheStats stats() {
        lifecycle.checkOpen();
        return counters.snapshot();
    }

    @Override
    public void resetStats() {
        lifecycle.checkOpen();
        counters.reset();
    }

    @Override
    public ConcurrentMap<String, V> asMap() {
        lifecycle.checkOpen();
        return new MapView<>(this);
    }

    @Override
    public AsyncCache<V> async() {
        lifecycle.checkOpen();
        return paths.async(this);
    }

    @Override
    public String toString() {
        return "Cache[" + parts.name() + "]";
    }
}
