package dev.terrace.cache.engine;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.Explanation;
import dev.terrace.cache.ManagerStats;
import dev.terrace.cache.Optimized;
import dev.terrace.cache.Removed;
import dev.terrace.cache.TypeToken;
import dev.terrace.cache.extension.Extension;
import dev.terrace.cache.policy.Arguments;
import dev.terrace.cache.policy.Durations;
import dev.terrace.cache.policy.RegionSettings;
import dev.terrace.cache.policy.TtlTable;
import dev.terrace.cache.tier.Glob;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.TierKey;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A running manager. The only door of this package: {@link #start}. */
public final class Engine implements CacheManager {

    /** The name of the memory tier. */
    public static final String MEMORY = "memory";

    private final Assembly parts;
    private final EngineSettings settings;

    private Engine(Assembly parts, EngineSettings settings) {
        this.parts = parts;
        this.settings = settings;
    }

    /** Returns what a region is made with, before its caller's own changes. */
    private RegionSettings defaultsOf(String name) {
        return settings.of(Keys.checkedRegion(name));
    }

    /**
     * Starts a manager and its tiers.
     *
     * @throws IllegalArgumentException if the settings cannot work together
     */
    public static CacheManager start(EngineSettings settings) {
        return start(settings, new Workers(settings.executor()));
    }

    /** As {@link #start(EngineSettings)}, on these workers, which the manager closes. */
    static CacheManager start(EngineSettings settings, Workers workers) {
        Assembly parts = Assembly.of(settings, workers);
        try {
            parts.start();
        } catch (RuntimeException | Error e) {
            parts.close();
            throw e;
        }
        return new Engine(parts, settings);
    }

    @Override
    public <V> Cache<V> cache(String name, Class<V> type) {
        return region(name, type, null);
    }

    @Override
    public <V> Cache<V> cache(String name, TypeToken<V> type) {
        return region(name, typeOf(type), null);
    }

    @Override
    public <V> Cache<V> cache(String name, Class<V> type, UnaryOperator<RegionSettings> settings) {
        return region(name, type, Arguments.changed("settings", settings, defaultsOf(name)));
    }

    @Override
    public <V> Cache<V> cache(String name, TypeToken<V> type, UnaryOperator<RegionSettings> settings) {
        return region(name, typeOf(type), Arguments.changed("settings", settings, defaultsOf(name)));
    }

    private static Type typeOf(@Nullable TypeToken<?> token) {
        return Arguments.given("type", token, "pass new TypeToken<List<User>>() {}")
                .type();
    }

    /** Returns a region; null settings accept whatever an existing one has. */
    @SuppressWarnings("unchecked") // the type was compared
    private <V> Cache<V> region(String name, @Nullable Type asked, @Nullable RegionSettings settings) {
        parts.lifecycle().checkOpen();
        Type type = checkedType(asked);
        Region<?> region = parts.region(Keys.checkedRegion(name), type, settings == null ? defaultsOf(name) : settings);
        if (!region.parts().type().equals(type)) {
            throw new IllegalArgumentException(
                    "region " + name + " holds " + region.parts().type().getTypeName() + " and cannot be asked for "
                            + type.getTypeName() + "; use another region name");
        }
        if (settings != null && !region.parts().settings().equals(settings)) {
            throw new IllegalArgumentException("region " + name + " was made with other settings;"
                    + " pass them at the first call only, or the same ones each time");
        }
        return (Cache<V>) region;
    }

    /** Returns the type; for a primitive one its wrapper, which is what values have. */
    private static Type checkedType(@Nullable Type asked) {
        Type type = Arguments.given("type", asked, "pass the class of the values");
        if (type == void.class || type == Void.class) {
            throw new IllegalArgumentException("type must be one that has values but was " + type.getTypeName()
                    + "; pass the class of the values");
        }
        return type instanceof Class<?> known && known.isPrimitive()
                ? MethodType.methodType(known).wrap().returnType()
                : type;
    }

    @Override
    public Set<String> regions() {
        parts.lifecycle().checkOpen();
        return new TreeSet<>(parts.regions().byName().keySet());
    }

    @Override
    public @Nullable Cache<?> region(String name) {
        parts.lifecycle().checkOpen();
        return parts.regions().get(Keys.checkedRegion(name));
    }

    @Override
    public @Nullable Type typeOf(String region) {
        parts.lifecycle().checkOpen();
        Region<?> made = parts.regions().get(Keys.checkedRegion(region));
        return made == null ? null : made.parts().type();
    }

    @Override
    public <V> @Nullable V get(String fullKey, Class<V> type) {
        parts.lifecycle().checkOpen();
        TierKey key = Keys.split(fullKey);
        return cache(key.region(), type).get(key.key());
    }

    @Override
    public void set(String fullKey, Object value) {
        parts.lifecycle().checkOpen();
        TierKey key = Keys.split(fullKey);
        regionFor(key, value).set(key.key(), value);
    }

    @Override
    public void set(String fullKey, Object value, Duration ttl) {
        parts.lifecycle().checkOpen();
        Durations.positive("ttl", ttl); // before a region is made for it
        TierKey key = Keys.split(fullKey);
        regionFor(key, value).set(key.key(), value, ttl);
    }

    /** Returns the region if it takes the value; makes one of the value's class if there is none. */
    @SuppressWarnings("unchecked") // an instance of the class was checked
    private Cache<Object> regionFor(TierKey key, @Nullable Object value) {
        Object given = Keys.checkedValue(value);
        Region<?> region = parts.regions().get(key.region());
        if (region == null) {
            return (Cache<Object>) (Cache<?>) cache(key.region(), given.getClass());
        }
        if (region.parts().type() instanceof Class<?> type && !type.isInstance(given)) {
            throw new IllegalArgumentException("region " + key.region() + " holds " + type.getName()
                    + " and cannot take a value of " + given.getClass().getName()
                    + "; use another region");
        }
        return (Cache<Object>) region;
    }

    @Override
    public boolean delete(String fullKey) {
        parts.lifecycle().checkOpen();
        TierKey key = Keys.split(fullKey);
        Region<?> region = parts.regions().get(key.region());
        return region != null ? region.delete(key.key()) : parts.unowned().delete(key);
    }

    @Override
    public long invalidate(String glob) {
        parts.lifecycle().checkOpen();
        return remove(new Scope(null, Glob.compile(glob), null)).keys();
    }

    @Override
    public long invalidateLabel(String label) {
        parts.lifecycle().checkOpen();
        return remove(new Scope(null, null, Keys.labelHash(label))).keys();
    }

    @Override
    public long clear() {
        parts.lifecycle().checkOpen();
        return remove(Scope.ALL).keys();
    }

    private Removed remove(Scope scope) {
        parts.regions().all().forEach(region -> region.parts().counters().count(Counters.Event.INVALIDATION));
        return parts.sweeper().remove(scope);
    }

    @Override
    public long clear(String tier) {
        parts.lifecycle().checkOpen();
        parts.checkTier("tier", tier);
        if (tier.equals(MEMORY)) {
            return parts.regions().empty();
        }
        SharedLink shared = parts.chain().shared();
        return shared != null && shared.name().equals(tier)
                ? shared.tier().sweep(Scope.ALL, () -> !parts.lifecycle().isClosed())
                : parts.sweeper().empty(parts.chain().guard(tier));
    }

    @Override
    public long sync(String fromTier, String toTier) {
        return sync(fromTier, toTier, copied -> true);
    }

    @Override
    public long sync(String fromTier, String toTier, LongPredicate goOn) {
        parts.lifecycle().checkOpen();
        parts.checkTier("fromTier", fromTier);
        parts.checkTier("toTier", toTier);
        if (fromTier.equals(toTier)) {
            throw new IllegalArgumentException("toTier must differ from fromTier but both were \"" + toTier
                    + "\"; name two of " + parts.tierNames());
        }
        LongPredicate given = Arguments.given("goOn", goOn, "pass copied -> true to copy all");
        return new TierCopy(parts.regions(), parts.chain(), parts.unownedCounters(), given).copy(fromTier, toTier);
    }

    @Override
    public long cleanup() {
        parts.lifecycle().checkOpen();
        return parts.cleanup().run().deleted();
    }

    @Override
    public Optimized optimize() {
        parts.lifecycle().checkOpen();
        return parts.optimizer().run();
    }

    @Override
    public Stream<String> keys(String glob) {
        parts.lifecycle().checkOpen();
        return parts.keys().keys(new Scope(null, Glob.compile(glob), null)).map(TierKey::fullKey);
    }

    @Override
    public Stream<String> keysWithLabel(String label) {
        parts.lifecycle().checkOpen();
        return parts.keys().keys(new Scope(null, null, Keys.labelHash(label))).map(TierKey::fullKey);
    }

    @Override
    public Explanation explain(String fullKey) {
        parts.lifecycle().checkOpen();
        TierKey key = Keys.split(fullKey);
        Region<?> region = parts.regions().get(key.region());
        return region != null ? region.explain(key.key()) : parts.unowned().explain(key);
    }

    @Override
    public ManagerStats stats() {
        parts.lifecycle().checkOpen();
        return parts.report().stats();
    }

    @Override
    public ManagerStats lifetimeStats() {
        parts.lifecycle().checkOpen();
        return parts.report().lifetime();
    }

    @Override
    public void resetStats() {
        parts.lifecycle().checkOpen();
        parts.regions().all().forEach(Region::resetStats);
    }

    @Override
    public TtlTable ttlTable() {
        parts.lifecycle().checkOpen();
        return parts.ttlTable();
    }

    @Override
    public void ttlTable(TtlTable table) {
        parts.lifecycle().checkOpen();
        parts.ttlTable(Arguments.given("table", table, "pass TtlTable.EMPTY for none"));
    }

    @Override
    public void attach(Extension extension) {
        parts.lifecycle().checkOpen();
        parts.extensions().attach(extension);
    }

    @Override
    public List<String> tiers() {
        parts.lifecycle().checkOpen();
        return parts.tierNames();
    }

    @Override
    public void close() {
        parts.close();
    }
}
