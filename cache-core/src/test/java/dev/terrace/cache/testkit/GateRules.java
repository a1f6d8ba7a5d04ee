package dev.terrace.cache.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.PutResult;
import dev.terrace.cache.tier.TierKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the gate is told, and that its answer holds. */
interface GateRules extends TierRules {

    @Test
    default void aClosedGateLeavesThingsAsTheyAre() {
        TierKey key = key("a");
        Entry stored = newEntry(key);

        assertThat(tier().put(key, stored, presentTag -> false)).isEqualTo(PutResult.GATE_CLOSED);
        assertThat(tier().get(key)).isNull();
        tier().put(key, stored, Gate.OPEN);

        assertThat(tier().put(key, newEntry(key), presentTag -> false)).isEqualTo(PutResult.GATE_CLOSED);
        assertThat(tier().remove(key, presentTag -> false)).isFalse();
        assertThat(tier().get(key)).isNotNull().extracting(Entry::tag).isEqualTo(stored.tag());
    }

    @Test
    default void theGateIsToldWhatIsStored() {
        TierKey key = key("a");
        Entry first = newEntry(key);
        Entry second = newEntry(key);

        assertThat(tagToldToPut(key, first)).isEqualTo(Gate.ABSENT);
        assertThat(tagToldToPut(key, second)).isEqualTo(first.tag());
        assertThat(tagToldToRemove(key)).isEqualTo(second.tag());
        assertThat(tagToldToPut(key, newEntry(key))).isEqualTo(Gate.ABSENT);
    }

    @Test
    default void removeAsksTheGateEvenWhenNothingIsStored() {
        assertThat(tagToldToRemove(key("none"))).isEqualTo(Gate.ABSENT);
    }

    @Test
    default void removeSaysWhetherSomethingWasThere() {
        TierKey key = key("a");
        tier().put(key, newEntry(key), Gate.OPEN);

        assertThat(tier().remove(key, Gate.OPEN)).isTrue();
        assertThat(tier().get(key)).isNull();
        assertThat(tier().getAll(List.of(key))).isEmpty();
        assertThat(tier().remove(key, Gate.OPEN)).isFalse();
    }

    @Test
    default void anExpiredEntryCountsUntilItsStaleTimeEnds() {
        TierKey key = key("a");
        Entry stale = entries()
                .of(key)
                .lives(Duration.ofHours(-1))
                .staleFor(Duration.ofHours(2))
                .build();
        tier().put(key, stale, Gate.OPEN);

        assertThat(tagToldToPut(key, newEntry(key))).isEqualTo(stale.tag());
    }

    @Test
    default void anEntryPastItsStaleTimeCountsAsAbsent() {
        for (String name : List.of("put", "remove")) {
            TierKey key = key(name);
            tier().put(key, entries().of(key).lives(Duration.ofHours(-1)).build(), Gate.OPEN);

            long told = name.equals("put") ? tagToldToPut(key, newEntry(key)) : tagToldToRemove(key);
            assertThat(told).as(name).isEqualTo(Gate.ABSENT);
        }
    }

    @Test
    default void anEntryThatGrowsOldCountsAsAbsentInTheEnd() {
        assumeTrue(traits().followsTheGivenClock(), "the tier follows another clock");
        TierKey key = key("a");
        Entry entry = entries()
                .of(key)
                .lives(Duration.ofMinutes(1))
                .staleFor(Duration.ofMinutes(1))
                .build();
        tier().put(key, entry, Gate.OPEN);

        pass(Duration.ofSeconds(90));
        assertThat(tagToldWithoutChange(key)).isEqualTo(entry.tag());
        pass(Duration.ofSeconds(31));
        assertThat(tagToldWithoutChange(key)).isEqualTo(Gate.ABSENT);
    }

    private long tagToldToPut(TierKey key, Entry entry) {
        List<Long> told = new ArrayList<>();
        PutResult result = tier().put(key, entry, told::add);
        assertThat(result).isEqualTo(PutResult.STORED);
        return last(told);
    }

    private long tagToldToRemove(TierKey key) {
        List<Long> told = new ArrayList<>();
        tier().remove(key, told::add);
        return last(told);
    }

    private long tagToldWithoutChange(TierKey key) {
        List<Long> told = new ArrayList<>();
        tier().remove(key, presentTag -> !told.add(presentTag));
        return last(told);
    }

    /** The last answer is the one that counts: a tier may ask again when it has to try again. */
    private static long last(List<Long> told) {
        assertThat(told).as("what the gate was asked").isNotEmpty();
        return told.get(told.size() - 1);
    }
}
