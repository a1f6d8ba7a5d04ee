package dev.terrace.cache.disk;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.time.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Removes dead entries in the background, a few segments at a time, so that every segment is seen once in {@value
 * #PERIOD_MINUTES} minutes. The first walk over a file that was there before also counts what is in it, and finds the
 * side files that nothing points at.
 *
 * <p>One run at a time; each is short and begins the wait for the next.
 */
final class ExpirySweeper {

    static final int PERIOD_MINUTES = 10;
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

    private final Mount mount;
    private final TierContext context;

    @GuardedBy("this")
    private TimeSource.@Nullable Scheduled next;

    @GuardedBy("this")
    private boolean closed;

    private @Nullable Walk walk; // of the run under way

    ExpirySweeper(Mount mount, TierContext context) {
        this.mount = mount;
        this.context = context;
    }

    void start() {
        schedule(SHORTEST_PAUSE);
    }

    private synchronized void schedule(Duration pause) {
        if (!closed) {
            next = context.time().after(pause, this::begin);
        }
    }

    private void begin() {
        try {
            context.executor().execute(this::run);
        } catch (RejectedExecutionException full) {
            schedule(SHORTEST_PAUSE);
        }
    }

    private void run() {
        Duration pause = SHORTEST_PAUSE;
        if (mount.stage() instanceof Stage.Open open) {
            pause = pause(open.store().disk().segments());
            try {
                sweep(open.store());
            } catch (RuntimeException | InternalError fault) {
                mount.failed(open, fault);
            }
        }
        schedule(pause);
    }

    private void sweep(EntryStore store) {
        Walk current = walk;
        if (current == null || current.store != store) {
            current = new Walk(store);
            walk = current;
        }
        int segments = store.disk().segments();
        long runs = Duration.ofMinutes(PERIOD_MINUTES).dividedBy(pause(segments));
        for (long i = 0; i <= segments / runs; i++) {
            current.step(context.time().millis());
        }
        store.collect();
    }

    private static Duration pause(int segments) {
        Duration pause = Duration.ofMinutes(PERIOD_MINUTES).dividedBy(segments);
        return pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause;
    }

    synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel();
        }
    }

    /** Where the walk over one file stands. */
    private static final class Walk {

        private final EntryStore store;
        private final long orphansBelow;
        private final Set<Long> pointedAt = new HashSet<>();
        private boolean first = true;
        private int segment;

        Walk(EntryStore store) {
            this.store = store;
            orphansBelow = store.firstOwnSideFile();
        }

        void step(long now) {
            DiskFile disk = store.disk();
            disk.learn(segment);
            disk.scan(segment, view -> visit(view, now));
            segment++;
            if (segment == disk.segments()) {
                segment = 0;
                disk.counters().expiries.tidy(now);
                endOfRound();
            }
        }

        private SegmentVisitor.Verdict visit(EntryView view, long now) {
            if (Headers.isDead(view, now)) {
                store.disk().counters().swept.increment();
                return SegmentVisitor.Verdict.REMOVE;
            }
            if (first && view.isAside()) {
                pointedAt.add(SidePointer.number(view));
            }
            return SegmentVisitor.Verdict.KEEP;
        }

        private void endOfRound() {
            if (!first) {
                return;
            }
            first = false;
            try {
                store.side().collectOrphans(orphansBelow, pointedAt::contains);
            } catch (IOException later) {
                first = true; // and again in the next round
            }
            pointedAt.clear();
        }
    }
}
