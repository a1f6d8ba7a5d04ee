package dev.terrace.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.terrace.cache.testkit.Entries;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.Suspects;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.tier.TierUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries that wait to be verified, hottest first. */
class SuspectWalkTest {

    private static final long OLD = 1;
    private static final long NOW = 2;

    private final FakeTime time = new FakeTime();
    private final Entries entries = new Entries(time);
    private DiskTier tier;

    @BeforeEach
    void start(@TempDir Path folder) {
        tier = DiskTier.at(folder).maximumBytes(8 << 20);
        tier.start(new TierContext(time, Runnable::run));
    }

    @AfterEach
    void end() {
        tier.close();
    }

    private Entry put(String key, long epoch) {
        TierKey name = new TierKey("r", key);
        Entry entry = entries.of(name).stamp(3, epoch).build();
        tier.put(name, entry, Gate.OPEN);
        return entry;
    }

    private List<String> walk(int step) {
        List<String> all = new ArrayList<>();
        try (Suspects.Walk walk = tier.suspects(NOW)) {
            for (List<Suspects.Suspect> next = walk.next(step); !next.isEmpty(); next = walk.next(step)) {
                assertThat(next).hasSizeLessThanOrEqualTo(step);
                next.forEach(suspect -> all.add(suspect.key().key()));
            }
        }
        return all;
    }

    @Test
    void theHottestComeFirstAndAllOfThemCome() {
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < 3_000; i++) {
            put("k" + i, OLD);
            keys.add("k" + i);
        }
        for (String hot : List.of("k7", "k1500", "k2999")) {
            tier.get(new TierKey("r", hot));
            tier.get(new TierKey("r", hot));
        }
        tier.get(new TierKey("r", "k42"));
        List<String> walked = walk(100);
        assertThat(walked.subList(0, 3)).containsExactlyInAnyOrder("k7", "k1500", "k2999");
        assertThat(walked.get(3)).isEqualTo("k42");
        assertThat(walked).hasSize(3_000).containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void entriesOfThisEpochAndDeadOnesAreNotAmongThem() {
        put("right", NOW);
        put("dead", OLD);
        time.advance(Duration.ofDays(2));
        put("suspect", OLD);
        assertThat(walk(1)).containsExactly("suspect");
    }

    @Test
    void whatIsConfirmedIsNoSuspectAnyMore() {
        Entry entry = put("a", OLD);
        TierKey key = new TierKey("r", "a");
        assertThat(tier.confirm(key, entry.tag() + 1, NOW)).isFalse();
        assertThat(tier.confirm(new TierKey("r", "none"), entry.tag(), NOW)).isFalse();
        assertThat(walk(9)).containsExactly("a");

        assertThat(tier.confirm(key, entry.tag(), NOW)).isTrue();

        assertThat(walk(9)).isEmpty();
        Entry read = tier.get(key);
        assertThat(read).isNotNull();
        assertThat(read.epoch()).isEqualTo(NOW);
        assertThat(read.position()).isEqualTo(3);
        assertThat(read.bytes()).isEqualTo(entry.bytes());
    }

    @Test
    void aWalkOfNothingAndOneThatWasGivenUpAreAtTheirEnd() {
        assertThat(walk(5)).isEmpty();
        put("a", OLD);
        Suspects.Walk walk = tier.suspects(NOW);
        walk.close();
        assertThat(walk.next(5)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> walk.next(0))
                .withMessageContaining("most must be at least 1 but was 0");
    }

    @Test
    void aFolderOfAnotherProcessCannotBeWalkedYet(@TempDir Path other) {
        try (DiskTier first = DiskTier.at(other).maximumBytes(1 << 20);
                DiskTier waiting = DiskTier.at(other).maximumBytes(1 << 20).waitForDirectory(Duration.ofMinutes(1))) {
            first.start(new TierContext(time, Runnable::run));
            waiting.start(new TierContext(time, Runnable::run));
            assertThatExceptionOfType(TierUnavailableException.class).isThrownBy(() -> waiting.suspects(NOW));
            assertThat(waiting.confirm(new TierKey("r", "a"), 1, NOW)).isFalse();
        }
    }
}
