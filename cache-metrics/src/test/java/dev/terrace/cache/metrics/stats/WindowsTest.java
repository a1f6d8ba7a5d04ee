package dev.terrace.cache.metrics.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.Seeds;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WindowsTest {

    private final FakeTime time = new FakeTime();
    private final CacheManager manager =
            CacheManager.builder().time(time).executor(Runnable::run).build();
    private final Cache<String> cache = manager.cache("user", String.class);
    private final Windows windows = new Windows(time.nanos(), manager.lifetimeStats());

    @AfterEach
    void close() {
        manager.close();
    }

    private void misses(int number) {
        for (int i = 0; i < number; i++) {
            cache.get("none");
        }
    }

    private void tick() {
        time.advance(Windows.INTERVAL);
        windows.add(time.nanos(), manager.lifetimeStats());
    }

    private Counted counted() {
        return windows.counted(
                "user",
                time.nanos(),
                manager.lifetimeStats().regions().get("user"),
                manager.stats().regions().get("user"));
    }

    private static long misses(Window window) {
        return window.counts().requests().misses();
    }

    @Test
    void aWindowHoldsWhatWasCountedInsideIt() {
        misses(7);
        tick();
        misses(3);
        for (int i = 0; i < 12; i++) {
            tick();
        }
        assertThat(misses(counted().lastMinute())).isEqualTo(3);
        assertThat(counted().lastMinute().seconds()).isEqualTo(60);
        assertThat(counted().lastMinute().requestsPerSecond()).isCloseTo(3 / 60.0, within(1e-9));
        tick();
        assertThat(misses(counted().lastMinute())).isZero();
        assertThat(misses(counted().lastFiveMinutes())).isEqualTo(10);
        assertThat(misses(counted().cumulative())).isEqualTo(10);
    }

    @Test
    void whatHappensBetweenTwoBeatsIsInTheWindowAtOnce() {
        tick();
        misses(5);
        assertThat(misses(counted().lastMinute())).isEqualTo(5);
        assertThat(counted().lastMinute().hitRatio()).isZero();
    }

    @Test
    void aYoungManagersWindowsAreAsLongAsItRan() {
        misses(2);
        time.advance(Duration.ofSeconds(20));
        assertThat(counted().lastFifteenMinutes().seconds()).isEqualTo(20);
        assertThat(counted().lastFifteenMinutes().requestsPerSecond()).isEqualTo(0.1);
    }

    @Test
    void aResetChangesOnlyWhatIsSinceTheReset() {
        misses(4);
        tick();
        manager.resetStats();
        misses(1);
        assertThat(misses(counted().sinceReset())).isEqualTo(1);
        assertThat(misses(counted().cumulative())).isEqualTo(5);
        assertThat(misses(counted().lastMinute())).isEqualTo(5);
    }

    @Test
    void aRegionThatWasMadeLaterHadCountedNothing() {
        tick();
        Cache<String> late = manager.cache("late", String.class);
        late.get("none");
        var lifetime = manager.lifetimeStats().regions().get("late");
        assertThat(misses(windows.counted("late", time.nanos(), lifetime, lifetime)
                        .lastFiveMinutes()))
                .isEqualTo(1);
    }

    @Test
    void everyWindowIsAtMostATwelfthLongerThanItsNameWhateverTheTraffic() {
        Random random = Seeds.draw("windows").random(0);
        Deque<long[]> events = new ArrayDeque<>();
        for (int i = 0; i < 2_000; i++) {
            int number = random.nextInt(4);
            misses(number);
            events.addLast(new long[] {time.nanos(), number});
            tick();
            Counted counted = counted();
            checkWindow(counted.lastMinute(), 60, events);
            checkWindow(counted.lastFiveMinutes(), 300, events);
            checkWindow(counted.lastFifteenMinutes(), 900, events);
        }
    }

    private void checkWindow(Window window, double seconds, Deque<long[]> events) {
        double ran = time.nanos() / 1e9;
        assertThat(window.seconds()).isBetween(Math.min(ran, seconds), seconds * 13 / 12);
        long from = time.nanos() - Math.round(window.seconds() * 1e9);
        long expected = events.stream()
                .filter(event -> event[0] >= from)
                .mapToLong(event -> event[1])
                .sum();
        assertThat(misses(window)).isEqualTo(expected);
    }

    @Test
    void theShortestWindowThatCoversATimeIsChosen() {
        Counted counted = counted();
        assertThat(counted.over(Duration.ofSeconds(30))).isSameAs(counted.lastMinute());
        assertThat(counted.over(Duration.ofMinutes(2))).isSameAs(counted.lastFiveMinutes());
        assertThat(counted.over(Duration.ofMinutes(15))).isSameAs(counted.lastFifteenMinutes());
    }
}
