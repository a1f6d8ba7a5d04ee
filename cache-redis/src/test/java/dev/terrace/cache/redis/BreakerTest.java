package dev.terrace.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.redis.RedisException.Kind;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.tier.TierContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private final FakeTime time = new FakeTime();
    private final List<Long> probes = new ArrayList<>();
    private int aborts;
    private int rejections;
    private @Nullable RedisException outage = failure(Kind.TIMEOUT);
    private final Breaker breaker = new Breaker("server", new TierContext(time, executor()), new Breaker.Parts() {
        @Override
        public void abort() {
            aborts++;
        }

        @Override
        public void probe() {
            probes.add(time.millis());
            if (outage != null) {
                throw outage;
            }
        }
    });

    private Executor executor() {
        return task -> {
            if (rejections > 0) {
                rejections--;
                throw new RejectedExecutionException();
            }
            task.run();
        };
    }

    private static RedisException failure(Kind kind) {
        return new RedisException(kind, "because of " + kind, null);
    }

    @Test
    void itOpensAfterThreeOutagesInARow() {
        breaker.failed(failure(Kind.TIMEOUT), false);
        breaker.failed(failure(Kind.BROKEN), false);
        breaker.succeeded();
        breaker.failed(failure(Kind.TIMEOUT), false);
        breaker.failed(failure(Kind.BROKEN), false);
        assertThatCode(breaker::check).doesNotThrowAnyException();

        breaker.failed(failure(Kind.NOT_SERVING), false);
        assertThat(breaker.isOpen()).isTrue();
        assertThat(aborts).isOne();
        assertThatThrownBy(breaker::check).hasMessage("server is out of reach: because of NOT_SERVING");
    }

    @Test
    void itOpensAtOnceWhenAWriteFailsOrTheLogin() {
        breaker.failed(failure(Kind.TIMEOUT), true);
        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void itOpensAtOnceWhenTheLoginFails() {
        breaker.failed(failure(Kind.ACCESS), false);
        assertThat(breaker.isOpen()).isTrue();

        outage = failure(Kind.ACCESS);
        time.advance(Duration.ofMillis(4_900));
        assertThat(probes).isEmpty();
        time.advance(Duration.ofMillis(5_200));
        assertThat(probes).hasSize(1);
    }

    @Test
    void whatIsNoOutageDoesNotCount() {
        for (int i = 0; i < 10; i++) {
            breaker.failed(failure(Kind.NO_CONNECTION), true);
            breaker.failed(failure(Kind.OUT_OF_MEMORY), true);
        }
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void pausesDoubleUpToASecondAndAreShortenedAtRandom() {
        breaker.open(failure(Kind.TIMEOUT));
        long from = time.millis();
        for (int i = 0; i < 10_000; i++) {
            time.advance(Duration.ofMillis(1));
        }
        assertThat(probes).hasSizeBetween(11, 25);
        assertThat(probes.get(0) - from).isBetween(49L, 101L);
        for (int i = 6; i < probes.size(); i++) {
            assertThat(probes.get(i) - probes.get(i - 1)).as("pause %s", i).isBetween(499L, 1_001L);
        }
    }

    @Test
    void itClosesWhenAProbeIsWell() {
        breaker.open(failure(Kind.TIMEOUT));
        time.advance(Duration.ofMillis(200));
        assertThat(breaker.isOpen()).isTrue();

        outage = null;
        time.advance(Duration.ofSeconds(1));
        assertThat(breaker.isOpen()).isFalse();
        int probed = probes.size();
        time.advance(Duration.ofSeconds(10));
        assertThat(probes).hasSize(probed);
        assertThat(breaker.timesOpened()).isOne();
    }

    @Test
    void aHurriedProbeClosesItAtOnceAndOneThatFailsStartsNoSecondSeries() {
        breaker.hurry();
        assertThat(probes).as("while closed").isEmpty();
        breaker.open(failure(Kind.TIMEOUT));
        for (int i = 0; i < 10; i++) {
            breaker.hurry();
        }
        assertThat(probes).hasSize(10);
        time.advance(Duration.ofSeconds(10));
        assertThat(probes).hasSizeBetween(10 + 9, 10 + 25);

        outage = null;
        rejections = 1;
        breaker.hurry();
        assertThat(breaker.isOpen()).as("nobody had time").isTrue();
        breaker.hurry();
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void aBusyExecutorOnlyDelaysTheProbe() {
        rejections = 3;
        outage = null;
        breaker.open(failure(Kind.TIMEOUT));
        for (int i = 0; i < 50; i++) {
            time.advance(Duration.ofMillis(100));
        }
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void itBeginsOpenWhereAnotherServerWas() {
        breaker.beginOpen("new");
        assertThat(probes).hasSize(1);
        assertThat(breaker.isOpen()).isTrue();
        outage = null;
        time.advance(Duration.ofMillis(200));
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void onceClosedForGoodItTriesNothing() {
        breaker.open(failure(Kind.TIMEOUT));
        breaker.close();
        time.advance(Duration.ofMinutes(1));

        assertThat(probes).isEmpty();
        assertThatThrownBy(breaker::check).hasMessageContaining("not used any more");
    }
}
