package dev.terrace.cache.warming;

import dev.terrace.cache.warming.WarmingReport.Counts;
import dev.terrace.cache.warming.WarmingReport.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/** The sources, and the runs that bring what they have. Safe for use by many threads. */
final class Runs {

    private final Workshop shop;
    private final Reports reports;
    private final Map<String, Registered> sources = new ConcurrentHashMap<>();
    private final Set<WarmingRun> goingOn = ConcurrentHashMap.newKeySet();
    private final AtomicLong ids = new AtomicLong();
    private volatile boolean closed;

    Runs(Workshop shop, Reports reports) {
        this.shop = shop;
        this.reports = reports;
    }

    void register(String name, Source<?> source) {
        if (sources.putIfAbsent(name, new Registered(name, source, shop.time())) != null) {
            throw new IllegalArgumentException(
                    "source " + name + " is registered already; unregister it first, or choose another name");
        }
    }

    boolean unregister(String name) {
        return sources.remove(name) != null;
    }

    Map<String, Registered> sources() {
        return sources;
    }

    private List<Registered> byPriority() {
        return sources.values().stream()
                .sorted(Comparator.comparingInt(
                                (Registered registered) -> registered.source().priority())
                        .reversed()
                        .thenComparing(Registered::name))
                .toList();
    }

    /** Carries a run out on this thread. */
    WarmingReport carryOut(String trigger, Plan plan) {
        return carryOut(make(trigger, plan));
    }

    /** Begins a run on a thread of its own. */
    WarmingRun begin(String trigger, Plan plan) {
        WarmingRun run = make(trigger, plan);
        try {
            shop.threads().execute(() -> carryOut(run));
        } catch (RejectedExecutionException e) {
            run.cancel();
            carryOut(run);
        }
        return run;
    }

    private WarmingRun make(String trigger, Plan plan) {
        WarmingRun run = new WarmingRun(shop, ids.incrementAndGet(), trigger, plan, byPriority());
        goingOn.add(run);
        if (closed) {
            run.cancel();
        }
        return run;
    }

    private WarmingReport carryOut(WarmingRun run) {
        try {
            return run.execute(reports::add);
        } finally {
            goingOn.remove(run);
        }
    }

    /** Begins the next run of a schedule, unless the one before goes on. */
    void beginNext(Schedule schedule, Plan plan) {
        if (!schedule.occupy()) {
            reports.add(overlapped(schedule.name()));
            return;
        }
        var unused = begin(schedule.name(), plan).future().whenComplete((report, failure) -> schedule.leave());
    }

    private WarmingReport overlapped(String trigger) {
        return new WarmingReport(
                ids.incrementAndGet(),
                trigger,
                State.OVERLAPPED,
                Instant.ofEpochMilli(shop.time().millis()),
                Duration.ZERO,
                new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                List.of());
    }

    List<WarmingRun> goingOn() {
        return List.copyOf(goingOn);
    }

    /** Cancels what goes on and waits until it has ended; sources were interrupted. */
    void close() {
        closed = true;
        goingOn.forEach(WarmingRun::cancel);
        goingOn.forEach(WarmingRun::await);
    }
}
