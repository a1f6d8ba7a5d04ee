package dev.terrace.cache.warming;

import dev.terrace.cache.warming.Planner.Wanted;
import dev.terrace.cache.warming.WarmingReport.Counts;
import dev.terrace.cache.warming.WarmingReport.SourceReport;
import dev.terrace.cache.warming.WarmingReport.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run of warming that may still be going on. Safe for use by many threads. */
public final class WarmingRun {

    private static final Logger LOG = LoggerFactory.getLogger(WarmingRun.class);

    private final Workshop shop;
    private final long id;
    private final String trigger;
    private final Plan plan;
    private final List<Registered> sources;
    private final Map<Registered, Tally> tallies = new LinkedHashMap<>();
    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
    private final CompletableFuture<WarmingReport> end = new CompletableFuture<>();
    private final SourceCalls calls;
    private final long beginMillis;
    private final long beginNanos;
    private volatile long endNanos;

    WarmingRun(Workshop shop, long id, String trigger, Plan plan, List<Registered> sources) {
        this.shop = shop;
        this.id = id;
        this.trigger = trigger;
        this.plan = plan;
        this.sources = sources;
        this.calls = new SourceCalls(shop.time(), shop.threads());
        this.beginMillis = shop.time().millis();
        this.beginNanos = shop.time().nanos();
        sources.forEach(source -> tallies.put(source, new Tally()));
    }

    /** Ends the run as soon as possible; calls of sources are given up. What was brought stays. */
    public void cancel() {
        stop(State.CANCELLED);
    }

    /** Returns what the run has done so far, or in the end. */
    public WarmingReport report() {
        State now = Objects.requireNonNull(state.get());
        boolean isOver = end.isDone() || endNanos != 0;
        long until = isOver ? endNanos : shop.time().nanos();
        List<SourceReport> reports = new ArrayList<>();
        Counts sum = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        for (Map.Entry<Registered, Tally> tally : tallies.entrySet()) {
            SourceReport report = tally.getValue().report(tally.getKey());
            reports.add(report);
            sum = Tally.add(sum, report.counts());
        }
        return new WarmingReport(
                id,
                trigger,
                now == State.RUNNING && isOver ? State.DONE : now,
                Instant.ofEpochMilli(beginMillis),
                Duration.ofNanos(until - beginNanos),
                sum,
                reports);
    }

    /** Returns the future report; it never fails. */
    public CompletableFuture<WarmingReport> future() {
        return end.copy();
    }

    /** Waits for the end of the run and returns its report. */
    public WarmingReport await() {
        return end.join();
    }

    Plan plan() {
        return plan;
    }

    SourceCalls calls() {
        return calls;
    }

    boolean isGoingOn() {
        return state.get() == State.RUNNING;
    }

    void stop(State why) {
        if (state.compareAndSet(State.RUNNING, why)) {
            calls.end();
        }
    }

    /**
     * Carries the run out on this thread.
     *
     * @param keeper gets the report before those who wait for the end
     */
    WarmingReport execute(Consumer<WarmingReport> keeper) {
        var deadline = shop.time().after(plan.budget().time(), () -> stop(State.BUDGET_SPENT));
        try {
            carryOut();
        } catch (RuntimeException e) {
            LOG.warn("warming_run_failed run={} trigger={}", id, trigger, e);
        } finally {
            deadline.cancel();
            endNanos = Math.max(shop.time().nanos(), Long.MIN_VALUE + 1);
            state.compareAndSet(State.RUNNING, State.DONE);
            calls.end();
        }
        WarmingReport report = report();
        keeper.accept(report);
        end.complete(report);
        return report;
    }

    private void carryOut() {
        Map<Registered, List<Wanted>> wanted = shop.planner().plan(plan, sources, calls, beginMillis);
        RunBudget budget = new RunBudget(plan.budget());
        for (Registered source : sources) {
            List<Wanted> keys = wanted.getOrDefault(source, List.of());
            Tally tally = tallies.getOrDefault(source, new Tally());
            tally.planned(keys.size());
            List<Wanted> left = new Delivery(shop, this, source, tally, budget).bring(keys);
            left.forEach(key -> passOn(key, source, wanted));
        }
    }

    /** What one source does not have is asked of the next one that knows the key. */
    private void passOn(Wanted key, Registered from, Map<Registered, List<Wanted>> wanted) {
        for (Registered next : sources.subList(sources.indexOf(from) + 1, sources.size())) {
            List<Wanted> keys = wanted.get(next);
            if (keys != null && next.knows(key.region(), key.key())) {
                keys.add(key);
                return;
            }
        }
    }

    long id() {
        return id;
    }
}
