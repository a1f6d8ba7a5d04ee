package dev.terrace.cache.engine;

import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lets a sweep wait for the steps that may have asked their gate before its barrier was raised.
 *
 * <p>A gate answers inside a tier's atomic step, and the entry is there only when that step is over. The walk of a
 * sweep can pass the entry's place in between: iterators of a {@code ConcurrentHashMap} do not wait for a {@code
 * compute} under way. So whoever is about to ask a gate, or to register a write at a position, says so first, and a
 * sweep begins only when all who began before its barrier are through. It is the grace period of read-copy-update
 * (McKenney and Slingwine, 1998).
 *
 * <p>Removals from memory are steps as well, and a sweep waits once more when its walk is over: Caffeine's iterators pass
 * over an entry whose removal has begun, which reads find until it has ended.
 *
 * <p>A step costs two uncontended adds and allocates nothing. Lock-free but for {@link #elapse}. Safe for use by many
 * threads.
 */
final class GracePeriods {

    private volatile Period current = new Period();
    private CompletableFuture<Void> before = CompletableFuture.completedFuture(null);

    /** The steps that began between two calls of {@link #elapse}. */
    final class Period {

        private final LongAdder begun = new LongAdder();
        private final LongAdder ended = new LongAdder();
        private final CompletableFuture<Void> over = new CompletableFuture<>();

        /** Counts a step in. */
        void begin() {
            begun.increment();
            // An adder only releases what it adds; the look at the current period must not be taken before it.
            VarHandle.fullFence();
        }

        /** The step is over. */
        void leave() {
            ended.increment();
            VarHandle.fullFence(); // as above
            if (this != current) {
                completeIfOver();
            }
        }

        /** The ended are read first: each of them is among the begun that are read after. */
        private void completeIfOver() {
            long through = ended.sum();
            if (through == begun.sum()) {
                over.complete(null);
            }
        }
    }

    /** Begins a step; to be called before its gate is asked or its position is taken, and left in every case. */
    Period enter() {
        while (true) {
            Period period = current;
            period.begin();
            if (period == current) {
                return period;
            }
            period.leave(); // closed meanwhile: later grace periods would not wait for this step
        }
    }

    /**
     * Returns a future that completes when every step is over that began before this call.
     */
    synchronized CompletableFuture<Void> elapse() {
        Period closed = current;
        current = new Period();
        closed.completeIfOver();
        before = before.isDone() ? closed.over : CompletableFuture.allOf(before, closed.over);
        return before;
    }
}
