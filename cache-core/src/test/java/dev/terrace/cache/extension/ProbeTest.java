package dev.terrace.cache.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.terrace.cache.AsyncCache;
import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.extension.Probe.Made;
import dev.terrace.cache.extension.Probe.Operation;
import dev.terrace.cache.extension.ReadListener.KeyListener;
import dev.terrace.cache.testkit.Attached;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.FlakyTier;
import dev.terrace.cache.testkit.ReferenceTier;
import dev.terrace.cache.testkit.SharedStore;
import dev.terrace.cache.testkit.StandInSharedTier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told of calls, loads and new values. */
class ProbeTest {

    private final FakeTime time = new FakeTime();
    private final FlakyTier local = FlakyTier.around(new ReferenceTier());
    private final StandInSharedTier shared = new SharedStore(time).attach();
    private final CacheManager manager = CacheManager.builder()
            .time(time)
            .executor(Runnable::run)
            .tier(local)
            .tier(shared)
            .build();
    private final Cache<String> users = manager.cache("user", String.class);
    private final Host host = Attached.to(manager);
    private final List<String> calls = new ArrayList<>();
    private final List<Made> made = new ArrayList<>();

    private final Probe probe = new Probe() {

        @Override
        public Call begin(String part, Operation operation, String region) {
            String name = part + ' ' + operation.name().toLowerCase(Locale.ROOT) + ' ' + region;
            return failure -> calls.add(failure == null ? name : name + " failed");
        }

        @Override
        public void failed(String tier, Throwable failure) {
            calls.add(tier + " threw");
        }

        @Override
        public void made(Made value) {
            made.add(value);
        }
    };

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void everyCallOfALowerTierAndEveryLoadIsMeasured() {
        host.measure(probe);
        users.get("a");
        assertThat(calls).containsExactly("reference get user", "shared get user");
        calls.clear();
        users.get("a", key -> "loaded");
        assertThat(calls).contains("loader load user", "reference put user");
        calls.clear();
        users.set("b", "value");
        assertThat(calls).contains("reference put user", "shared put user");
        calls.clear();
        users.delete("b");
        assertThat(calls).contains("reference remove user", "shared put user");
        calls.clear();
        users.getAll(List.of("x", "y"), keys -> Map.of());
        assertThat(calls).contains("reference get_all user", "shared get_all user", "loader load_all user");
        calls.clear();
        users.setAll(Map.of("x", "1", "y", "2"));
        assertThat(calls).contains("reference put_all user", "shared put_all user");
    }

    @Test
    void whatThrowsIsToldWithItsCall() {
        host.measure(probe);
        local.faults().throwAlways();
        users.get("a");
        assertThat(calls).containsSubsequence("reference get user failed", "reference threw");
        calls.clear();
        assertThat(catchThrowable(() -> users.get("a", key -> {
                    throw new IllegalStateException("source");
                })))
                .isNotNull();
        assertThat(calls).contains("loader load user failed");
    }

    @Test
    void newValuesAreToldWithTheirLife() {
        host.measure(probe);
        users.set("a", "1", Duration.ofMinutes(1));
        users.get("b", key -> "2");
        assertThat(made)
                .containsExactly(
                        new Made("user", "a", "1", 60_000, false), new Made("user", "b", "2", Long.MAX_VALUE, true));
    }

    /** Wants all reads timed but those of one key, and keeps what it is told. */
    private static final class Stopwatch implements KeyListener {

        final List<String> heard = new ArrayList<>();
        final List<Long> answers = new ArrayList<>();

        @Override
        public void read(String key) {
            heard.add(key);
        }

        @Override
        public boolean readTimed(String key) {
            read(key);
            return !key.equals("untimed");
        }

        @Override
        public void answered(long nanos) {
            answers.add(nanos);
        }
    }

    private Stopwatch stopwatch() {
        Stopwatch stopwatch = new Stopwatch();
        host.listen(region -> stopwatch);
        users.set("a", "1");
        users.set("untimed", "1");
        return stopwatch;
    }

    @Test
    void aReadThatIsToBeTimedIsIfMemoryAnswers() {
        Stopwatch stopwatch = stopwatch();
        users.get("a");
        users.get("untimed");
        users.get("missing");
        assertThat(stopwatch.answers).containsExactly(0L);
        assertThat(stopwatch.heard).containsExactly("a", "untimed", "missing");
    }

    @Test
    void soIsAReadWithALoader() {
        Stopwatch stopwatch = stopwatch();
        users.get("a", key -> "2");
        users.get("untimed", key -> "2");
        users.get("missing", key -> "2");
        assertThat(stopwatch.answers).containsExactly(0L);
        assertThat(stopwatch.heard).containsExactly("a", "untimed", "missing");
    }

    @Test
    void soIsAnAsynchronousOne() {
        Stopwatch stopwatch = stopwatch();
        AsyncCache<String> async = users.async();
        assertThat(async.get("a")).isCompletedWithValue("1");
        assertThat(async.get("a", key -> "2")).isCompletedWithValue("1");
        async.get("untimed").join();
        async.get("missing").join();
        async.get("missing", key -> "2").join();
        assertThat(stopwatch.answers).containsExactly(0L, 0L);
        assertThat(stopwatch.heard).containsExactly("a", "a", "untimed", "missing", "missing");
    }

    @Test
    void aReadThatMemoryMayNotAnswerIsHeardOnceAndNotTimed() {
        Stopwatch stopwatch = stopwatch();
        Cache<String> copied = manager.cache("copied", String.class, region -> region.copyOnRead(each -> each));
        copied.set("a", "1");
        copied.get("a", key -> "2");
        assertThat(stopwatch.heard).containsExactly("a");
        assertThat(stopwatch.answers).isEmpty();
    }

    @Test
    void eachExtensionListensForItself() {
        List<String> heard = new ArrayList<>();
        Host other = Attached.to(manager);
        host.listen(region -> key -> heard.add("one " + key));
        other.listen(region -> key -> heard.add("other " + key));
        users.get("a");
        assertThat(heard).containsExactlyInAnyOrder("one a", "other a");
        heard.clear();
        host.listen(null);
        users.get("a");
        assertThat(heard).containsExactly("other a");
    }

    @Test
    void nothingIsToldWithoutAProbe() {
        host.measure(probe);
        host.measure(null);
        users.get("a", key -> "1");
        users.set("a", "1");
        assertThat(calls).isEmpty();
        assertThat(made).isEmpty();
    }
}
