package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.policy.Expiry;
import dev.terrace.cache.policy.LoadPolicy;
import dev.terrace.cache.policy.MemorySettings;
import dev.terrace.cache.policy.Placement;
import dev.terrace.cache.policy.Promotion;
import dev.terrace.cache.policy.RegionSettings;
import dev.terrace.cache.policy.StalePolicy;
import dev.terrace.cache.policy.TtlTable;
import dev.terrace.cache.policy.WriteBehind;
import dev.terrace.cache.policy.WriteStrategy;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.HeapTier;
import dev.terrace.cache.testkit.ReferenceTier;
import dev.terrace.cache.testkit.SharedStore;
import dev.terrace.cache.tier.Glob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every bad input of the API is refused by a message that names the argument and the fix, and changes nothing. */
@SuppressWarnings({"NullAway", "FutureReturnValueIgnored"}) // nulls are the point; nothing is to begin
class BadInputTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration NANO = Duration.ofNanos(999_999);
    private static final Duration AGES = Duration.ofSeconds(Long.MAX_VALUE);
    private static final String LONG_KEY = "k".repeat((64 << 10) + 1);
    private static final String UMLAUT_KEY = "ü".repeat((32 << 10) + 1);
    private static final String HUGE_KEY = "k".repeat(10 << 20);

    /** One bad call: what is thrown, and what its message must say. */
    private record Row(String name, Class<? extends Throwable> type, ThrowingCallable call, List<String> says) {}

    private final List<Row> rows = new ArrayList<>();

    private void row(String name, ThrowingCallable call, String... says) {
        rows.add(new Row(name, IllegalArgumentException.class, call, List.of(says)));
    }

    private Stream<DynamicTest> tests(Runnable after) {
        return rows.stream()
                .map(row -> DynamicTest.dynamicTest(row.name(), () -> {
                    assertThatThrownBy(row.call())
                            .isExactlyInstanceOf(row.type())
                            .satisfies(thrown -> assertThat(thrown.getMessage())
                                    .contains(row.says())
                                    .as("the fix follows a semicolon")
                                    .contains(";"));
                    after.run();
                }));
    }

    @TestFactory
    Stream<DynamicTest> aCacheRefuses() {
        return callsOn(new ReferenceTier());
    }

    @TestFactory
    Stream<DynamicTest> aCacheOfMemoryAloneRefuses() {
        return callsOn(null);
    }

    private Stream<DynamicTest> callsOn(ReferenceTier tier) {
        ManagerBuilder builder = CacheManager.builder().time(new FakeTime());
        CacheManager manager = (tier == null ? builder : builder.tier(tier)).build();
        Cache<String> cache = manager.cache("kept", String.class);
        cache.set("kept", "value", HOUR, "label");
        keysAndValues(cache);
        durations(cache);
        labelsAndPatterns(cache);
        collections(cache);
        loaders(cache);
        asynchronous(cache.async());
        fullKeys(manager);
        regions(manager);
        tierNames(manager);
        return tests(() -> assertUnchanged(manager, cache, tier));
    }

    private static void assertUnchanged(CacheManager manager, Cache<String> cache, ReferenceTier tier) {
        assertThat(manager.regions()).containsExactly("kept");
        assertThat(manager.keys("*")).containsExactly("kept:kept");
        assertThat(cache.get("kept")).isEqualTo("value");
        assertThat(cache.ttl("kept")).isEqualTo(HOUR);
        assertThat(manager.stats().gauges())
                .containsEntry("writes.pending", 0.0)
                .containsEntry("barriers.active", 0.0);
        assertThat(manager.ttlTable()).isEqualTo(TtlTable.EMPTY);
        if (tier != null) {
            assertThat(tier.size().entries()).isEqualTo(1);
        }
    }

    private void keysAndValues(Cache<String> cache) {
        badKeys("get", key -> cache.get(key));
        badKeys("get with a loader", key -> cache.get(key, name -> "x"));
        badKeys("get with options", key -> cache.get(key, (name, context) -> "x", ReadOption.REFRESH));
        badKeys("set", key -> cache.set(key, "x"));
        badKeys("setIfAbsent", key -> cache.setIfAbsent(key, "x"));
        badKeys("replace", key -> cache.replace(key, "x"));
        badKeys("compare and replace", key -> cache.replace(key, "value", "x"));
        badKeys("delete", cache::delete);
        badKeys("contains", cache::contains);
        badKeys("ttl", cache::ttl);
        badKeys("touch", key -> cache.touch(key, HOUR));
        badKeys("explain", cache::explain);
        badKeys("getAll", key -> cache.getAll(Arrays.asList("kept", key)));
        badKeys("deleteAll", key -> cache.deleteAll(Arrays.asList("kept", key)));
        badKeys("setAll", key -> cache.setAll(inOrder("kept", "new", key, "x")));
        row("set null", () -> cache.set("kept", null), "value must not be null");
        row("set null with a ttl", () -> cache.set("kept", null, HOUR), "value must not be null");
        row("setIfAbsent null", () -> cache.setIfAbsent("new", null), "value must not be null");
        row("setIfAbsent null, ttl", () -> cache.setIfAbsent("new", null, HOUR), "value must not be null");
        row("replace by null", () -> cache.replace("kept", null), "value must not be null");
        row("replace null", () -> cache.replace("kept", null, "x"), "expected must not be null");
        row("compare, replace by null", () -> cache.replace("kept", "value", null), "value must not be null");
    }

    private interface KeyCall {
        void call(String key);
    }

    private void badKeys(String name, KeyCall call) {
        row(name + ": null key", () -> call.call(null), "key must not be null");
        row(name + ": 64 KiB and 1", () -> call.call(LONG_KEY), "key", "at most 65536 bytes", "65537", "hash");
        row(name + ": 2 bytes a char", () -> call.call(UMLAUT_KEY), "key", "at most 65536 bytes", "65538");
        row(name + ": 10 MB", () -> call.call(HUGE_KEY), "key", "at most 65536 bytes", "10485760");
        row(name + ": high surrogate", () -> call.call("a\ud800"), "key", "half a surrogate pair at index 1");
        row(name + ": low surrogate", () -> call.call("\udc00a"), "key", "half a surrogate pair at index 0");
        row(name + ": two high", () -> call.call("\ud800\ud800"), "key", "half a surrogate pair at index 0");
    }

    private static Map<String, String> inOrder(String... keysAndValues) {
        Map<String, String> map = new java.util.LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    private void durations(Cache<String> cache) {
        badTtls("set", ttl -> cache.set("kept", "x", ttl));
        badTtls("setAll", ttl -> cache.setAll(Map.of("kept", "x"), ttl));
        badTtls("setIfAbsent", ttl -> cache.setIfAbsent("new", "x", ttl));
        badTtls("touch", ttl -> cache.touch("kept", ttl));
    }

    private interface TtlCall {
        void call(Duration ttl);
    }

    private void badTtls(String name, TtlCall call) {
        badDurations(name, "ttl", call);
        row(name + ": null ttl", () -> call.call(null), "ttl must not be null");
    }

    private void badDurations(String name, String argument, TtlCall call) {
        row(name + ": zero", () -> call.call(Duration.ZERO), argument + " must be positive but was PT0S");
        row(name + ": negative", () -> call.call(HOUR.negated()), argument + " must be positive but was PT-1H");
        row(name + ": most negative", () -> call.call(Duration.ofSeconds(Long.MIN_VALUE)), argument, "positive");
        row(name + ": less than a ms", () -> call.call(NANO), argument + " must be at least a millisecond");
        row(name + ": for ages", () -> call.call(AGES), argument + " must be at most", "100 years");
        row(name + ": too long", () -> call.call(Duration.ofDays(36_500).plusNanos(1)), argument, "100 years");
    }

    private void labelsAndPatterns(Cache<String> cache) {
        row("set: null labels", () -> cache.set("kept", "x", HOUR, (String[]) null), "labels must not be null");
        row("set: null label", () -> cache.set("kept", "x", HOUR, "a", null), "label must not be null or empty");
        row("set: empty label", () -> cache.set("kept", "x", HOUR, ""), "label must not be null or empty");
        row("set: 65 labels", () -> cache.set("kept", "x", HOUR, manyLabels()), "labels must be at most 64", "65");
        row("set: broken label", () -> cache.set("kept", "x", HOUR, "\ud800"), "label must be valid Unicode");
        row("invalidateLabel: null", () -> cache.invalidateLabel(null), "label must not be null");
        row("invalidateLabel: empty", () -> cache.invalidateLabel(""), "label must not be null or empty");
        badGlobs("invalidate", cache::invalidate);
        badGlobs("keys", cache::keys);
    }

    private static String[] manyLabels() {
        String[] labels = new String[65];
        Arrays.setAll(labels, i -> "l" + i);
        return labels;
    }

    private void badGlobs(String name, KeyCall call) {
        row(name + ": null", () -> call.call(null), "pattern must not be null", "*");
        row(name + ": empty", () -> call.call(""), "pattern must not be empty");
        row(name + ": open bracket", () -> call.call("ke[a"), "\"ke[a\"", "open bracket at offset 2", "close it");
        row(name + ": lone backslash", () -> call.call("ke\\"), "backslash", "offset 2");
        row(name + ": empty set", () -> call.call("[]"), "an empty set");
        row(name + ": inverted range", () -> call.call("[z-a]"), "an inverted range");
        row(name + ": half a pair", () -> call.call("\ud800"), "a lone surrogate");
        row(name + ": too long", () -> call.call(LONG_KEY), "pattern must be at most 65536");
    }

    private void collections(Cache<String> cache) {
        row("getAll: null", () -> cache.getAll(null), "keys must not be null");
        row("getAll: null, loader", () -> cache.getAll(null, keys -> Map.of()), "keys must not be null");
        row("getAll: null loader", () -> cache.getAll(List.of("kept"), null), "loader must not be null");
        row("deleteAll: null", () -> cache.deleteAll(null), "keys must not be null");
        row("setAll: null", () -> cache.setAll(null), "values must not be null");
        row("setAll: null, ttl", () -> cache.setAll(null, HOUR), "values must not be null");
        row("setAll: null value", () -> cache.setAll(inOrder("kept", "new", "b", null)), "value must not be null");
    }

    private void loaders(Cache<String> cache) {
        Loader<String> none = null;
        ContextLoader<String> noneWithContext = null;
        row("get: null loader", () -> cache.get("kept", none), "loader must not be null");
        row("get: null loader, option", () -> cache.get("kept", none, ReadOption.BYPASS), "loader must not be null");
        row("get: null context loader", () -> cache.get("kept", noneWithContext), "loader must not be null");
        row("get: null options", () -> cache.get("kept", key -> "x", (ReadOption[]) null), "options must not be null");
        row("get: null option", () -> cache.get("kept", key -> "x", (ReadOption) null), "option must not be null");
        row(
                "get: both options",
                () -> cache.get("kept", key -> "x", ReadOption.BYPASS, ReadOption.REFRESH),
                "options must not hold both BYPASS and REFRESH");
    }

    private void asynchronous(AsyncCache<String> async) {
        badKeys("async get", async::get);
        badKeys("async load", key -> async.get(key, name -> "x"));
        badKeys("async set", key -> async.set(key, "x"));
        badKeys("async delete", async::delete);
        badKeys("async contains", async::contains);
        badKeys("async ttl", async::ttl);
        badKeys("async touch", key -> async.touch(key, HOUR));
        badKeys("async setIfAbsent", key -> async.setIfAbsent(key, "x"));
        badKeys("async replace", key -> async.replace(key, "x"));
        badKeys("async compare and replace", key -> async.replace(key, "value", "x"));
        badKeys("async getAll", key -> async.getAll(Arrays.asList("kept", key)));
        badKeys("async deleteAll", key -> async.deleteAll(Arrays.asList("kept", key)));
        badKeys("async setAll", key -> async.setAll(inOrder("kept", "new", key, "x")));
        badTtls("async set", ttl -> async.set("kept", "x", ttl));
        badTtls("async touch", ttl -> async.touch("kept", ttl));
        badGlobs("async invalidate", async::invalidate);
        row("async: null loader", () -> async.get("kept", null), "loader must not be null");
        row("async: null batch loader", () -> async.getAll(List.of("kept"), null), "loader must not be null");
        row("async: null keys", () -> async.getAll(null), "keys must not be null");
        row("async: null keys to delete", () -> async.deleteAll(null), "keys must not be null");
        row("async: null values", () -> async.setAll(null), "values must not be null");
        row("async: null value", () -> async.set("kept", null), "value must not be null");
        row("async: null expected", () -> async.replace("kept", null, "x"), "expected must not be null");
        row("async: null label", () -> async.invalidateLabel(null), "label must not be null");
    }

    private void fullKeys(CacheManager manager) {
        row("full get: null", () -> manager.get(null, String.class), "fullKey must not be null");
        row("full get: null type", () -> manager.get("new:a", null), "type must not be null");
        row("full set: null", () -> manager.set(null, "x"), "fullKey must not be null");
        row("full set: null value", () -> manager.set("new:a", null), "value must not be null");
        row("full set: another type", () -> manager.set("kept:kept", 1), "region kept", "String", "Integer");
        row("full delete: null", () -> manager.delete(null), "fullKey must not be null");
        row("full explain: null", () -> manager.explain(null), "fullKey must not be null");
        row("full set: bad region", () -> manager.set("a b:c", "x"), "region name", "\"a b\"");
        row("full set: no region name", () -> manager.set(":c", "x"), "region name", "\"\"");
        row("full set: long key", () -> manager.set("new:" + LONG_KEY, "x"), "65537");
        row("full set: broken key", () -> manager.set("new:\ud800", "x"), "half a surrogate pair");
        badTtls("full set", ttl -> manager.set("new:a", "x", ttl));
        badGlobs("full invalidate", manager::invalidate);
        badGlobs("full keys", manager::keys);
        row("full invalidateLabel", () -> manager.invalidateLabel(null), "label must not be null");
        row("ttlTable: null", () -> manager.ttlTable(null), "table must not be null", "TtlTable.EMPTY");
    }

    private void regions(CacheManager manager) {
        for (String name : Arrays.asList(null, "", "a:b", "a b", "ü", "r".repeat(65), "a/b", "r".repeat(10 << 20))) {
            String shown = name != null && name.length() > 70 ? "a name of 10 MB" : name;
            row("region " + shown, () -> manager.cache(name, String.class), "region name must be 1 to 64 letters");
            row("look up " + shown, () -> manager.region(name), "region name must be 1 to 64 letters");
            row("settings " + shown, () -> manager.cache(name, String.class, same -> same), "region name must be");
        }
        TypeToken<String> none = null;
        row("null type", () -> manager.cache("new", (Class<String>) null), "type must not be null");
        row("null token", () -> manager.cache("new", none), "type must not be null");
        row("null token, settings", () -> manager.cache("new", none, same -> same), "type must not be null");
        row("void", () -> manager.cache("new", Void.class), "type must be one that has values");
        row("null settings", () -> manager.cache("new", String.class, null), "settings must not be null");
        row("settings to null", () -> manager.cache("new", String.class, same -> null), "what settings returns");
        row("another type", () -> manager.cache("kept", Integer.class), "region kept", "String", "Integer", "name");
        row(
                "another generic type",
                () -> manager.cache("kept", new TypeToken<List<String>>() {}),
                "region kept",
                "java.util.List<java.lang.String>");
        row("other settings", () -> manager.cache("kept", String.class, s -> s.ttl(HOUR)), "region kept", "other");
        row("a type variable", this::<String>tokenOfVariable, "TypeToken", "type variable");
        row("a raw token", RawToken::new, "TypeToken needs a type argument");
    }

    private <T> void tokenOfVariable() {
        new TypeToken<T>() {};
    }

    @SuppressWarnings("rawtypes")
    private static final class RawToken extends TypeToken {}

    private void tierNames(CacheManager manager) {
        row("clear: null", () -> manager.clear(null), "tier must be one of [memory", "null");
        row("clear: unknown", () -> manager.clear("disc"), "tier must be one of [memory", "\"disc\"");
        row("sync: null source", () -> manager.sync(null, "memory"), "fromTier must be one of");
        row("sync: null target", () -> manager.sync("memory", null), "toTier must be one of");
        row("sync: unknown source", () -> manager.sync("disc", "memory"), "fromTier must be one of", "\"disc\"");
        row("sync: unknown target", () -> manager.sync("memory", "disc"), "toTier must be one of", "\"disc\"");
        row("sync: same", () -> manager.sync("memory", "memory"), "toTier must differ from fromTier");
    }

    @TestFactory
    Stream<DynamicTest> aBuilderRefuses() {
        row("null memory", () -> builder().memory(null), "memory must not be null");
        row("memory to null", () -> builder().memory(m -> null), "what memory returns");
        row("no bytes", () -> builder().memory(m -> m.maximumBytes(0)), "maximumBytes", "0", "disabled()");
        row("no entries", () -> builder().memory(m -> m.maximumEntries(0)), "maximumEntries", "0", "disabled()");
        row("negative bytes", () -> new MemorySettings(-1, 1, true), "maximumBytes", "-1");
        row("null tier", () -> builder().tier(null), "tier must not be null");
        row("memory again", () -> builder().tier(new HeapTier("memory", 1)), "tier memory is in the chain already");
        row("same name", () -> builder().tier(heap("a")).tier(heap("a")), "tier a is in the chain already", "name");
        row("null name", () -> builder().tier(heap(null)), "name of a tier must be one lower-case word");
        row("loud name", () -> builder().tier(heap("Disk")), "name of a tier", "\"Disk\"");
        row("null defaults", () -> builder().regionDefaults(null), "regionDefaults must not be null");
        row("defaults to null", () -> builder().regionDefaults(s -> null), "what regionDefaults returns");
        row("null region", () -> builder().region(null, s -> s), "region name");
        row("bad region", () -> builder().region("a b", s -> s), "region name", "\"a b\"");
        row("null region settings", () -> builder().region("a", null), "settings must not be null");
        row("region twice", () -> builder().region("a", s -> s).region("a", s -> s), "region a has settings");
        row("region settings to null", () -> builder().region("a", s -> null).build(), "region settings of a");
        row("null table", () -> builder().ttlTable(null), "ttlTable must not be null");
        row("null queue", () -> builder().writeBehind(null), "writeBehind must not be null");
        row("null listener", () -> builder().listener(null), "listener must not be null");
        row("null time", () -> builder().time(null), "time must not be null");
        row("null executor", () -> builder().executor(null), "executor must not be null");
        row("null cleanup", () -> builder().cleanupEvery(null), "cleanupInterval must not be null");
        badDurations("cleanup", "cleanupInterval", ttl -> builder().cleanupEvery(ttl));
        row("null file", () -> CacheManager.fromFile(null), "file must not be null");
        row("no such kind", () -> CacheManager.fromFile(Path.of("caches.toml")), ".yaml");
        row("nothing to cache in", () -> builder().memory(m -> m.disabled()).build(), "memory is disabled", "tier(");
        row("shared not last", () -> build(shared(), heap("a")), "tier shared", "last", "below a");
        journals();
        return tests(() -> {});
    }

    private void journals() {
        UnaryOperator<RegionSettings> behind = s -> s.writes(WriteStrategy.WRITE_BEHIND);
        row(
                "write-behind by default",
                () -> builder().tier(shared()).regionDefaults(behind).build(),
                "WRITE_BEHIND by default",
                "journal",
                "volatileQueue()");
        row(
                "write-behind in a region",
                () -> builder().tier(shared()).region("a", behind).build(),
                "WRITE_BEHIND in region a",
                "journal");
        row(
                "write-behind in code",
                () -> {
                    try (CacheManager manager = builder().tier(shared()).build()) {
                        manager.cache("a", String.class, behind);
                    }
                },
                "WRITE_BEHIND in region a",
                "journal");
    }

    private static ManagerBuilder builder() {
        return CacheManager.builder().time(new FakeTime());
    }

    private static HeapTier heap(String name) {
        return new HeapTier(name, Long.MAX_VALUE);
    }

    private static dev.terrace.cache.tier.Tier shared() {
        return new SharedStore(new FakeTime()).attach();
    }

    private static void build(dev.terrace.cache.tier.Tier... tiers) {
        ManagerBuilder builder = builder();
        for (dev.terrace.cache.tier.Tier tier : tiers) {
            builder.tier(tier);
        }
        builder.build();
    }

    @TestFactory
    Stream<DynamicTest> settingsRefuse() {
        badDurations("Expiry.after", "ttl", Expiry::after);
        badDurations("memoryTtl", "memoryTtl", Expiry.NEVER::memoryTtl);
        badDurations("idle", "idle", Expiry.NEVER::idle);
        badDurations("softTimeout", "softTimeout", LoadPolicy.PLAIN::softTimeout);
        badDurations("hardTimeout", "hardTimeout", LoadPolicy.PLAIN::hardTimeout);
        badDurations("negativeTtl", "negativeTtl", LoadPolicy.PLAIN::negativeTtl);
        badDurations("ifError", "ifError", StalePolicy::ifError);
        badDurations("ttl row", "ttl of a*", ttl -> TtlTable.EMPTY.with("a*", ttl));
        badGlobs("ttl pattern", pattern -> TtlTable.EMPTY.with(pattern, HOUR));
        row("throttle", () -> StalePolicy.NEVER.throttle(HOUR.negated()), "throttle must not be negative", "PT-1H");
        row("maxStale", () -> StalePolicy.NEVER.maxStale(null), "maxStale must not be null");
        row("maxStale for ages", () -> StalePolicy.NEVER.maxStale(AGES), "maxStale must be at most");
        for (double jitter : new double[] {-0.1, 0.51, Double.NaN, Double.POSITIVE_INFINITY}) {
            row("jitter " + jitter, () -> Expiry.NEVER.jitter(jitter), "jitter", "0.5", "" + jitter);
        }
        for (double share : new double[] {-0.1, 1, Double.NaN}) {
            row("refreshAhead " + share, () -> LoadPolicy.PLAIN.refreshAhead(share), "refreshAhead", "" + share);
        }
        row("soft > hard", () -> LoadPolicy.PLAIN.hardTimeout(HOUR).softTimeout(HOUR.plusDays(1)), "softTimeout");
        row("afterHits", () -> Promotion.afterHits(0), "afterHits must be at least 1 but was 0");
        row("null rows", () -> new TtlTable(null), "rows must not be null");
        row("null row pattern", () -> new TtlTable.Row(null, HOUR), "pattern must not be null");
        row("null row ttl", () -> new TtlTable.Row(Glob.compile("*"), null), "ttl of * must not be null");
        row("null promotion", () -> Placement.EVERYWHERE.promotion(null), "promotion must not be null");
        row("null admission", () -> Placement.EVERYWHERE.admission(null), "admission must not be null");
        regionSettings();
        queue();
        return tests(() -> {});
    }

    private void regionSettings() {
        RegionSettings settings = RegionSettings.DEFAULT;
        row("null expiry", () -> settings.expiry(null), "expiry must not be null", "Expiry.NEVER");
        row("null ttl", () -> settings.ttl(null), "ttl must not be null");
        row("null loading", () -> settings.loading(null), "loading must not be null");
        row("null stale", () -> settings.stale(null), "stale must not be null");
        row("null placement", () -> settings.placement(null), "placement must not be null");
        row("null writes", () -> settings.writes(null), "writes must not be null");
        row("null codec", () -> settings.codec(null), "codec must not be null");
        row("null payload", () -> settings.payload(null), "payload must not be null");
        row("null compression", () -> settings.payload().compressed(null), "compression must not be null");
        row("threshold", () -> settings.payload().threshold(-1), "thresholdBytes must not be negative", "-1");
    }

    private void queue() {
        WriteBehind queue = WriteBehind.DEFAULT;
        row("capacity 0", () -> queue.capacity(0), "capacity", "1 to 10000000 but was 0");
        row("batch 0", () -> queue.batch(0), "batch", "1 to 10000 but was 0");
        row("batch 10,001", () -> queue.batch(10_001), "batch", "10001");
        row("flushOnClose", () -> queue.flushOnClose(HOUR.negated()), "flushOnClose must not be negative", "PT-1H");
    }

    @TestFactory
    Stream<DynamicTest> aCacheAsideRegionRefusesLoaders() {
        CacheManager manager = builder().build();
        Cache<String> aside = manager.cache("aside", String.class, s -> s.writes(WriteStrategy.CACHE_ASIDE));
        aside.set("a", "kept");
        Map<String, ThrowingCallable> calls = new TreeMap<>(Map.of(
                "get", () -> aside.get("a", key -> "x"),
                "context", () -> aside.get("a", (key, context) -> "x"),
                "bypass", () -> aside.get("a", key -> "x", ReadOption.BYPASS),
                "getAll", () -> aside.getAll(List.of("a"), keys -> Map.of()),
                "async", () -> aside.async().get("a", key -> "x"),
                "async getAll", () -> aside.async().getAll(List.of("a"), keys -> Map.of())));
        calls.forEach((name, call) -> rows.add(
                new Row(name, IllegalStateException.class, call, List.of("region aside is CACHE_ASIDE", "get(key)"))));
        return tests(() -> assertThat(aside.get("a")).isEqualTo("kept"));
    }

    @TestFactory
    Stream<DynamicTest> aBuilderBuildsOnce() {
        ManagerBuilder builder = builder();
        builder.build().close();
        rows.add(new Row(
                "build twice", IllegalStateException.class, builder::build, Collections.singletonList("build()")));
        return tests(() -> {});
    }
}
