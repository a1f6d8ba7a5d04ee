package dev.terrace.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.ManagerBuilder;
import dev.terrace.cache.extension.Extension;
import dev.terrace.cache.extension.Heat;
import dev.terrace.cache.extension.Host;
import dev.terrace.cache.policy.MemorySettings;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.ForwardingTier;
import dev.terrace.cache.testkit.HeapTier;
import dev.terrace.cache.tier.Divisible;
import dev.terrace.cache.tier.StateStore;
import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierSize;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One budget for memory and the tier below it, from one run to the next. */
class TotalBytesTest {

    private static final long TOTAL = 40L << 20;
    private static final int MANY = 200;
    private static final String LARGE = "x".repeat(50_000);

    private final FakeTime time = new FakeTime();
    private final Map<String, byte[]> saved = new HashMap<>();

    /** A tier whose state outlives it. */
    private final class Lasting extends ForwardingTier implements Divisible, StateStore {

        private final long bytes;

        Lasting(long bytes) {
            super(new HeapTier("disk", bytes));
            this.bytes = bytes;
        }

        @Override
        public Tier maximumBytes(long other) {
            if (other > 1L << 30) {
                throw new IllegalArgumentException("too much");
            }
            return new Lasting(other);
        }

        @Override
        public TierSize size() {
            return new TierSize(0, 0, 0, bytes, false);
        }

        @Override
        public byte @Nullable [] remembered(String name) {
            return saved.get(name);
        }

        @Override
        public byte @Nullable [] load(String name) {
            return saved.get(name);
        }

        @Override
        public void save(String name, byte[] blob) {
            saved.put(name, blob);
        }
    }

    /** Says that so many keys are read alike, and no other. */
    private record Hot(int keys) implements Extension, Heat {

        @Override
        public String name() {
            return "hot";
        }

        @Override
        public void start(Host host) {}

        @Override
        public double rate(String region, String key) {
            return 1;
        }

        @Override
        public List<HotKey> hottest(String region, int most) {
            return IntStream.range(0, keys)
                    .mapToObj(i -> new HotKey("k" + i, 1))
                    .toList();
        }

        @Override
        public void close() {}
    }

    private ManagerBuilder builder() {
        return CacheManager.builder().time(time).executor(Runnable::run).tier(new Lasting(1));
    }

    private static long limit(CacheManager manager, String tier) {
        return Objects.requireNonNull(manager.stats().sizes().get(tier)).maximumBytes();
    }

    private static void fill(CacheManager manager) {
        Cache<String> cache = manager.cache("page", String.class);
        for (int i = 0; i < MANY; i++) {
            cache.set("k" + i, LARGE);
        }
    }

    @Test
    void theFirstTimeMemoryGetsATenthAndTheTierBelowTheRest() {
        try (CacheManager manager = builder().totalBytes(TOTAL).build()) {
            assertThat(limit(manager, "memory")).isEqualTo(TOTAL / 10);
            assertThat(limit(manager, "disk")).isEqualTo(TOTAL - TOTAL / 10);
        }
    }

    @Test
    void afterARunWithManyHotKeysMemoryGetsMore() {
        try (CacheManager manager = builder().totalBytes(TOTAL).build()) {
            manager.attach(new Hot(MANY));
            fill(manager);
        }
        try (CacheManager manager = builder().totalBytes(TOTAL).build()) {
            long expected = (long) (0.9 * MANY * LARGE.length());
            assertThat(limit(manager, "memory")).isBetween(expected, expected + expected / 20);
            assertThat(limit(manager, "memory") + limit(manager, "disk")).isEqualTo(TOTAL);
        }
        try (CacheManager manager = builder().totalBytes(TOTAL).build()) {
            assertThat(limit(manager, "memory")).as("without a measurement").isGreaterThan(TOTAL / 5);
        }
    }

    @Test
    void afterARunWithFewHotKeysMemoryGetsLess() {
        try (CacheManager manager = builder().totalBytes(TOTAL).build()) {
            manager.attach(new Hot(2));
            fill(manager);
        }
        try (CacheManager manager = builder().totalBytes(TOTAL).build()) {
            assertThat(limit(manager, "memory")).isEqualTo(TOTAL / 20);
        }
    }

    @Test
    void aProcessThatIsKilledHasSavedWhatItKnewTenMinutesBefore() {
        CacheManager killed = builder().totalBytes(TOTAL).build();
        killed.attach(new Hot(MANY));
        fill(killed);
        time.advance(Duration.ofMinutes(10));
        Map<String, byte[]> then = Map.copyOf(saved);
        killed.close();
        saved.clear();
        saved.putAll(then);
        try (CacheManager manager = builder().totalBytes(TOTAL).build()) {
            assertThat(limit(manager, "memory")).isGreaterThan(TOTAL / 5);
        }
    }

    @Test
    void withoutATotalEachTierKeepsItsLimitAndNothingIsSaved() {
        try (CacheManager manager = builder().build()) {
            assertThat(limit(manager, "memory")).isEqualTo(MemorySettings.DEFAULT.maximumBytes());
            assertThat(limit(manager, "disk")).isEqualTo(1);
        }
        assertThat(saved).doesNotContainKey(Budget.STATE);
    }

    @Test
    void anUpperBoundOfEntriesHoldsBesides() {
        try (CacheManager manager = builder()
                .totalBytes(TOTAL)
                .memory(memory -> memory.maximumEntries(10))
                .build()) {
            fill(manager);
            manager.optimize();
            assertThat(Objects.requireNonNull(manager.stats().sizes().get("memory"))
                            .entries())
                    .isLessThanOrEqualTo(10);
            assertThat(limit(manager, "memory")).isEqualTo(TOTAL / 10);
        }
    }

    @Test
    void aTotalThatCannotBeDividedIsNamed() {
        for (long bytes : new long[] {0, -1, (20L << 20) - 1}) {
            assertThatThrownBy(() -> builder().totalBytes(bytes).build())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("totalBytes must be at least 20971520 (20 MiB)")
                    .hasMessageEndingWith("but was " + bytes);
        }
        assertThatThrownBy(() -> builder().totalBytes(2L << 30).build())
                .hasMessageContaining("leaves the tier disk")
                .hasMessageContaining("too much");
        assertThatThrownBy(() -> builder()
                        .totalBytes(TOTAL)
                        .memory(MemorySettings::disabled)
                        .build())
                .hasMessageContaining("memory is disabled");
        assertThatThrownBy(() -> builder()
                        .totalBytes(TOTAL)
                        .memory(memory -> memory.maximumBytes(5_000_000))
                        .build())
                .hasMessageContaining("maximumBytes of the memory tier was set to 5000000");
        assertThatThrownBy(() -> CacheManager.builder().totalBytes(TOTAL).build())
                .hasMessageContaining("a tier of this process such as DiskTier, but there is none");
    }

    @Test
    void stateThatCannotBeSavedCostsOnlyTheLesson() {
        Tier refusing = new Refusing();
        try (CacheManager manager = CacheManager.builder()
                .time(time)
                .executor(Runnable::run)
                .tier(refusing)
                .totalBytes(TOTAL)
                .build()) {
            manager.attach(new Hot(MANY));
            fill(manager);
        }
    }

    /** Saves nothing under the name of the budget. */
    private static final class Refusing extends ForwardingTier implements Divisible, StateStore {

        Refusing() {
            super(new HeapTier("disk", 1 << 20));
        }

        @Override
        public Tier maximumBytes(long bytes) {
            return this;
        }

        @Override
        public byte @Nullable [] remembered(String name) {
            return null;
        }

        @Override
        public byte @Nullable [] load(String name) {
            return null;
        }

        @Override
        public void save(String name, byte[] blob) {
            if (name.equals(Budget.STATE)) {
                throw new IllegalStateException("full");
            }
        }
    }
}
