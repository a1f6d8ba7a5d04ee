package dev.terrace.cache.metrics.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.ManagerBuilder;
import dev.terrace.cache.metrics.CacheMetrics;
import dev.terrace.cache.metrics.report.Advice.Kind;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.Seeds;
import java.time.Duration;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Five workloads, each with one change that everybody who knows it would make; and what the change is worth. */
class AdvisorTest {

    private static final Duration LOAD = Duration.ofMillis(5);
    private static final int READS = 60_000;

    private final Random random = Seeds.draw("advice").random(0);
    private FakeTime time = new FakeTime();

    /** What a run ended with. */
    private record Outcome(Report report, double hitRatio, double memoryHitRatio, double outdated) {

        Advice first() {
            assertThat(report.advice()).as("advice").isNotEmpty();
            return report.advice().get(0);
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
            var counts = metrics.statistics().manager().cumulative().counts();
            var memory = counts.tiers().get("memory");
            return new Outcome(
                    metrics.report(),
                    counts.requests().hitRatio(),
                    (double) memory.hits() / READS,
                    (double) outdated / Math.max(1, counts.requests().hits()));
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
        int advised = Integer.parseInt(
                advice.change().replaceAll(".* to ([0-9,]+) entries.*", "$1").replace(",", ""));
        double[] said = java.util.regex.Pattern.compile("([0-9.]+) %")
                .matcher(advice.arithmetic())
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group(1)) / 100)
                .toArray();
        time = new FakeTime();
        Outcome after = run(
                with -> with.memory(memory -> memory.maximumEntries(advised)),
                Duration.ofMillis(1),
                skewedReads(10_000));
        assertThat(after.memoryHitRatio() - before.memoryHitRatio()).isCloseTo(said[0] - said[1], within(0.03));
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

    @Test
    void uselessRegion() {
        Outcome outcome =
                run(with -> with.memory(memory -> memory.maximumEntries(4_000)), Duration.ofMillis(1), (i, manager) -> {
                    if (i % 2 == 0) {
                        load(manager.cache("user", String.class), skewed(300), key -> "value " + key);
                    } else {
                        load(manager.cache("scan", String.class), i, key -> "value " + key);
                    }
                    return false;
                });
        assertThat(outcome.first().kind()).isEqualTo(Kind.STOP_CACHING);
        assertThat(outcome.first().subject()).isEqualTo("scan");
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
