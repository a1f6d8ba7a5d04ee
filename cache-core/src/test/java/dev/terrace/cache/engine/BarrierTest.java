package dev.terrace.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.testkit.ConcurrentRun;
import dev.terrace.cache.testkit.Entries;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.Operation;
import dev.terrace.cache.testkit.Pause;
import dev.terrace.cache.testkit.Running;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Scope;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BarrierTest {

    private final FakeTime time = new FakeTime();
    private final Positions positions = new Positions(null);
    private final Barrier barrier = new Barrier(Scope.ALL);

    private Entry entryAt(long position) {
        return new Entries(time).of(Node.A).stamp(position, 0).build();
    }

    private boolean hides(long position) {
        return barrier.hides(Node.A, entryAt(position));
    }

    @Nested
    class WithoutAPosition {

        @Test
        void itHidesWhateverThereIs() {
            assertThat(hides(positions.next())).isTrue();
        }

        @Test
        void whoAsksForItWaitsUntilItMayBeDrawn() {
            Running<Long> asking = ConcurrentRun.start(barrier::position);
            long placed = barrier.place(positions);
            assertThat(asking.result()).isEqualTo(placed);
        }
    }

    @Nested
    class OncePlaced {

        @Test
        void itHidesWhatIsOlderAndNothingElse() {
            long older = positions.next();
            barrier.place(positions);
            assertThat(hides(older)).isTrue();
            assertThat(hides(barrier.position())).isTrue();
            assertThat(hides(positions.next())).isFalse();
        }

        @Test
        void itsPositionStaysWhoeverAsks() {
            long placed = barrier.place(positions);
            positions.next();
            assertThat(barrier.place(positions)).isEqualTo(placed);
            assertThat(barrier.position()).isEqualTo(placed);
        }
    }

    /** It is effective, but its call has not returned: what is hidden now must not be seen later. */
    @Test
    void whatIsStoredWhileABarrierIsJournalledIsSeenAtOnce() {
        try (Node node = Node.local().start()) {
            node.cache.set("a", "old");
            Pause journalling = node.onDisk().pauseBefore(Operation.APPEND);
            Running<Long> clearing = ConcurrentRun.start(node.cache::clear);
            journalling.awaitReached();
            assertThat(node.cache.get("a")).isNull();
            node.cache.set("a", "new");
            assertThat(node.cache.get("a")).isEqualTo("new");
            journalling.release();
            clearing.awaitDoneOrWaiting();
            node.workers.runAll();
            clearing.result();
            assertThat(node.cache.get("a")).isEqualTo("new");
        }
    }
}
