package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.policy.TtlTable;
import dev.terrace.cache.testkit.Attached;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.ReferenceTier;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** After {@code close} every method says so. */
@SuppressWarnings("FutureReturnValueIgnored") // nothing is to begin
class UseAfterCloseTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final FakeTime time = new FakeTime();
    private final CacheManager manager =
            CacheManager.builder().time(time).tier(new ReferenceTier()).build();
    private final Cache<String> cache = manager.cache("user", String.class);
    private final AsyncCache<String> async = cache.async();
    private final ConcurrentMap<String, String> map = cache.asMap();

    private Map<String, ThrowingCallable> callsOfCache() {
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("get", () -> cache.get("a"));
        calls.put("get loader", () -> cache.get("a", key -> "x"));
        calls.put("get options", () -> cache.get("a", key -> "x", ReadOption.BYPASS));
        calls.put("get context", () -> cache.get("a", (key, context) -> "x"));
        calls.put("getAll", () -> cache.getAll(List.of("a")));
        calls.put("getAll loader", () -> cache.getAll(List.of("a"), keys -> Map.of()));
        calls.put("set", () -> cache.set("a", "b"));
        calls.put("set ttl", () -> cache.set("a", "b", HOUR, "label"));
        calls.put("setAll", () -> cache.setAll(Map.of("a", "b")));
        calls.put("setAll ttl", () -> cache.setAll(Map.of(), HOUR));
        calls.put("setIfAbsent", () -> cache.setIfAbsent("a", "b"));
        calls.put("setIfAbsent ttl", () -> cache.setIfAbsent("a", "b", HOUR));
        calls.put("replace", () -> cache.replace("a", "b"));
        calls.put("replace expected", () -> cache.replace("a", "b", "c"));
        calls.put("delete", () -> cache.delete("a"));
        calls.put("deleteAll", () -> cache.deleteAll(List.of()));
        calls.put("contains", () -> cache.contains("a"));
        calls.put("ttl", () -> cache.ttl("a"));
        calls.put("touch", () -> cache.touch("a", HOUR));
        calls.put("invalidate", () -> cache.invalidate("*"));
        calls.put("invalidateLabel", () -> cache.invalidateLabel("label"));
        calls.put("clear", cache::clear);
        calls.put("keys", () -> cache.keys("*"));
        calls.put("explain", () -> cache.explain("a"));
        calls.put("stats", cache::stats);
        calls.put("resetStats", cache::resetStats);
        calls.put("asMap", cache::asMap);
        calls.put("async", cache::async);
        return calls;
    }

    private Map<String, ThrowingCallable> callsOfAsync() {
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("get", () -> async.get("a"));
        calls.put("get loader", () -> async.get("a", key -> "x"));
        calls.put("getAll", () -> async.getAll(List.of("a")));
        calls.put("getAll loader", () -> async.getAll(List.of("a"), keys -> Map.of()));
        calls.put("set", () -> async.set("a", "b"));
        calls.put("set ttl", () -> async.set("a", "b", HOUR, "label"));
        calls.put("setAll", () -> async.setAll(Map.of("a", "b")));
        calls.put("setIfAbsent", () -> async.setIfAbsent("a", "b"));
        calls.put("replace", () -> async.replace("a", "b"));
        calls.put("replace expected", () -> async.replace("a", "b", "c"));
        calls.put("delete", () -> async.delete("a"));
        calls.put("deleteAll", () -> async.deleteAll(List.of()));
        calls.put("contains", () -> async.contains("a"));
        calls.put("ttl", () -> async.ttl("a"));
        calls.put("touch", () -> async.touch("a", HOUR));
        calls.put("invalidate", () -> async.invalidate("*"));
        calls.put("invalidateLabel", () -> async.invalidateLabel("label"));
        calls.put("clear", async::clear);
        return calls;
    }

    private Map<String, ThrowingCallable> callsOfManager() {
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("cache", () -> manager.cache("user", String.class));
        calls.put("cache settings", () -> manager.cache("user", String.class, same -> same));
        calls.put("cache token", () -> manager.cache("list", new TypeToken<List<String>>() {}));
        calls.put("cache token settings", () -> manager.cache("list", new TypeToken<List<String>>() {}, same -> same));
        calls.put("regions", manager::regions);
        calls.put("region", () -> manager.region("user"));
        calls.put("get", () -> manager.get("user:a", String.class));
        calls.put("set", () -> manager.set("user:a", "b"));
        calls.put("set ttl", () -> manager.set("user:a", "b", HOUR));
        calls.put("delete", () -> manager.delete("user:a"));
        calls.put("invalidate", () -> manager.invalidate("*"));
        calls.put("invalidateLabel", () -> manager.invalidateLabel("label"));
        calls.put("clear", manager::clear);
        calls.put("clear tier", () -> manager.clear("memory"));
        calls.put("sync", () -> manager.sync("memory", "reference"));
        calls.put("sync watched", () -> manager.sync("memory", "reference", copied -> true));
        calls.put("typeOf", () -> manager.typeOf("user"));
        calls.put("cleanup", manager::cleanup);
        calls.put("optimize", manager::optimize);
        calls.put("keys", () -> manager.keys("*"));
        calls.put("keysWithLabel", () -> manager.keysWithLabel("l"));
        calls.put("explain", () -> manager.explain("user:a"));
        calls.put("stats", manager::stats);
        calls.put("lifetimeStats", manager::lifetimeStats);
        calls.put("resetStats", manager::resetStats);
        calls.put("attach", () -> manager.attach(new Attached("late")));
        calls.put("ttlTable", manager::ttlTable);
        calls.put("ttlTable set", () -> manager.ttlTable(TtlTable.EMPTY));
        calls.put("tiers", manager::tiers);
        return calls;
    }

    private Map<String, ThrowingCallable> callsOfMap() {
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("get", () -> map.get("a"));
        calls.put("put", () -> map.put("a", "b"));
        calls.put("putIfAbsent", () -> map.putIfAbsent("a", "b"));
        calls.put("replace", () -> map.replace("a", "b"));
        calls.put("replace expected", () -> map.replace("a", "b", "c"));
        calls.put("remove", () -> map.remove("a"));
        calls.put("remove value", () -> map.remove("a", "b"));
        calls.put("containsKey", () -> map.containsKey("a"));
        calls.put("containsValue", () -> map.containsValue("b"));
        calls.put("size", map::size);
        calls.put("isEmpty", map::isEmpty);
        calls.put("clear", map::clear);
        calls.put("iterator", () -> map.entrySet().iterator());
        calls.put("computeIfAbsent", () -> map.computeIfAbsent("a", key -> "x"));
        return calls;
    }

    private Stream<DynamicTest> afterClose(Map<String, ThrowingCallable> calls) {
        manager.close();
        return calls.entrySet().stream()
                .map(call -> DynamicTest.dynamicTest(
                        call.getKey(),
                        () -> assertThatThrownBy(call.getValue())
                                .isInstanceOf(IllegalStateException.class)
                                .hasMessageContaining("the cache manager is closed; keep it open")));
    }

    @TestFactory
    Stream<DynamicTest> ofACache() {
        return afterClose(callsOfCache());
    }

    @TestFactory
    Stream<DynamicTest> ofAnAsyncCache() {
        return afterClose(callsOfAsync());
    }

    @TestFactory
    Stream<DynamicTest> ofAManager() {
        return afterClose(callsOfManager());
    }

    @TestFactory
    Stream<DynamicTest> ofAMap() {
        return afterClose(callsOfMap());
    }

    @Test
    void noMethodIsLeftOut() {
        assertThat(names(callsOfCache())).isEqualTo(methods(Cache.class, "name"));
        assertThat(names(callsOfAsync())).isEqualTo(methods(AsyncCache.class));
        assertThat(names(callsOfManager()))
                .isEqualTo(methods(CacheManager.class, "close", "builder", "create", "fromFile", "fromEnvironment"));
    }

    private static Set<String> names(Map<String, ThrowingCallable> calls) {
        return calls.keySet().stream()
                .map(name -> name.split(" ", -1)[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> methods(Class<?> type, String... but) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .map(Method::getName)
                .filter(name -> !List.of(but).contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void nameAndSecondCloseDoNotMind() {
        manager.close();
        manager.close();
        assertThat(cache.name()).isEqualTo("user");
        assertThat(cache).hasToString("Cache[user]");
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void aStreamThatWasOpenEndsOrThrows() {
        cache.set("a", "b");
        try (Stream<String> keys = cache.keys("*")) {
            manager.close();
            assertThatThrownBy(() -> map.get("a")).isInstanceOf(IllegalStateException.class);
            assertThat(keys.toList()).isEmpty();
        }
    }
}
