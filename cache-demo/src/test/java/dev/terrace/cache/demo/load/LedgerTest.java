package dev.terrace.cache.demo.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.testkit.FakeTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private final FakeTime time = new FakeTime();
    private final AtomicLong queries = new AtomicLong();
    private final Ledger ledger = new Ledger(time, queries::get);

    @Test
    void timeAndQueriesCountForThePhaseInWhichTheyWere() {
        ledger.cached(false);
        time.advance(Duration.ofSeconds(2));
        queries.set(10);
        ledger.answered(Phase.WITHOUT, 1_000_000, "database");
        ledger.cached(true);
        time.advance(Duration.ofSeconds(1));
        queries.set(11);

        Outcome without = ledger.of(Phase.WITHOUT);
        assertThat(without.queries()).isEqualTo(10);
        assertThat(without.perSecond(without.queries())).isEqualTo(5);
        assertThat(without.share("database")).isEqualTo(1);
        assertThat(ledger.of(Phase.FIRST).queries()).isEqualTo(1);
        assertThat(ledger.of(Phase.LATER)).isEqualTo(new Outcome(0, 0, 0, 0, 0, 0, java.util.Map.of()));
    }

    @Test
    void theFirstThousandAreCountedApart() {
        for (int i = 0; i < Ledger.FIRST_REQUESTS + 5; i++) {
            ledger.answered(Phase.FIRST, 1_000, "memory");
        }
        assertThat(ledger.of(Phase.FIRST).requests()).isEqualTo(Ledger.FIRST_REQUESTS);
        assertThat(ledger.of(Phase.LATER).requests()).isEqualTo(5);
        ledger.cached(false);
        ledger.cached(true);
        assertThat(ledger.phase()).isEqualTo(Phase.LATER);
    }

    @Test
    void whoAskedBeforeTheSwitchIsCountedNowhere() {
        ledger.cached(false);
        ledger.answered(Phase.FIRST, 1_000, "memory");
        ledger.answered(Phase.WITHOUT, 1_000, "database");
        ledger.cached(true);
        assertThat(ledger.lately().requests()).as("behind the switch").isZero();
        assertThat(ledger.of(Phase.WITHOUT).requests()).isEqualTo(1);
        assertThat(ledger.of(Phase.FIRST).requests()).isZero();
    }

    @Test
    void whatCameLatelyBeginsAnewEachTime() {
        ledger.answered(Phase.FIRST, 1_000, "memory");
        ledger.failed(Phase.FIRST);
        ledger.priced(true);
        assertThat(ledger.lately().requests()).isEqualTo(1);
        assertThat(ledger.lately().requests()).isZero();
        assertThat(ledger.of(Phase.FIRST).failures()).isEqualTo(1);
        assertThat(ledger.oldPrices()).isEqualTo(1);
        assertThat(ledger.lately().perSecond(3)).isZero();
        assertThat(ledger.lately().share("memory")).isZero();
    }
}
