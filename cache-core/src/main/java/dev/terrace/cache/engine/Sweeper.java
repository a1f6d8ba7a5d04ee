package dev.terrace.cache.engine;

import dev.terrace.cache.Removed;
import dev.terrace.cache.tier.CoherenceChannel.Phase;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.Scan.Verdict;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes many keys: raises a barrier, which takes effect at once, then walks every tier to remove what
 * it hides, counts, and retires it.
 *
 * <p>The count is of distinct live keys, without remembering any: tiers are swept from memory down, and
 * a key counts in a tier only if no tier below it holds it live.
 *
 * <p>Writes and installs that began before the barrier are waited for before the walk begins: one that is still
 * on its way to a tier could arrive behind it. A barrier that could not be swept from every tier stays
 * and is tried again.
 */
final class Sweeper {

    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Barriers barriers;
    private final PendingWrites pending;
    private final GracePeriods grace;
    private final Regions regions;
    private final Chain chain;
    private final Counters unowned;
    private final Events events;
    private final Workers workers;
    private final TimeSource time;
    private final Set<Barrier> failed = ConcurrentHashMap.newKeySet();
    private final Map<Barrier, CompletableFuture<Removed>> running = new ConcurrentHashMap<>();
    private final SweepProgress progress;
    private volatile boolean closed;

    Sweeper(Ground ground, Regions regions, Chain chain, Counters unowned) {
        this.barriers = ground.barriers();
        this.pending = ground.pending();
        this.grace = ground.grace();
        this.events = ground.events();
        this.workers = ground.workers();
        this.time = ground.time();
        this.regions = regions;
        this.chain = chain;
        this.unowned = unowned;
        this.progress = new SweepProgress(1 + chain.tiers().size());
    }

    SweepProgress progress() {
        return progress;
    }

    /** Removes what is in a scope and returns when it is gone. */
    Removed remove(Scope scope) {
        checkMayWait();
        return sweepNow(raise(scope));
    }

    /** A sweep waits for the writes under way, and one of them may be telling this very listener. */
    private void checkMayWait() {
        if (events.isTelling()) {
            throw new IllegalStateException("a listener must not wait for an invalidation, which may be waiting for"
                    + " the listener; call async().invalidate(...) or async().clear() and do not join");
        }
    }

    /** Raises a barrier for a caller of this node and tells the others: effective when this returns. */
    Barrier raise(Scope scope) {
        Barrier barrier = barriers.raise(scope);
        announce(scope, Phase.RAISED);
        return barrier;
    }

    /**
     * Raises a barrier and returns without waiting for network or disk: the others are told, and the tiers
     * swept, on a background thread.
     */
    CompletableFuture<Removed> raiseAndSweepSoon(Scope scope) {
        Barrier barrier = barriers.raise(scope);
        return chain.shared() == null ? sweepSoon(barrier) : announceAndSweepSoon(barrier);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the result is completed by the callback
    private CompletableFuture<Removed> announceAndSweepSoon(Barrier barrier) {
        CompletableFuture<Removed> result = new CompletableFuture<>();
        boolean started = workers.tryRun(() -> {
            announce(barrier.scope(), Phase.RAISED);
            sweepSoon(barrier).whenComplete((removed, failure) -> {
                if (failure == null) {
                    result.complete(removed);
                } else {
                    result.completeExceptionally(failure);
                }
            });
        });
        if (!started) {
            result.complete(new Removed(0, false));
            if (!closed) {
                time.after(RETRY, () -> announceAndSweepSoon(barrier));
            }
        }
        return result;
    }

    private boolean announce(Scope scope, Phase phase) {
        SharedLink shared = chain.shared();
        if (shared == null) {
            return true;
        }
        try {
            shared.tier().coherence().announce(scope, phase);
            return true;
        } catch (RuntimeException e) {
            shared.failed("announce", e, unowned);
            return false;
        }
    }

    /** Sweeps on this thread and returns the count. */
    Removed sweepNow(Barrier barrier) {
        checkMayWait();
        awaitOlder(barrier).join();
        return sweep(barrier);
    }

    /** Sweeps on a background thread. */
    @SuppressWarnings("FutureReturnValueIgnored") // the result is completed by the callback
    CompletableFuture<Removed> sweepSoon(Barrier barrier) {
        CompletableFuture<Removed> result = new CompletableFuture<>();
        running.put(barrier, result);
        result.whenComplete((removed, failure) -> running.remove(barrier, result));
        awaitOlder(barrier).whenComplete((done, failure) -> {
            if (!workers.tryRun(() -> complete(result, barrier))) {
                tryAgainLater(barrier);
                result.complete(new Removed(0, false));
            }
        });
        return result;
    }

    /** Sweeps on a background thread for nobody in particular. */
    @SuppressWarnings("FutureReturnValueIgnored") // a sweep that fails is tried again, whoever asked
    void sweepUnasked(Barrier barrier) {
        sweepSoon(barrier);
    }

    private void complete(CompletableFuture<Removed> result, Barrier barrier) {
        try {
            result.complete(sweep(barrier));
        } catch (RuntimeException e) {
            tryAgainLater(barrier);
            result.completeExceptionally(e);
        }
    }

    /** Returns a future that completes when nothing older than the barrier is on its way to a tier any more. */
    private CompletableFuture<Void> awaitOlder(Barrier barrier) {
        return grace.elapse().thenCompose(over -> PendingWrites.allEnded(olderWrites(barrier)));
    }

    private List<Pending> olderWrites(Barrier barrier) {
        return pending.hiddenBy(barrier).stream()
                .filter(write -> !isWaiting(write))
                .toList();
    }

    /** A write that waits in the queue is dropped by the sweep, before it turns to the shared tier. */
    private boolean isWaiting(Pending write) {
        SharedLink shared = chain.shared();
        return shared != null && shared.queue().holds(write);
    }

    private Removed sweep(Barrier barrier) {
        progress.at(barrier, 0, 0);
        try {
            return sweepTiers(barrier);
        } finally {
            progress.end(barrier);
        }
    }

    private Removed sweepTiers(Barrier barrier) {
        long count = regions.sweepMemory(barrier, keys -> countNotBelow(keys, 0, barrier));
        boolean complete = true;
        for (int i = 0; i < chain.local().size(); i++) {
            TierGuard tier = chain.local().get(i);
            Long removed = sweepTier(tier, i + 1, barrier);
            complete &= removed != null;
            count += removed == null ? 0 : removed;
        }
        Long remote = sweepShared(barrier);
        complete &= remote != null;
        count += remote == null ? 0 : remote;
        if (complete) {
            barriers.retire(barrier);
        } else {
            tryAgainLater(barrier);
        }
        regions.swept(barrier, count);
        return new Removed(count, complete);
    }

    /** Returns how many live keys were removed that no tier below holds; null if the tier failed. */
    private @Nullable Long sweepTier(TierGuard tier, int below, Barrier barrier) {
        if (tier.isAside()) {
            return 0L; // it is emptied before it is used again
        }
        long count = 0;
        try (Scan scan = tier.scan(barrier.scope())) {
            boolean more = true;
            while (more && !closed) {
                progress.at(barrier, tier.index(), scan.progress());
                List<TierKey> live = new ArrayList<>();
                more = scan.step(entry -> visit(entry, barrier, live));
                count += countNotBelow(live, below, barrier);
            }
            return closed ? null : count;
        } catch (RuntimeException | InternalError e) {
            LOG.warn("sweep_failed tier={} scope=\"{}\"", tier.name(), barrier.scope(), e);
            return null;
        }
    }

    private Verdict visit(Scan.Scanned entry, Barrier barrier, List<TierKey> live) {
        if (entry.position() > barrier.position()) {
            return Verdict.KEEP;
        }
        if (entry.expiresAt() > time.millis() + regions.clockOffset()) {
            live.add(entry.key());
        }
        return Verdict.REMOVE;
    }

    private long countNotBelow(Collection<TierKey> keys, int below, Barrier barrier) {
        List<TierKey> left = new ArrayList<>(keys);
        keys.forEach(key -> regions.removedBy(key, barrier));
        for (int i = below; i < chain.local().size() && !left.isEmpty(); i++) {
            left.removeAll(liveIn(chain.local().get(i).getAll(left, unowned), barrier));
        }
        if (chain.shared() != null && below <= chain.local().size() && !left.isEmpty()) {
            left.removeAll(liveIn(chain.shared().getAll(left, unowned), barrier));
        }
        return left.size();
    }

    private Collection<TierKey> liveIn(java.util.Map<TierKey, Entry> found, Barrier barrier) {
        long now = time.millis() + regions.clockOffset();
        return found.entrySet().stream()
                .filter(entry -> entry.getValue().expiresAt() > now && barrier.hides(entry.getKey(), entry.getValue()))
                .map(java.util.Map.Entry::getKey)
                .collect(java.util.stream.Collectors.toSet());
    }

    private @Nullable Long sweepShared(Barrier barrier) {
        SharedLink shared = chain.shared();
        if (shared == null) {
            return 0L;
        }
        try {
            progress.at(barrier, shared.index(), 0);
            shared.queue().drop(barrier);
            long removed = shared.tier().sweep(barrier.scope(), () -> !closed);
            return announce(barrier.scope(), Phase.SWEPT) && !closed ? removed : null;
        } catch (RuntimeException e) {
            shared.failed("sweep", e, unowned);
            return null;
        }
    }

    /** Sweeps the tiers of this process soon, for a barrier of another node, which sweeps the shared tier. */
    @SuppressWarnings("FutureReturnValueIgnored") // a sweep that cannot begin is tried again
    void sweepLocally(Barrier barrier) {
        awaitOlder(barrier).whenComplete((over, failure) -> {
            if (!workers.tryRun(() -> sweepLocalTiers(barrier)) && !closed) {
                time.after(RETRY, () -> sweepLocally(barrier));
            }
        });
    }

    private void sweepLocalTiers(Barrier barrier) {
        progress.at(barrier, 0, 0);
        try {
            sweepEachLocalTier(barrier);
        } finally {
            progress.end(barrier);
        }
    }

    private void sweepEachLocalTier(Barrier barrier) {
        regions.sweepMemory(barrier, keys -> 0);
        boolean complete = true;
        for (TierGuard tier : chain.local()) {
            complete &= sweepTier(tier, Integer.MAX_VALUE, barrier) != null;
        }
        if (complete) {
            barriers.retire(barrier);
        } else if (!closed) {
            time.after(RETRY, () -> sweepLocally(barrier));
        }
    }

    private void tryAgainLater(Barrier barrier) {
        if (!closed) {
            failed.add(barrier);
            time.after(RETRY, () -> tryAgain(barrier));
        }
    }

    private void tryAgain(Barrier barrier) {
        if (failed.remove(barrier)) {
            sweepUnasked(barrier);
        }
    }

    /**
     * Returns a future for somebody who cannot go on before a barrier is retired; it fails if its sweep does. A sweep
     * that has failed is tried again at once.
     */
    CompletableFuture<Void> hurry(Barrier barrier) {
        CompletableFuture<Removed> sweep = failed.remove(barrier) ? sweepSoon(barrier) : running.get(barrier);
        if (sweep == null) {
            return barrier.retired();
        }
        return sweep.thenAccept(removed -> {
            if (!removed.complete()) {
                throw new IllegalStateException(barrier + " could not be swept from every tier");
            }
        });
    }

    /** Sweeps what an earlier run left. */
    void resume(Barrier barrier) {
        barriers.activate(barrier);
        sweepUnasked(barrier);
    }

    /** Empties one tier of this process; barriers are not involved. */
    long empty(TierGuard tier) {
        long[] count = new long[1];
        return tier.guarded(
                "scan",
                () -> {
                    try (Scan scan = tier.scan(Scope.ALL)) {
                        boolean more = true;
                        while (more) {
                            more = scan.step(entry -> {
                                count[0]++;
                                return Verdict.REMOVE;
                            });
                        }
                    }
                    return count[0];
                },
                0L);
    }

    /** Makes sweeps end soon; their barriers stay in the journal. */
    void close() {
        closed = true;
    }
}
