package dev.terrace.cache.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.testkit.Faults.FaultException;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.Journal;
import dev.terrace.cache.tier.PutResult;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.StateStore;
import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.tier.TierKey;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FlakyTierTest {

    private final FakeTime time = new FakeTime();
    private final Entries entries = new Entries(time);
    private final ReferenceTier reference = new ReferenceTier();
    private final FlakyTier tier = FlakyTier.around(reference);
    private final TierKey key = new TierKey("user", "a");
    private final Entry entry = entries.text(key, "Ada");

    @BeforeEach
    void start() {
        tier.start(new TierContext(time, Runnable::run));
        tier.put(key, entry, Gate.OPEN);
    }

    @Test
    void theNextCallsThrowAndTheOneAfterThemSucceeds() {
        tier.faults().throwNext(Operation.GET, 2);

        assertThatThrownBy(() -> tier.get(key)).isInstanceOf(FaultException.class);
        assertThatThrownBy(() -> tier.get(key)).isInstanceOf(FaultException.class);
        assertThat(Entries.textOf(tier.get(key))).isEqualTo("Ada");
        assertThat(tier.faults().calls(Operation.GET)).isEqualTo(3);
    }

    @Test
    void everyCallThrowsUntilHealed() {
        tier.faults().throwAlways();
        assertThatThrownBy(() -> tier.remove(key, Gate.OPEN)).isInstanceOf(FaultException.class);
        assertThatThrownBy(() -> tier.scan(Scope.ALL)).isInstanceOf(FaultException.class);
        tier.faults().heal();

        assertThat(tier.get(key)).isNotNull();
        tier.faults().resetCalls();
        assertThat(tier.faults().calls()).isZero();
    }

    @Test
    void aHangingCallWaitsUntilItIsReleased() {
        Pause hang = tier.faults().hang(Operation.GET);
        Running<Entry> one = ConcurrentRun.start(() -> tier.get(key));
        Running<Entry> two = ConcurrentRun.start(() -> tier.get(key));
        hang.awaitReached(2);
        assertThat(one.isDone() || two.isDone()).isFalse();

        hang.release();

        assertThat(one.result()).isNotNull();
        assertThat(two.result()).isNotNull();
        assertThat(hang.reached()).isEqualTo(2);
    }

    @Test
    void aPauseBeforeShowsTheTierWithoutTheChangeAndAPauseAfterWithIt() {
        for (boolean before : new boolean[] {true, false}) {
            tier.put(key, entry, Gate.OPEN);
            Pause pause = before
                    ? tier.faults().pauseBefore(Operation.REMOVE, key)
                    : tier.faults().pauseAfter(Operation.REMOVE, key);
            tier.remove(new TierKey("user", "other"), Gate.OPEN);
            Running<Boolean> removal = ConcurrentRun.start(() -> tier.remove(key, Gate.OPEN));
            pause.awaitReached();

            assertThat(reference.get(key) != null).isEqualTo(before);
            assertThat(removal.isDone()).isFalse();
            pause.close();
            assertThat(removal.result()).isTrue();
        }
    }

    @Test
    void aHangingCallEndsWhenItsThreadIsInterrupted() {
        Pause hang = tier.faults().hang(Operation.SIZE);
        Running<?> call = ConcurrentRun.start(tier::size);
        hang.awaitReached();
        call.thread().interrupt();

        assertThat(call.failure()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void garbageHasAWholeHeaderButDoesNotVerify() {
        tier.garbageNext(2);

        Entry garbage = tier.get(key);
        assertThat(garbage.tag()).isEqualTo(entry.tag());
        assertThat(garbage.verify(key.utf8())).isFalse();
        assertThat(tier.getAll(List.of(key)).get(key).verify(key.utf8())).isFalse();
        assertThat(tier.get(key).verify(key.utf8())).isTrue();
    }

    @Test
    void aRefusedPutLosesTheKeyUnlessItsGateIsClosed() {
        tier.refusePuts(true);

        assertThat(tier.put(key, entry, presentTag -> false)).isEqualTo(PutResult.GATE_CLOSED);
        assertThat(reference.get(key)).isNotNull();
        assertThat(tier.putAll(List.of(new Tier.Put(key, entry, Gate.OPEN)))).containsExactly(PutResult.REFUSED);
        assertThat(reference.get(key)).isNull();
        tier.refusePuts(false);
        assertThat(tier.put(key, entry, Gate.OPEN)).isEqualTo(PutResult.STORED);
    }

    @Test
    void stateAndJournalPassThrough() {
        StateStore state = (StateStore) tier;
        Journal journal = (Journal) tier;
        Journal.Barrier later = new Journal.Barrier(9, Scope.ALL);
        Journal.Write sooner = new Journal.Write(4, key, null, 0, 0);
        journal.append(later);
        journal.append(sooner);
        state.save("epoch", new byte[] {7});

        assertThat(journal.unsettled()).containsExactly(sooner, later);
        journal.settle(4);
        ReferenceTier after = reference.reopen();
        assertThat(after.unsettled()).containsExactly(later);
        assertThat(after.load("epoch")).containsExactly(7);
        assertThat(state.load("none")).isNull();
        after.journalIsComplete(false);
        assertThat(after.isComplete()).isFalse();
        assertThat(journal.isComplete()).isTrue();
        tier.faults().throwNext(Operation.APPEND, 1);
        assertThatThrownBy(() -> journal.append(later)).isInstanceOf(FaultException.class);
    }

    @Test
    void aTierWithoutAJournalStaysOneWithoutAJournal() {
        assertThat(FlakyTier.around(new HeapTier("heap", 1_000))).isNotInstanceOf(Journal.class);
    }

    @Test
    void aFullReferenceTierMakesRoom() {
        HeapTier small = new HeapTier("heap", 10_000);
        small.start(new TierContext(time, Runnable::run));
        for (int i = 0; i < 100; i++) {
            TierKey each = new TierKey("user", "k" + i);
            small.put(each, entries.of(each).payload(1_000).build(), Gate.OPEN);
            assertThat(small.get(each)).isNotNull();
        }
        assertThat(small.size().bytes()).isBetween(5_000L, 10_000L);
    }
}
