package dev.terrace.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.policy.Durations;
import dev.terrace.cache.policy.Expiry;
import dev.terrace.cache.policy.StalePolicy;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.ReferenceTier;
import dev.terrace.cache.testkit.Seeds;
import dev.terrace.cache.testkit.SharedStore;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times at their extremes, and under a shared clock that is off. */
class LifetimeTest {

    private final FakeTime time = new FakeTime();

    @Test
    void additionStaysBetweenTheEndsOfTime() {
        Random random =
                Seeds.draw("LifetimeTest.additionStaysBetweenTheEndsOfTime").random(0);
        List<Long> corners = List.of(0L, 1L, -1L, Long.MAX_VALUE, Long.MAX_VALUE - 1, 86_400_000L, -86_400_000L);
        for (int i = 0; i < 100_000; i++) {
            long base = random.nextInt(4) == 0 ? corners.get(random.nextInt(7)) : random.nextLong() >>> 1;
            long more = random.nextInt(4) == 0 ? corners.get(random.nextInt(7)) : random.nextLong() >> 1;
            long sum = EntryMaker.later(base, more);
            assertThat(BigInteger.valueOf(sum)).isEqualTo(exact(base, more));
        }
    }

    private static BigInteger exact(long base, long more) {
        BigInteger end = BigInteger.valueOf(Long.MAX_VALUE);
        return base == Long.MAX_VALUE
                ? end
                : BigInteger.valueOf(base).add(BigInteger.valueOf(more)).min(end);
    }

    @ParameterizedTest
    @ValueSource(strings = {"P0D", "P1D", "P-1D", "PT0.001S", "PT-0.001S"})
    void aSharedClockThatIsOffChangesNoTimeToLive(Duration offset) {
        SharedStore store = new SharedStore(time);
        store.setClockOffset(offset);
        Random random = Seeds.draw("LifetimeTest.offset" + offset).random(0);
        try (CacheManager manager = CacheManager.builder()
                .time(time)
                .tier(new ReferenceTier())
                .tier(store.attach())
                .build()) {
            Cache<String> cache =
                    manager.cache("r", String.class, region -> region.stale(StalePolicy.ifError(Duration.ofHours(1))));
            for (int i = 0; i < 50; i++) {
                checkLife(manager, cache, Duration.ofMillis(1 + random.nextInt(10_000_000)), random);
            }
        }
    }

    private void checkLife(CacheManager manager, Cache<String> cache, Duration ttl, Random random) {
        cache.set("a", "1", ttl);
        Duration before = Duration.ofMillis((long) (ttl.toMillis() * random.nextDouble()));
        time.advance(before.compareTo(ttl) < 0 ? before : Duration.ZERO);
        manager.clear(random.nextBoolean() ? Engine.MEMORY : "reference");
        assertThat(cache.get("a")).isEqualTo("1");
        manager.clear(Engine.MEMORY);
        Duration left = cache.ttl("a");
        assertThat(left).isEqualTo(ttl.minus(before.compareTo(ttl) < 0 ? before : Duration.ZERO));
        time.advance(left.minusMillis(1));
        assertThat(cache.get("a")).isEqualTo("1");
        time.advance(Duration.ofMillis(1));
        assertThat(cache.get("a")).isNull();
        manager.clear(Engine.MEMORY);
        assertThat(cache.get("a")).isNull();
    }

    @Test
    void aHundredYearsAreKeptAndEnd() {
        SharedStore store = new SharedStore(time);
        store.setClockOffset(Duration.ofDays(1));
        try (CacheManager manager = CacheManager.builder()
                .time(time)
                .tier(new ReferenceTier())
                .tier(store.attach())
                .cleanupEvery(Durations.LONGEST)
                .build()) {
            Cache<String> cache = manager.cache(
                    "r",
                    String.class,
                    region -> region.expiry(Expiry.after(Durations.LONGEST).jitter(0.5))
                            .stale(StalePolicy.ifError(Durations.LONGEST)));
            cache.set("a", "1", Durations.LONGEST);
            cache.set("jittered", "1");
            assertThat(cache.ttl("jittered")).isBetween(Durations.LONGEST.dividedBy(2), Durations.LONGEST);
            time.advance(Durations.LONGEST.minusMillis(1));
            assertThat(cache.get("a")).isEqualTo("1");
            time.advance(Duration.ofMillis(1));
            assertThat(cache.get("a")).isNull();
        }
    }

    @Test
    void jitterOnlyShortens() {
        try (CacheManager manager = CacheManager.builder().time(time).build()) {
            Cache<Integer> cache = manager.cache(
                    "r",
                    Integer.class,
                    region -> region.expiry(Expiry.after(Duration.ofSeconds(1)).jitter(0.2)));
            for (int i = 0; i < 1000; i++) {
                cache.set("k" + i, i);
                assertThat(cache.ttl("k" + i)).isBetween(Duration.ofMillis(800), Duration.ofMillis(1000));
            }
        }
    }
}
