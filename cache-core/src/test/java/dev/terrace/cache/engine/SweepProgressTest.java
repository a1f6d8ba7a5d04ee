package dev.terrace.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.ForwardingTier;
import dev.terrace.cache.testkit.HeapTier;
import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever looks while a sweep walks sees how far it is. */
class SweepProgressTest {

    private final List<Map<String, Double>> seen = new ArrayList<>();
    private final CacheManager manager = CacheManager.builder()
            .time(new FakeTime())
            .executor(Runnable::run)
            .tier(new ForwardingTier(new HeapTier("local", 1 << 20)) {
                @Override
                public Scan scan(Scope scope) {
                    return new FourSteps();
                }
            })
            .build();

    /** A walk that is looked at in each of its steps. */
    private final class FourSteps implements Scan {

        private int done;

        @Override
        public boolean step(Visitor visitor) {
            seen.add(sweeps());
            done++;
            return done < 4;
        }

        @Override
        public double progress() {
            return done / 4.0;
        }

        @Override
        public void close() {}
    }

    private Map<String, Double> sweeps() {
        Map<String, Double> gauges = new TreeMap<>(manager.stats().gauges());
        gauges.keySet().removeIf(name -> !name.startsWith("sweeps."));
        return gauges;
    }

    private static Map<String, Double> sweeps(double running, double regions, double share) {
        return Map.of("sweeps.running", running, "sweeps.regions", regions, "sweeps.share", share);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void aWalkThroughTheTiersSaysHowFarItIs() {
        Cache<String> users = manager.cache("user", String.class);
        manager.cache("other", String.class);
        users.set("a", "1");
        assertThat(sweeps()).isEqualTo(sweeps(0, 0, 1));
        users.invalidate("a*");
        assertThat(seen)
                .containsExactly(
                        sweeps(1, 1, (1 + 0.0) / 2),
                        sweeps(1, 1, (1 + 0.25) / 2),
                        sweeps(1, 1, (1 + 0.5) / 2),
                        sweeps(1, 1, (1 + 0.75) / 2));
        assertThat(sweeps()).isEqualTo(sweeps(0, 0, 1));
    }

    @Test
    void theRegionsThatItReachesAreCounted() {
        manager.cache("user", String.class);
        manager.cache("other", String.class);
        manager.clear();
        assertThat(seen).hasSize(4).allSatisfy(each -> assertThat(each).containsEntry("sweeps.regions", 2.0));
    }

    @Test
    void ofSeveralSweepsTheOneWithMostToGoIsTold() {
        SweepProgress progress = new SweepProgress(2);
        Barrier one = new Barrier(Scope.region("user"), 1);
        Barrier other = new Barrier(Scope.region("other"), 2);
        progress.at(one, 1, 0.5);
        progress.at(other, 0, 0.5);
        Map<String, Double> gauges = new TreeMap<>();
        progress.tell(List.of("user", "other", "third"), gauges::put);
        assertThat(gauges).isEqualTo(sweeps(2, 2, 0.25));
        progress.end(other);
        progress.tell(List.of("user", "other", "third"), gauges::put);
        assertThat(gauges).isEqualTo(sweeps(1, 1, 0.75));
    }
}
