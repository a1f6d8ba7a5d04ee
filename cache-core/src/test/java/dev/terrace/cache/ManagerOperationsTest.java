package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.policy.Expiry;
import dev.terrace.cache.policy.TtlTable;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.FlakyTier;
import dev.terrace.cache.testkit.HeapTier;
import dev.terrace.cache.testkit.Operation;
import dev.terrace.cache.testkit.ReferenceTier;
import dev.terrace.cache.testkit.Seeds;
import dev.terrace.cache.testkit.SharedStore;
import dev.terrace.cache.tier.Tier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a manager does over all regions and tiers. */
class ManagerOperationsTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final FakeTime time = new FakeTime();
    private final ReferenceTier reference = new ReferenceTier();
    private CacheManager manager = start(reference);

    private CacheManager start(Tier... tiers) {
        ManagerBuilder builder = CacheManager.builder().time(time).executor(Runnable::run);
        Arrays.stream(tiers).forEach(builder::tier);
        return builder.build();
    }

    private void restart(Tier... tiers) {
        manager.close();
        manager = start(tiers);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Nested
    class FullKeys {

        @Test
        void nameRegionAndKey() {
            manager.set("user:a:b", "v");
            manager.set("plain", 7, HOUR);
            assertThat(manager.get("user:a:b", String.class)).isEqualTo("v");
            assertThat(manager.cache("user", String.class).get("a:b")).isEqualTo("v");
            assertThat(manager.cache("default", Integer.class).ttl("plain")).isEqualTo(HOUR);
            assertThat(manager.get("none:a", String.class)).isNull();
            assertThat(manager.regions()).containsExactly("default", "none", "user");
            assertThat(manager.region("user")).isSameAs(manager.cache("user", String.class));
            assertThat(manager.region("never")).isNull();
            assertThat(manager.delete("user:a:b")).isTrue();
            assertThat(manager.delete("user:a:b")).isFalse();
            assertThat(manager.delete("never:a")).isFalse();
        }

        @Test
        void reachRegionsThatThisProcessNeverMade() {
            manager.set("ghost:a", "v");
            manager.set("ghost:b", "v", HOUR);
            manager.set("ghost:c", "v");
            restart(reference.reopen());
            assertThat(manager.keys("ghost:*")).hasSize(3);
            assertThat(manager.delete("ghost:a")).isTrue();
            assertThat(manager.delete("ghost:a")).isFalse();
            assertThat(manager.invalidate("ghost:c")).isEqualTo(1);
            assertThat(manager.regions()).isEmpty();
            assertThat(manager.get("ghost:b", String.class)).isEqualTo("v");
            assertThat(manager.clear()).isEqualTo(1);
            assertThat(manager.keys("*")).isEmpty();
        }

        @Test
        void primitiveClassesStandForTheirWrappers() {
            Cache<Integer> numbers = manager.cache("number", int.class);
            numbers.set("a", 1);
            manager.set("number:b", 2);
            assertThat(manager.cache("number", Integer.class)).isSameAs(numbers);
            assertThat(numbers.getAll(List.of("a", "b"))).isEqualTo(Map.of("a", 1, "b", 2));
        }
    }

    @Test
    void aPatternOrLabelReachesEveryRegion() {
        Cache<String> one = manager.cache("one", String.class);
        Cache<Integer> two = manager.cache("two", Integer.class);
        IntStream.range(0, 10).forEach(i -> one.set("k" + i, "v", HOUR, "even".repeat(1 - i % 2) + "all"));
        IntStream.range(0, 10).forEach(i -> two.set("k" + i, i, HOUR, "all"));
        assertThat(manager.invalidateLabel("evenall")).isEqualTo(5);
        assertThat(manager.invalidate("*:k1")).isEqualTo(2);
        assertThat(manager.invalidate("one:*")).isEqualTo(4);
        assertThat(manager.invalidateLabel("all")).isEqualTo(9);
        assertThat(manager.keys("*")).isEmpty();
    }

    @Nested
    class OneTier {

        @Test
        void isEmptiedAloneAndFilledAgain() {
            Cache<String> cache = manager.cache("user", String.class);
            cache.set("a", "v");
            cache.set("b", "v");
            assertThat(manager.tiers()).containsExactly("memory", "reference");
            assertThat(manager.clear("memory")).isEqualTo(2);
            assertThat(cache.get("a")).isEqualTo("v");
            assertThat(manager.clear("reference")).isEqualTo(2);
            assertThat(cache.get("a")).as("still in memory").isEqualTo("v");
            assertThat(cache.get("b")).isNull();
        }

        @Test
        void mayBeTheSharedOne() {
            SharedStore store = new SharedStore(time);
            restart(store.attach());
            manager.set("user:a", "v");
            assertThat(manager.clear("shared")).isEqualTo(1);
            assertThat(store.keys()).isEmpty();
            assertThat(manager.get("user:a", String.class)).isEqualTo("v");
        }

        @Test
        void withoutMemoryTheOthersWork() {
            manager.close();
            manager = CacheManager.builder()
                    .time(time)
                    .memory(memory -> memory.disabled())
                    .tier(reference.reopen())
                    .build();
            Cache<String> cache = manager.cache("user", String.class);
            cache.set("a", "v", HOUR);
            assertThat(manager.tiers()).containsExactly("reference");
            assertThat(cache.get("a")).isEqualTo("v").isNotSameAs(cache.get("a"));
            assertThat(cache.get("b", key -> "loaded")).isEqualTo("loaded");
            assertThat(cache.ttl("a")).isEqualTo(HOUR);
            assertThat(cache.setIfAbsent("a", "x")).isFalse();
            assertThat(manager.stats().sizes()).containsOnlyKeys("reference");
            assertThat(cache.explain("a").tiers()).hasSize(1);
            assertThat(cache.delete("a")).isTrue();
            assertThat(cache.clear()).isEqualTo(1);
            assertThatThrownBy(() -> manager.clear("memory")).hasMessageContaining("tier must be one of [reference]");
        }
    }

    @Nested
    class Sync {

        @ParameterizedTest
        @CsvSource({
            "memory, reference", "reference, memory", "memory, shared",
            "shared, memory", "reference, shared", "shared, reference"
        })
        void copiesWhatIsMissingWithTheRemainingTime(String from, String to) {
            restart(reference.reopen(), new SharedStore(time).attach());
            Cache<String> cache = manager.cache("user", String.class);
            IntStream.range(0, 10).forEach(i -> cache.set("k" + i, "v" + i, HOUR, "label"));
            time.advance(MINUTE);
            assertThat(manager.sync(from, to)).as("nothing is missing").isZero();
            assertThat(manager.clear(to)).isEqualTo(10);
            assertThat(manager.sync(from, to)).isEqualTo(10);
            manager.tiers().stream().filter(tier -> !tier.equals(to)).forEach(manager::clear);
            assertThat(cache.ttl("k1")).isEqualTo(HOUR.minus(MINUTE));
            assertThat(cache.get("k1")).isEqualTo("v1");
            assertThat(cache.invalidateLabel("label")).isEqualTo(10);
        }

        @Test
        void endsWhenItsCallerSaysSo() {
            Cache<String> cache = manager.cache("user", String.class);
            IntStream.range(0, 10).forEach(i -> cache.set("k" + i, "v"));
            manager.clear("memory");
            List<Long> seen = new ArrayList<>();
            assertThat(manager.sync("reference", "memory", copied -> seen.add(copied) && copied < 3))
                    .isEqualTo(3);
            assertThat(seen).containsExactly(0L, 1L, 2L, 3L);
            assertThat(manager.sync("reference", "memory", copied -> true)).isEqualTo(7);
        }

        @Test
        void leavesOutWhatAdmissionRefuses() {
            Cache<String> cache = manager.cache(
                    "user",
                    String.class,
                    settings -> settings.placement(settings.placement()
                            .admission(candidate -> !candidate.tier().equals("memory"))));
            cache.set("a", "v");
            assertThat(manager.sync("reference", "memory")).isZero();
            assertThat(cache.get("a")).isEqualTo("v");
        }

        @Test
        void leavesOutWhatFailsToComeOrDecode() {
            FlakyTier flaky = FlakyTier.around(new HeapTier("flaky", Long.MAX_VALUE));
            restart(flaky);
            Cache<String> cache = manager.cache("user", String.class);
            cache.set("a", "v");
            cache.set("b", "v");
            manager.clear("memory");
            flaky.garbageNext(1);
            assertThat(manager.sync("flaky", "memory")).isEqualTo(1);
            manager.clear("memory");
            flaky.faults().throwNext(Operation.STEP, 1);
            assertThat(manager.sync("flaky", "memory")).isZero();
        }
    }

    @Test
    void theTypeOfARegionIsKnownOnceItIsMade() {
        assertThat(manager.typeOf("user")).isNull();
        manager.cache("user", String.class);
        manager.cache("list", new TypeToken<List<String>>() {});
        assertThat(manager.typeOf("user")).isEqualTo(String.class);
        assertThat(manager.typeOf("list")).hasToString("java.util.List<java.lang.String>");
    }

    @Nested
    class Times {

        @Test
        void theFirstRowThatMatchesWinsAndTheTableMayChange() {
            manager.ttlTable(TtlTable.EMPTY.with("news:top*", MINUTE).with("news:*", HOUR));
            Cache<String> news = manager.cache("news", String.class, settings -> settings.ttl(Duration.ofDays(1)));
            news.set("top1", "v");
            news.set("other", "v");
            news.set("own", "v", Duration.ofDays(2));
            assertThat(news.ttl("top1")).isEqualTo(MINUTE);
            assertThat(news.ttl("other")).isEqualTo(HOUR);
            assertThat(news.ttl("own")).isEqualTo(Duration.ofDays(2));
            manager.ttlTable(TtlTable.EMPTY);
            news.set("top1", "v");
            assertThat(news.ttl("top1")).isEqualTo(Duration.ofDays(1));
            assertThat(news.ttl("other")).as("entries keep theirs").isEqualTo(HOUR);
            assertThat(manager.ttlTable()).isEqualTo(TtlTable.EMPTY);
        }

        @Test
        void jitterShortensByUpToItsShare() {
            Cache<String> cache = manager.cache(
                    "jitter",
                    String.class,
                    settings -> settings.expiry(Expiry.after(HOUR).jitter(0.5)));
            IntStream.range(0, 500).forEach(i -> cache.set("k" + i, "v"));
            cache.set("exact", "v", HOUR);
            List<Duration> ttls = cache.keys("k*")
                    .map(key -> java.util.Objects.requireNonNull(cache.ttl(key)))
                    .toList();
            assertThat(ttls).allSatisfy(ttl -> assertThat(ttl).isBetween(HOUR.dividedBy(2), HOUR));
            assertThat(ttls.stream().distinct().count()).isGreaterThan(400);
            assertThat(cache.ttl("exact")).isEqualTo(HOUR);
        }

        @Test
        void memoryMayForgetEarlierThanTheTiersBelow() {
            Cache<String> cache = manager.cache(
                    "short",
                    String.class,
                    settings -> settings.expiry(Expiry.after(HOUR).memoryTtl(MINUTE)));
            cache.set("a", "v");
            assertThat(cache.ttl("a")).as("where it lives longest").isEqualTo(HOUR);
            assertThat(cache.async().ttl("a").join()).isEqualTo(HOUR);
            time.advance(MINUTE);
            assertThat(cache.ttl("a")).isEqualTo(HOUR.minus(MINUTE));
            assertThat(cache.get("a")).isEqualTo("v");
            assertThat(cache.stats().tiers().get("reference").hits()).isEqualTo(1);
            assertThat(cache.get("a")).isEqualTo("v");
            assertThat(cache.stats().tiers().get("memory").hits()).isEqualTo(1);
            manager.clear("reference");
            assertThat(cache.ttl("a")).as("only memory is left").isEqualTo(MINUTE);
        }

        @Test
        void anEntryThatIsNotReadExpires() {
            Cache<String> cache =
                    manager.cache("idle", String.class, settings -> settings.expiry(Expiry.NEVER.idle(MINUTE)));
            restart();
            Cache<String> alone =
                    manager.cache("idle", String.class, settings -> settings.expiry(Expiry.NEVER.idle(MINUTE)));
            assertThat(cache).isNotSameAs(alone);
            alone.set("read", "v");
            alone.set("idle", "v");
            for (int i = 0; i < 5; i++) {
                time.advance(Duration.ofSeconds(40));
                assertThat(alone.get("read")).isEqualTo("v");
            }
            assertThat(alone.get("idle")).isNull();
            assertThat(alone.setIfAbsent("idle", "again")).isTrue();
            assertThat(alone.get("idle")).isEqualTo("again");
        }
    }

    @Test
    void callersMayGetCopies() {
        Cache<List<String>> cache = manager.cache(
                "copies",
                new TypeToken<List<String>>() {},
                settings -> settings.copyOnRead(value -> new ArrayList<>((List<?>) value)));
        cache.set("a", List.of("v"));
        java.util.Objects.requireNonNull(cache.get("a")).add("mine");
        java.util.Objects.requireNonNull(cache.get("a", key -> List.of())).add("mine");
        cache.getAll(List.of("a")).values().forEach(list -> list.add("mine"));
        java.util.Objects.requireNonNull(cache.async().get("a").join()).add("mine");
        java.util.Objects.requireNonNull(cache.asMap().putIfAbsent("a", List.of()))
                .add("mine");
        assertThat(cache.get("a")).containsExactly("v");
    }

    @Test
    void bothLimitsOfMemoryHoldAtOnce() {
        for (int size : new int[] {10, 5_000}) {
            manager.close();
            manager = CacheManager.builder()
                    .time(time)
                    .executor(Runnable::run)
                    .memory(memory -> memory.maximumBytes(1 << 20).maximumEntries(1_000))
                    .build();
            Cache<byte[]> cache = manager.cache("bytes", byte[].class);
            IntStream.range(0, 3_000).forEach(i -> cache.set("k" + i, new byte[size]));
            manager.optimize();
            org.awaitility.Awaitility.await().untilAsserted(() -> {
                assertThat(cache.keys("*").count()).isBetween(1L, 1_000L);
                assertThat(manager.stats().sizes().get("memory").bytes()).isBetween(1L, 1L << 20);
            });
        }
    }

    @Test
    void batchesDoWhatSingleCallsDo() {
        long seed = Seeds.draw("batchesDoWhatSingleCallsDo").value();
        Random random = new Random(seed);
        Cache<Integer> cache = manager.cache("batch", Integer.class);
        Map<String, Integer> model = new HashMap<>();
        for (int round = 0; round < 300; round++) {
            Map<String, Integer> some = new HashMap<>();
            random.ints(5, 0, 40).forEach(i -> some.put("k" + i, random.nextInt()));
            if (random.nextBoolean()) {
                cache.setAll(some);
                model.putAll(some);
            } else {
                long live = some.keySet().stream().filter(model::containsKey).count();
                List<String> twice = new ArrayList<>(some.keySet());
                twice.addAll(some.keySet());
                assertThat(cache.deleteAll(twice)).isEqualTo(live);
                model.keySet().removeAll(some.keySet());
            }
            if (random.nextInt(4) == 0) {
                manager.clear("memory");
            }
            assertThat(cache.getAll(
                            IntStream.range(0, 40).mapToObj(i -> "k" + i).toList()))
                    .isEqualTo(model);
        }
        cache.setAll(Map.of("k1", 1), HOUR);
        assertThat(cache.ttl("k1")).isEqualTo(HOUR);
        assertThat(cache.getAll(List.of())).isEmpty();
        assertThat(cache.deleteAll(List.of())).isZero();
    }

    @Test
    void aBatchThatCannotBeEncodedChangesNothing() {
        Cache<Object> cache = manager.cache("any", Object.class);
        cache.set("a", "old");
        Object bad = new Object() {
            @SuppressWarnings({"unused", "EffectivelyPrivate"}) // read by the codec
            public Object getSelf() {
                throw new IllegalStateException("cannot be read");
            }
        };
        assertThatThrownBy(() -> cache.setAll(Map.of("a", "new", "b", "new", "c", bad)))
                .isInstanceOf(RuntimeException.class);
        assertThat(cache.get("a")).isEqualTo("old");
        assertThat(cache.keys("*")).containsExactly("a");
        assertThat(cache.clear()).as("no write is waited for").isEqualTo(1);
    }

    @Test
    void anAdmissionThatThrowsLetsNothingIn() {
        Cache<String> cache = manager.cache(
                "user",
                String.class,
                settings -> settings.placement(settings.placement().admission(candidate -> {
                    throw new IllegalStateException("no idea");
                })));
        cache.set("a", "v");
        assertThat(cache.get("a")).isNull();
        assertThat(cache.clear()).isZero();
    }

    @Nested
    class Start {

        @Test
        void tiersBeforeOneThatFailsAreClosedAgain() {
            HeapTier first = new HeapTier("first", Long.MAX_VALUE);
            assertThatThrownBy(() -> start(first, failing())).hasMessage("disk is locked");
            assertThatThrownBy(first::size).isInstanceOf(IllegalStateException.class);
        }

        /** Cannot be started, so nothing else of it is ever called. */
        private static Tier failing() {
            return (Tier) java.lang.reflect.Proxy.newProxyInstance(
                    Tier.class.getClassLoader(), new Class<?>[] {Tier.class}, (proxy, method, arguments) -> {
                        return switch (method.getName()) {
                            case "name" -> "failing";
                            case "start" -> throw new IllegalStateException("disk is locked");
                            default -> null;
                        };
                    });
        }

        @Test
        void createWorksAsItIs() {
            try (CacheManager created = CacheManager.create()) {
                created.set("user:a", "v");
                assertThat(created.get("user:a", String.class)).isEqualTo("v");
                assertThat(created.tiers()).startsWith("memory");
            }
        }

        @Test
        void aFileSaysAll(@TempDir Path folder) throws java.io.IOException {
            Path file = Files.writeString(
                    folder.resolve("caches.yaml"), "memory: {max-entries: 10}\ndefaults: {ttl: 1h}\n");
            try (CacheManager fromFile = CacheManager.fromFile(file)) {
                fromFile.set("user:a", "v");
                assertThat(fromFile.cache("user", String.class).ttl("a")).isBetween(MINUTE, HOUR);
            }
            Path wrong = Files.writeString(folder.resolve("wrong.yaml"), "memory: {max-entires: 10}\n");
            assertThatThrownBy(() -> CacheManager.fromFile(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("max-entires");
        }
    }
}
