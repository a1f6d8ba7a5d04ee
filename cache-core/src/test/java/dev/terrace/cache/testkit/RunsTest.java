package dev.terrace.cache.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RunsTest {

    @Nested
    class AConcurrentRun {

        @Test
        void runsItsCallsAtTheSameTime() {
            CyclicBarrier all = new CyclicBarrier(4);
            List<Integer> results = ConcurrentRun.of(4, i -> () -> {
                        all.await();
                        return i;
                    })
                    .results();
            assertThat(results).containsExactly(0, 1, 2, 3);
        }

        @Test
        void collectsWhatIsThrown() {
            ConcurrentRun<String> run = ConcurrentRun.of(2, i -> () -> {
                if (i == 1) {
                    throw new IllegalStateException("one");
                }
                return "zero";
            });
            assertThat(run.failures()).singleElement().isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(run::results).isInstanceOf(AssertionError.class).hasRootCauseMessage("one");
        }
    }

    @Nested
    class ACountingLoader {

        private final CountingLoader<String> loader =
                new CountingLoader<>(key -> key.equals("none") ? null : "v" + key);

        @Test
        void countsByKeyAndBatch() throws Exception {
            assertThat(loader.load("a")).isEqualTo("va");
            assertThat(loader.load("none")).isNull();
            assertThat(loader.loadAll(Set.of("a", "none"))).isEqualTo(Map.of("a", "va"));

            assertThat(loader.loads("a")).isEqualTo(2);
            assertThat(loader.loads("b")).isZero();
            assertThat(loader.loads()).isEqualTo(4);
            assertThat(loader.batches()).containsExactly(Set.of("a", "none"));
        }

        @Test
        void failsAsOftenAsAsked() throws Exception {
            loader.failNext(1, new IllegalStateException("down"));
            assertThatThrownBy(() -> loader.load("a")).hasMessage("down");
            assertThat(loader.load("a")).isEqualTo("va");
            loader.failAlways(new IllegalStateException("away"));
            assertThatThrownBy(() -> loader.load("a")).hasMessage("away");
            loader.heal();
            assertThat(loader.load("a")).isEqualTo("va");
        }

        @Test
        void waitsUntilReleased() {
            Pause pause = loader.pause();
            Running<String> load = ConcurrentRun.start(() -> loader.load("a"));
            pause.awaitReached();
            assertThat(load.isDone()).isFalse();
            pause.release();
            assertThat(load.result()).isEqualTo("va");
            assertThat(load.failure()).isNull();
        }
    }

    @Nested
    class ASeed {

        @Test
        void givesTheSameSequenceAgain() {
            Seeds seed = Seeds.draw("seed test");
            assertThat(seed.random(3).nextLong()).isEqualTo(seed.random(3).nextLong());
            assertThat(seed.random(3).nextLong()).isNotEqualTo(seed.random(4).nextLong());
            assertThat(seed).hasToString("-Dseed=" + seed.value());
        }

        @Test
        void isTakenFromTheProperty() {
            String before = System.getProperty("seed");
            try {
                System.setProperty("seed", "42");
                assertThat(Seeds.draw("seed test").value()).isEqualTo(42);
                System.setProperty("seed", "x");
                assertThatThrownBy(() -> Seeds.draw("seed test"))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("\"x\"");
            } finally {
                restore(before);
            }
        }

        private void restore(String before) {
            if (before == null) {
                System.clearProperty("seed");
            } else {
                System.setProperty("seed", before);
            }
        }
    }
}
