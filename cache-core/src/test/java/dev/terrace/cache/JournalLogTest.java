package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.policy.WriteStrategy;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.FlakyTier;
import dev.terrace.cache.testkit.Operation;
import dev.terrace.cache.testkit.RecordedLogs;
import dev.terrace.cache.testkit.ReferenceTier;
import dev.terrace.cache.testkit.SharedStore;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the log says of a journal that cannot record writes for a while. */
class JournalLogTest {

    @Test
    void aJournalThatFailsIsLoggedOnceUntilItWorksAgain() {
        FakeTime time = new FakeTime();
        SharedStore store = new SharedStore(time);
        FlakyTier disk = FlakyTier.around(new ReferenceTier());
        try (CacheManager manager = CacheManager.builder()
                .time(time)
                .executor(Runnable::run)
                .regionDefaults(region -> region.writes(WriteStrategy.WRITE_BEHIND))
                .tier(disk)
                .tier(store.attach())
                .build()) {
            Cache<String> cache = manager.cache("r", String.class);
            RecordedLogs.clear();
            for (int outage = 0; outage < 2; outage++) {
                disk.faults().throwAlways(Operation.APPEND);
                cache.set("a", "1");
                cache.set("b", "1");
                disk.faults().heal();
                cache.set("a", "2");
                cache.set("b", "2");
            }
            assertThat(RecordedLogs.linesWith("write"))
                    .isEqualTo(List.of(
                            "write_not_journalled", "writes_journalled_again",
                            "write_not_journalled", "writes_journalled_again"));
        }
    }
}
