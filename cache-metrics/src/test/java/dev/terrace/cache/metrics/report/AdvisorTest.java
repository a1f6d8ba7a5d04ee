package dev.terrace.cache.metrics.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.ManagerBuilder;
import dev.terrace.cache.metrics.CacheMetrics;
import dev.terrace.cache.metrics.report.Advice.Kind;
import dev.terrace.cache.metrics.stats.Statistics;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.Seeds;
import java.time.Duration;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Five workloads, each with one change that everybody who knows it would make; and what the change is worth. */
class AdvisorTest {

    private static final Duration LOAD = Duration.ofMillis(5);
    private static final int READS = 60_000;

    private final Random random = Seeds.draw("advice").random(0);
    private FakeTime time = new FakeTime();

    /** What a run ended with. */
    private record Outcome(Report report, Statistics statistics, double outdated) {

        Advice first() {
            assertThat(report.advice()).as("advice").isNotEmpty();
            return report.advice().get(0);
        }

        double hitRatio() {
            return statistics.manager().cumulative().hitRatio();
        }

        double memoryHitRatio() {
            var memory = statistics.manager().cumulative().counts().tiers().get("memory");
            return (double) memory.hits() / READS;
        }

        double hitRatio(String region) {
            return statistics.regions().get(region).counts().cumulative().hitRatio();
        }

        long inMemory() {
            return statistics.tiers().get("memory").size().entries();
        }
    }

    /** Reads of one region each step. */
    private interface Workload {

        /** Makes read number {@code i}; true if it was outdated. */
        boolean read(int i, CacheManager manager);
    }

    private Outcome run(UnaryOperator<ManagerBuilder> settings, Duration pause, Workload workload) {
        ManagerBuilder builder = CacheManager.builder().time(time).executor(Runnable::run);
        try (CacheManager manager = settings.apply(builder).build();
                CacheMetrics metrics = CacheMetrics.of(manager)) {
            int outdated = 0;
            for (int i = 0; i < READS; i++) {
                time.advance(pause);
                outdated += workload.read(i, manager) ? 1 : 0;
            }
            time.advance(Duration.ofSeconds(5));
            Statistics statistics = metrics.statistics();
            long hits = statistics.manager().cumulative().counts().requests().hits();
            return new Outcome(metrics.report(), statistics, (double) outdated / Math.max(1, hits));
        }
    }

    private int skewed(int keys) {
        return (int) Math.floor(keys * Math.pow(random.nextDouble(), 3));
    }

    private <T> T load(Cache<T> cache, int key, IntFunction<T> source) {
        return cache.get("k" + key, name -> {
            time.advance(LOAD);
            return source.apply(key);
        });
    }

    private Workload skewedReads(int keys) {
        return (i, manager) -> {
            load(manager.cache("user", String.class), skewed(keys), key -> "value " + key);
            return false;
        };
    }

    @Test
    void memoryTooSmall() {
        Outcome small = run(
                with -> with.memory(memory -> memory.maximumEntries(1_000)), Duration.ofMillis(1), skewedReads(10_000));
        assertThat(small.first().kind()).isEqualTo(Kind.RAISE_MEMORY);
        assertThat(small.first().change()).startsWith("Raise the limit of the memory tier from 1,");
        assertThat(small.first().arithmetic()).contains("of the time that reads take now (");
        checkEstimate(small, small.first());
    }

    /** Replays the workload with what was advised: the hit ratio rises by what was said, to within three points. */
    private void checkEstimate(Outcome before, Advice advice) {
        int advised = entriesAdvised(advice);
        double[] said = percentages(advice);
        time = new FakeTime();
        Outcome after = run(
                with -> with.memory(memory -> memory.maximumEntries(advised)),
                Duration.ofMillis(1),
                skewedReads(10_000));
        assertThat(after.memoryHitRatio() - before.memoryHitRatio()).isCloseTo(said[0] - said[1], within(0.03));
    }

    private static int entriesAdvised(Advice advice) {
        return Integer.parseInt(
                advice.change().replaceAll(".* to ([0-9,]+) entries.*", "$1").replace(",", ""));
    }

    /** Returns the shares that the arithmetic names, in their order. */
    private static double[] percentages(Advice advice) {
        return Pattern.compile("([0-9.]+) %")
                .matcher(advice.arithmetic())
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group(1)) / 100)
                .toArray();
    }

    @Test
    void diskTooSmall() {
        LruTier disk = new LruTier(1_500, time);
        Outcome small = run(
                with -> with.memory(memory -> memory.maximumEntries(200)).tier(disk),
                Duration.ofMillis(1),
                skewedReads(10_000));
        assertThat(small.first().kind()).isEqualTo(Kind.RAISE_LOWER_TIER);
        assertThat(small.first().subject()).isEqualTo("disk");
        double[] said = percentages(small.first());
        time = new FakeTime();
        LruTier larger = new LruTier(entriesAdvised(small.first()), time);
        Outcome after = run(
                with -> with.memory(memory -> memory.maximumEntries(200)).tier(larger),
                Duration.ofMillis(1),
                skewedReads(10_000));
        assertThat(after.hitRatio() - small.hitRatio()).isCloseTo(said[0] - said[1], within(0.03));
    }

    @Test
    void timeToLiveTooShort() {
        Workload workload = skewedReads(300);
        Outcome tooShort = run(
                with -> with.regionDefaults(region -> region.ttl(Duration.ofSeconds(10))),
                Duration.ofMillis(10),
                workload);
        assertThat(tooShort.first().kind()).isEqualTo(Kind.LENGTHEN_TTL);
        assertThat(tooShort.first().change())
                .isEqualTo("Lengthen the time to live of region user from 10.0 s to 2.7 min.");
        time = new FakeTime();
        Outcome longer = run(
                with -> with.regionDefaults(region -> region.ttl(Duration.ofSeconds(160))),
                Duration.ofMillis(10),
                workload);
        double said =
                Double.parseDouble(tooShort.first().arithmetic().replaceAll(".*changed\\. ([0-9.]+) % of its.*", "$1"))
                        / 100;
        assertThat(longer.hitRatio() - tooShort.hitRatio()).isCloseTo(said, within(0.03));
    }

    @Test
    void timeToLiveTooLong() {
        Workload workload = (i, manager) -> {
            int key = skewed(300);
            String now = "version " + (time.millis() + key * 977L) / 60_000;
            String read = load(manager.cache("price", String.class), key, each -> now);
            return !now.equals(read);
        };
        Outcome tooLong = run(
                with -> with.regionDefaults(region -> region.ttl(Duration.ofMinutes(2))),
                Duration.ofMillis(50),
                workload);
        assertThat(tooLong.first().kind()).isEqualTo(Kind.SHORTEN_TTL);
        assertThat(tooLong.first().subject()).isEqualTo("price");
        assertThat(tooLong.outdated()).isGreaterThan(0.4);
        double advised = Double.parseDouble(tooLong.first().change().replaceAll(".* to ([0-9.]+) s, or.*", "$1"));
        time = new FakeTime();
        Outcome shorter = run(
                with -> with.regionDefaults(region -> region.ttl(Duration.ofMillis(Math.round(advised * 1000)))),
                Duration.ofMillis(50),
                workload);
        assertThat(shorter.outdated()).isLessThan(0.2);
    }

    /** Every other read is of a region whose keys never come again. */
    private Workload usersAndScans(boolean isScanCached) {
        return (i, manager) -> {
            if (i % 2 == 0) {
                load(manager.cache("user", String.class), skewed(300), key -> "value " + key);
            } else if (isScanCached) {
                load(manager.cache("scan", String.class), i, key -> "value " + key);
            } else {
                time.advance(LOAD);
            }
            return false;
        };
    }

    @Test
    void uselessRegion() {
        UnaryOperator<ManagerBuilder> room = with -> with.memory(memory -> memory.maximumEntries(4_000));
        Outcome with = run(room, Duration.ofMillis(1), usersAndScans(true));
        assertThat(with.first().kind()).isEqualTo(Kind.STOP_CACHING);
        assertThat(with.first().subject()).isEqualTo("scan");
        double[] said = percentages(with.first());
        time = new FakeTime();
        Outcome withMuchMore = run(
                each -> each.memory(memory -> memory.maximumEntries(8 * 4_000)),
                Duration.ofMillis(1),
                usersAndScans(true));
        assertThat(withMuchMore.hitRatio("scan")).isCloseTo(said[said.length - 1], within(0.03));
        time = new FakeTime();
        Outcome without = run(room, Duration.ofMillis(1), usersAndScans(false));
        assertThat(1 - (double) without.inMemory() / with.inMemory())
                .as("share of memory that is free")
                .isCloseTo(said[0], within(0.03));
        assertThat(without.hitRatio("user")).isCloseTo(with.hitRatio("user"), within(0.03));
    }

    @Test
    void aCacheThatFitsGetsNoAdvice() {
        Outcome outcome = run(
                with -> with.memory(memory -> memory.maximumEntries(4_000)), Duration.ofMillis(1), skewedReads(1_000));
        assertThat(outcome.report().advice()).isEmpty();
    }

    @Test
    void memoryThatHoldsOnlyWhatNobodyWantsAnyMore() {
        Outcome outcome =
                run(with -> with.memory(memory -> memory.maximumEntries(2_000)), Duration.ofMillis(1), (i, manager) -> {
                    load(manager.cache("user", String.class), i / 20 + random.nextInt(50), key -> "value " + key);
                    return false;
                });
        assertThat(outcome.first().kind()).isEqualTo(Kind.LOWER_MEMORY);
        assertThat(outcome.first().change()).startsWith("Lower the limit of the memory tier from 2,");
    }

    @Test
    void tooFewReadsSayNothing() {
        try (CacheManager manager = CacheManager.builder()
                        .time(time)
                        .executor(Runnable::run)
                        .build();
                CacheMetrics metrics = CacheMetrics.of(manager)) {
            manager.cache("user", String.class).get("none");
            assertThat(metrics.report().advice()).isEmpty();
        }
    }
}
