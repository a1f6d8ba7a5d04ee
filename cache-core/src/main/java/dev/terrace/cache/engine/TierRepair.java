package dev.terrace.cache.engine;

import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.Scan.Verdict;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.StateStore;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.time.TimeSource;
import java.time.Duration;

/**
 * Brings a tier back: removes the keys that it may hold wrongly, and empties it if it was set aside. Tries
 * again with doubling pauses until it has worked.
 */
final class TierRepair {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final TierGuard guard;
    private final TierFailures failures;
    private final Workers workers;
    private final TimeSource time;
    private Duration pause = FIRST_PAUSE;
    private boolean scheduled;
    private boolean closed;

    TierRepair(TierGuard guard, TierFailures failures, Workers workers, TimeSource time) {
        this.guard = guard;
        this.failures = failures;
        this.workers = workers;
        this.time = time;
    }

    /** Asks for a repair soon; does nothing if one is coming. */
    synchronized void request() {
        if (!scheduled && !closed) {
            scheduled = true;
            time.after(pause, this::start);
        }
    }

    /** A put that found the tier in use may still be on its way, and would land behind the emptying. */
    @SuppressWarnings("FutureReturnValueIgnored") // a repair that cannot begin is tried again
    private void start() {
        guard.putsEnded().whenComplete((over, failure) -> {
            if (!workers.tryRun(this::repair)) {
                again();
            }
        });
    }

    private void repair() {
        if (!isRepaired()) {
            again();
            return;
        }
        synchronized (this) {
            scheduled = false;
            pause = FIRST_PAUSE;
        }
        if (failures.isAside() || guard.distrust().size() > 0) {
            request(); // it went wrong again meanwhile
        }
    }

    private synchronized void again() {
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        scheduled = false;
        request();
    }

    /** Returns true if nothing is wrong any more of what was wrong at the start. */
    private boolean isRepaired() {
        if (guard.tier() instanceof StateStore state && state.isForeign()) {
            return false; // what is wrong in it is out of reach
        }
        try {
            if (failures.isAside()) {
                long before = guard.distrust().now();
                empty();
                guard.distrust().settleAll(before);
                failures.backInUse();
            }
            for (TierKey key : guard.distrust().snapshot()) {
                long before = guard.distrust().now();
                guard.tier().remove(key, Gate.OPEN);
                guard.distrust().settle(key, before);
            }
            return true;
        } catch (RuntimeException | InternalError e) {
            return false;
        }
    }

    private void empty() {
        try (Scan scan = guard.tier().scan(Scope.ALL)) {
            boolean more = true;
            while (more) {
                more = scan.step(entry -> Verdict.REMOVE);
            }
        }
    }

    synchronized void close() {
        closed = true;
    }
}
