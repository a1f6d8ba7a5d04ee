package dev.terrace.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.terrace.cache.testkit.Entries;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.PutResult;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.tier.TierKey;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which entries are worth a write to disk, and how much is written. */
class DiskAdmissionTest {

    private static final TierKey KEY = new TierKey("user", "1");
    private static final Duration WINDOW = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime();
    private final Entries entries = new Entries(time);
    private DiskTier tier;

    private void start(DiskTier described) {
        tier = described.maximumBytes(4 << 20);
        tier.start(new TierContext(time, Runnable::run));
    }

    @AfterEach
    void end() {
        if (tier != null) {
            tier.close();
        }
    }

    private PutResult put(TierKey key, Entry entry) {
        return tier.put(key, entry, Gate.OPEN);
    }

    @Test
    void aKeyIsStoredWhenItIsSeenTheSecondTime() {
        start(DiskTier.at(folder).secondSight(WINDOW));
        assertThat(put(KEY, entries.text(KEY, "a"))).isEqualTo(PutResult.REFUSED);
        assertThat(tier.get(KEY)).isNull();
        assertThat(put(KEY, entries.text(KEY, "b"))).isEqualTo(PutResult.STORED);
        assertThat(tier.get(KEY)).isNotNull();
        assertThat(tier.gauges()).containsEntry("admission.refused", 1.0);
        assertThat(tier.gauges().get("free.bytes")).isPositive();
    }

    @Test
    void aKeyIsRememberedForHalfOfTheWindowAndForgottenAfterAllOfIt() {
        start(DiskTier.at(folder).secondSight(WINDOW));
        time.advance(Duration.ofMinutes(4));
        put(KEY, entries.text(KEY, "a"));
        time.advance(Duration.ofMinutes(5));
        assertThat(put(KEY, entries.text(KEY, "b"))).isEqualTo(PutResult.STORED);

        TierKey other = new TierKey("user", "2");
        put(other, entries.text(other, "a"));
        time.advance(WINDOW);
        assertThat(put(other, entries.text(other, "b"))).isEqualTo(PutResult.REFUSED);
    }

    @Test
    void aStoredKeyIsReplacedHoweverLongItWasNotSeen() {
        start(DiskTier.at(folder).secondSight(WINDOW));
        put(KEY, entries.of(KEY).forever().build());
        put(KEY, entries.of(KEY).forever().build());
        time.advance(Duration.ofDays(30));
        assertThat(put(KEY, entries.text(KEY, "later"))).isEqualTo(PutResult.STORED);
    }

    @Test
    void fewNewKeysAreTakenForOldOnes() {
        SecondSight sight = new SecondSight(WINDOW.toNanos(), 100_000, time::nanos);
        int taken = 0;
        for (long key = 0; key < 300_000; key++) {
            taken += sight.isSecond(Fingerprint.mix(key)) ? 1 : 0;
        }
        assertThat(taken).isLessThan(30_000);
        assertThat(sight.isSecond(Fingerprint.mix(299_999))).isTrue();
        assertThat(sight.heapBytes()).isLessThan(250_000);
    }

    @Test
    void anEntryThatDiesSoonIsNotStoredAndTakesTheOlderOneAlong() {
        start(DiskTier.at(folder).minimumTtl(Duration.ofMinutes(1)));
        Entry lasting = entries.of(KEY).lives(Duration.ofMinutes(2)).build();
        assertThat(put(KEY, lasting)).isEqualTo(PutResult.STORED);
        time.advance(Duration.ofSeconds(90));
        assertThat(put(KEY, lasting.stamped(7, 7))).as("is there already").isEqualTo(PutResult.STORED);
        Entry brief = entries.of(KEY).lives(Duration.ofSeconds(59)).build();
        assertThat(tier.put(KEY, brief, presentTag -> false)).isEqualTo(PutResult.GATE_CLOSED);
        assertThat(tier.get(KEY)).isNotNull();
        assertThat(put(KEY, brief)).isEqualTo(PutResult.REFUSED);
        assertThat(tier.get(KEY)).isNull();
        assertThat(put(KEY, entries.of(KEY).forever().build())).isEqualTo(PutResult.STORED);
    }

    @Test
    void whatIsWrittenInADayIsReportedWithTheLargeValues() {
        start(DiskTier.at(folder));
        time.advance(Duration.ofHours(12));
        put(KEY, entries.of(KEY).forever().payload(100_000).build());
        assertThat(tier.gauges().get("written.bytes")).isBetween(100_000.0, 101_000.0);
        assertThat(tier.gauges().get("written.bytes.per.day")).isBetween(200_000.0, 202_000.0);
    }

    @Test
    void durationsOutOfRangeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DiskTier.at(folder).secondSight(Duration.ofDays(-1)))
                .withMessageContaining("secondSight must be from zero to PT8760H but was PT-24H");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DiskTier.at(folder).minimumTtl(Duration.ofDays(400)));
    }
}
