package dev.terrace.cache.warming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.Pause;
import dev.terrace.cache.warming.WarmingReport.SourceReport;
import dev.terrace.cache.warming.WarmingReport.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SourcesTest {

    private final WarmedCache cache = new WarmedCache();
    private final Warmer warmer = cache.warmer;
    private final FakeTime time = cache.time;

    @AfterEach
    void close() {
        cache.close();
    }

    private void readKeys(int keys) {
        for (int i = 0; i < keys; i++) {
            cache.read("key" + i, 1);
        }
    }

    private static SourceReport of(WarmingReport report, String name) {
        return report.sources().stream()
                .filter(source -> source.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aSourceIsAskedForTheKeysOfItsPattern() {
        warmer.register("admins", cache.database().pattern("admin:*"));
        cache.read("admin:1", 1);
        cache.read("guest:1", 1);

        warmer.warmNow();

        assertThat(cache.source.loads("admin:1")).isEqualTo(1);
        assertThat(cache.source.loads("guest:1")).isZero();
    }

    @Test
    void theOneWithTheHigherPriorityIsAskedFirstAndTheOtherForWhatItLacks() {
        warmer.register("main_db", cache.database());
        warmer.register(
                "replica",
                Source.batch(cache.users, keys -> keys.contains("b") ? Map.of("b", "from the replica") : Map.of())
                        .priority(5));
        cache.read("a", 2);
        cache.read("b", 2);

        WarmingReport report = warmer.warmNow();

        assertThat(cache.users.get("b")).isEqualTo("from the replica");
        assertThat(cache.users.get("a")).isEqualTo("value of a");
        assertThat(report.sources()).extracting(SourceReport::name).containsExactly("replica", "main_db");
        assertThat(of(report, "replica").counts().absent()).isEqualTo(1);
        assertThat(of(report, "main_db").counts().loaded()).isEqualTo(1);
    }

    @Test
    void itsTimeToLiveIsTaken() {
        warmer.register("main_db", cache.database().ttl(Duration.ofMinutes(3)));
        cache.read("a", 1);

        warmer.warmNow();

        assertThat(cache.users.ttl("a")).isEqualTo(Duration.ofMinutes(3));
    }

    @Test
    void itIsAskedForNoMoreThanItsBatch() {
        warmer.register("main_db", cache.database().maximumBatch(3));
        readKeys(7);

        WarmingReport report = warmer.warmNow();

        assertThat(cache.source.batches()).extracting(Set::size).containsExactly(3, 3, 1);
        assertThat(report.counts().calls()).isEqualTo(3);
    }

    @Test
    void aSingleLoaderIsAskedKeyByKey() {
        warmer.register("api", Source.single(cache.users, key -> key.equals("key1") ? null : "one by one"));
        readKeys(3);

        WarmingReport report = warmer.warmNow();

        assertThat(report.counts().loaded()).isEqualTo(2);
        assertThat(report.counts().absent()).isEqualTo(1);
        assertThat(cache.users.get("key2")).isEqualTo("one by one");
    }

    @Test
    void itTakesAsManyCallsAtOnceAsItSays() {
        Pause pause = cache.source.pause();
        warmer.register("main_db", cache.database().maximumBatch(1).concurrency(3));
        readKeys(5);

        WarmingRun run = warmer.begin(Plan.WANTED);
        pause.awaitReached(3);
        assertThat(cache.source.batches()).hasSize(3);
        assertThat(run.report().state()).isEqualTo(State.RUNNING);
        assertThat(run.report().counts().planned()).isEqualTo(5);
        pause.release();

        assertThat(run.await().counts().loaded()).isEqualTo(5);
    }

    @Test
    void itIsAskedNoFasterThanItsRate() {
        warmer.register("main_db", cache.database().maximumBatch(10).keysPerSecond(10));
        readKeys(30);

        WarmingRun run = warmer.begin(Plan.WANTED);

        await().until(() -> cache.source.batches().size() == 1);
        time.advance(Duration.ofMillis(900));
        assertThat(cache.source.batches()).hasSize(1);
        time.advance(Duration.ofMillis(200));
        await().until(() -> cache.source.batches().size() == 2);
        await().until(() -> {
            time.advance(Duration.ofMillis(500));
            return run.future().isDone();
        });
        assertThat(run.await().counts().loaded()).isEqualTo(30);
        assertThat(run.await().time()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void whatIsFreshDoesNotUseItsRateUp() {
        warmer.register("main_db", cache.database().keysPerSecond(1));
        readKeys(5);
        cache.users.setAll(Map.of("key0", "v", "key1", "v", "key2", "v", "key3", "v"));

        assertThat(warmer.warmNow().counts().loaded()).isEqualTo(1);
        assertThat(warmer.warmNow().counts().fresh()).isEqualTo(5);
    }

    @Nested
    class Misbehaving {

        @Test
        void oneThatThrowsHarmsNoOtherAndIsReported() {
            warmer.register(
                    "broken",
                    Source.<String>batch(cache.users, keys -> {
                                throw new IllegalStateException("no connection");
                            })
                            .priority(1)
                            .pattern("key0"));
            warmer.register("main_db", cache.database().pattern("key1"));
            readKeys(2);

            WarmingReport report = warmer.warmNow();

            assertThat(of(report, "broken").failure()).contains("no connection");
            assertThat(of(report, "broken").counts().failed()).isEqualTo(1);
            assertThat(of(report, "main_db").counts().loaded()).isEqualTo(1);
            assertThat(of(report, "main_db").failure()).isNull();
            assertThat(cache.users.get("key0", key -> "loaded by a caller")).isEqualTo("loaded by a caller");
        }

        @Test
        void oneThatFailsAgainAndAgainIsLeftAloneForAWhile() {
            cache.source.failAlways(new IllegalStateException("no connection"));
            warmer.register("main_db", cache.database().maximumBatch(1));
            readKeys(10);

            WarmingReport report = warmer.warmNow();

            assertThat(report.counts().calls()).isEqualTo(3);
            assertThat(report.counts().skipped()).isEqualTo(7);
            assertThat(report.sources().get(0).isBackingOff()).isTrue();
            assertThat(warmer.warmNow().counts().calls()).isZero();

            time.advance(Duration.ofSeconds(1));
            assertThat(warmer.warmNow().counts().calls()).isEqualTo(1);
            time.advance(Duration.ofSeconds(1));
            assertThat(warmer.warmNow().counts().calls()).isZero();

            cache.source.heal();
            time.advance(Duration.ofSeconds(1));
            assertThat(warmer.warmNow().counts().loaded()).isEqualTo(10);
        }

        @Test
        void oneThatHangsIsGivenUpAndInterrupted() {
            AtomicInteger interrupted = new AtomicInteger();
            Pause reached = new Pause("hanging source");
            reached.release();
            warmer.register(
                    "hanging",
                    Source.<String>batch(cache.users, keys -> {
                                reached.await();
                                try {
                                    new Pause("for ever").await();
                                } catch (IllegalStateException e) {
                                    interrupted.incrementAndGet();
                                    throw e;
                                }
                                return Map.of("key0", "too late");
                            })
                            .timeout(Duration.ofSeconds(10)));
            readKeys(1);

            WarmingRun run = warmer.begin(Plan.WANTED);
            reached.awaitReached();
            assertThat(cache.users.get("key0", key -> "a caller does not wait")).isEqualTo("a caller does not wait");
            time.advance(Duration.ofSeconds(11));

            WarmingReport report = run.await();
            assertThat(report.counts().failed()).isEqualTo(1);
            assertThat(report.sources().get(0).failure()).contains("took longer than PT10S");
            await().untilAtomic(interrupted, org.hamcrest.Matchers.is(1));
            assertThat(cache.users.get("key0")).isEqualTo("a caller does not wait");
        }

        @Test
        void oneThatReturnsOtherKeysIsReportedAndTheyAreIgnored() {
            warmer.register("odd", Source.batch(cache.users, keys -> Map.of("stranger", "value", "key0", "value")));
            readKeys(2);

            WarmingReport report = warmer.warmNow();

            assertThat(report.sources().get(0).unasked()).isEqualTo(1);
            assertThat(report.counts().loaded()).isEqualTo(1);
            assertThat(report.counts().absent()).isEqualTo(1);
            assertThat(cache.users.get("stranger")).isNull();
        }

        @Test
        void oneThatReturnsNullHasFailed() {
            warmer.register("null", Source.<String>batch(cache.users, keys -> null));
            readKeys(1);

            WarmingReport report = warmer.warmNow();

            assertThat(report.counts().failed()).isEqualTo(1);
            assertThat(report.sources().get(0).failure()).contains("returned null");
        }

        @Test
        void oneThatCannotListHasListedNothing() {
            warmer.register("main_db", cache.database().allKeys(() -> {
                throw new IllegalStateException("no connection");
            }));
            readKeys(1);

            assertThat(warmer.warmNow().counts().loaded()).isEqualTo(1);
        }
    }

    @Nested
    class Listing {

        @Test
        void listedKeysFillWhatTheMeasuredOnesLeave() {
            warmer.register(
                    "main_db",
                    cache.database().allKeys(() -> IntStream.range(0, 100).mapToObj(i -> "key" + i)));
            cache.read("key50", 3);
            cache.read("unlisted", 3);

            WarmingReport report = warmer.warmNow(Plan.WANTED.budget(Budget.USUAL.keys(5)));

            assertThat(report.counts().loaded()).isEqualTo(5);
            assertThat(cache.source.batches().get(0))
                    .containsExactlyInAnyOrder("key50", "unlisted", "key0", "key1", "key2");
        }

        @Test
        void whatChangedAndIsReadIsLoadedAnew() {
            Set<String> changed = ConcurrentHashMap.newKeySet();
            warmer.register("main_db", cache.database().changedSince(moment -> {
                assertThat(moment.toEpochMilli()).isLessThanOrEqualTo(time.millis());
                return changed.stream();
            }));
            cache.users.set("read", "outdated");
            cache.users.set("unread", "outdated");
            cache.users.set("same", "still right");
            cache.read("read", 2);
            cache.read("same", 2);
            changed.addAll(List.of("read", "unread"));

            WarmingReport report = warmer.warmNow();

            assertThat(report.counts().loaded()).isEqualTo(1);
            assertThat(cache.users.get("read")).isEqualTo("value of read");
            assertThat(cache.users.get("same")).isEqualTo("still right");
        }

        @Test
        void theListIsClosedAndNotReadToItsEnd() {
            AtomicInteger closed = new AtomicInteger();
            warmer.register(
                    "endless",
                    cache.database()
                            .allKeys(() -> Stream.iterate(0, i -> i + 1)
                                    .map(i -> "key" + i)
                                    .onClose(closed::incrementAndGet)));

            assertThat(warmer.warmNow(Plan.WANTED.budget(Budget.USUAL.keys(10)))
                            .counts()
                            .loaded())
                    .isEqualTo(10);
            assertThat(closed).hasValue(1);
        }
    }

    @Nested
    class Budgets {

        @Test
        void keys() {
            warmer.register("main_db", cache.database());
            readKeys(10);

            assertThat(warmer.warmNow(Plan.WANTED.budget(Budget.USUAL.keys(4)))
                            .counts()
                            .planned())
                    .isEqualTo(4);
        }

        @Test
        void calls() {
            warmer.register("main_db", cache.database().maximumBatch(1));
            readKeys(10);

            WarmingReport report = warmer.warmNow(Plan.WANTED.budget(Budget.USUAL.calls(2)));

            assertThat(report.state()).isEqualTo(State.BUDGET_SPENT);
            assertThat(report.counts().loaded()).isEqualTo(2);
            assertThat(report.counts().skipped()).isEqualTo(8);
        }

        @Test
        void bytes() {
            warmer.register("main_db", cache.database().maximumBatch(1));
            readKeys(10);

            WarmingReport report = warmer.warmNow(Plan.WANTED.budget(Budget.USUAL.bytes(1)));

            assertThat(report.state()).isEqualTo(State.BUDGET_SPENT);
            assertThat(report.counts().loaded()).isEqualTo(1);
        }

        @Test
        void timeEndsARunWhoseSourceHangs() {
            Pause pause = cache.source.pause();
            warmer.register("main_db", cache.database());
            readKeys(3);

            WarmingRun run = warmer.begin(Plan.WANTED.budget(Budget.USUAL.time(Duration.ofSeconds(5))));
            pause.awaitReached();
            time.advance(Duration.ofSeconds(5));
            WarmingReport report = run.await();
            pause.release();

            assertThat(report.state()).isEqualTo(State.BUDGET_SPENT);
            assertThat(report.counts().skipped()).isEqualTo(3);
            assertThat(report.counts().failed()).isZero();
            assertThat(cache.users.get("key0")).isNull();
        }
    }

    @Test
    void aRunCanBeCancelled() {
        Pause pause = cache.source.pause();
        warmer.register("main_db", cache.database().maximumBatch(1));
        readKeys(3);

        WarmingRun run = warmer.begin(Plan.WANTED);
        pause.awaitReached();
        assertThat(warmer.running()).containsExactly(run);
        run.cancel();
        WarmingReport report = run.await();
        pause.release();

        assertThat(report.state()).isEqualTo(State.CANCELLED);
        assertThat(report.counts().loaded()).isZero();
        assertThat(report.counts().skipped()).isEqualTo(3);
        assertThat(warmer.history().get(0)).isEqualTo(report);
    }

    @Test
    void limitsAreChecked() {
        Source<String> source = cache.database();

        assertThatThrownBy(() -> source.maximumBatch(0)).hasMessageContaining("maximumBatch must be 1 to");
        assertThatThrownBy(() -> source.keysPerSecond(0)).hasMessageContaining("keysPerSecond must be positive");
        assertThatThrownBy(() -> source.concurrency(65)).hasMessageContaining("concurrency must be 1 to");
        assertThatThrownBy(() -> source.timeout(Duration.ZERO)).hasMessageContaining("timeout");
        assertThatThrownBy(() -> source.ttl(Duration.ZERO)).hasMessageContaining("ttl");
        assertThatThrownBy(() -> source.pattern("[")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Source.batch(cache.users, null)).hasMessageContaining("loader must not be null");
        assertThatThrownBy(() -> Budget.USUAL.keys(0)).hasMessageContaining("keys must be at least 1");
        assertThatThrownBy(() -> Budget.USUAL.time(Duration.ZERO)).hasMessageContaining("time");
        assertThatThrownBy(() -> new Plan(Set.of(), Budget.USUAL, Duration.ZERO))
                .hasMessageContaining("reasons must not be empty");
        assertThatThrownBy(() -> Plan.WANTED.lead(Duration.ofDays(2))).hasMessageContaining("lead must be");
        assertThatThrownBy(() -> WarmingSettings.DEFAULT.halfLife(Duration.ofSeconds(1)))
                .hasMessageContaining("halfLife must be");
        assertThatThrownBy(() -> WarmingSettings.DEFAULT.keptReports(0)).hasMessageContaining("keptReports must be");
    }
}
