package dev.terrace.cache.warming;

import dev.terrace.cache.extension.Host;
import dev.terrace.cache.tier.StateStore;
import dev.terrace.cache.time.NamedThreads;
import dev.terrace.cache.time.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** The parts of a warmer that has started. */
final class WarmerParts {

    private static final Duration UPKEEP = Duration.ofMinutes(1);
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final Host host;
    private final WarmingSettings settings;
    private final ThreadPoolExecutor threads;
    private final AccessPatterns patterns;
    private final WorthTracker worth;
    private final Recorder recorder;
    private final Reports reports;
    private final Workshop shop;
    private final Runs runs;
    private final @Nullable PatternStore store;
    private final Set<Schedule> schedules = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile long savedAt;

    WarmerParts(Host host, WarmingSettings settings, boolean hasLowerTiers) {
        this.host = host;
        this.settings = settings;
        this.threads = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE, // bounded by runs, times what their sources allow
                IDLE.toMillis(),
                TimeUnit.MILLISECONDS,
                new SynchronousQueue<>(),
                NamedThreads.daemon("terrace-warming"));
        this.patterns = new AccessPatterns(settings, host.time());
        this.worth = new WorthTracker(host::holds, settings.keptReports(), settings.backOff());
        Successors successors = new Successors();
        this.recorder = new Recorder(patterns, worth, successors, host.time(), threads);
        this.reports = new Reports(settings.keptReports());
        this.shop = new Workshop(
                host,
                threads,
                patterns,
                new Planner(patterns, successors, settings.halfLife()),
                worth,
                settings,
                hasLowerTiers);
        this.runs = new Runs(shop, reports);
        this.store = store(host, settings.folder());
        this.savedAt = host.time().millis();
    }

    private static @Nullable PatternStore store(Host host, @Nullable Path folder) {
        StateStore state = folder == null ? host.state() : new Folder(folder);
        return state == null ? null : new PatternStore(state, host.time());
    }

    void start() {
        if (store != null) {
            store.load(patterns);
        }
        host.listen(recorder);
        recorder.start();
        upkeepLater();
    }

    private void upkeepLater() {
        if (!closed.get()) {
            host.time().after(UPKEEP, this::upkeepSoon);
        }
    }

    private void upkeepSoon() {
        try {
            threads.execute(() -> {
                upkeep();
                upkeepLater();
            });
        } catch (RejectedExecutionException e) {
            // Closed meanwhile.
        }
    }

    /** Ends hours that are over, keeps to the limits, and saves if it is time. */
    void upkeep() {
        long now = host.time().millis();
        patterns.upkeep();
        worth.expire(now);
        if (Math.abs(now - savedAt) >= settings.saveEvery().toMillis()) {
            save();
        }
    }

    boolean save() {
        savedAt = host.time().millis();
        return store != null && store.save(patterns);
    }

    Schedule schedule(@Nullable String name, LongFunction<Duration> next, Plan plan) {
        String given = dev.terrace.cache.policy.Arguments.given("name", name, "give the schedule a name for reports");
        Schedule[] made = new Schedule[1];
        Schedule schedule = new Schedule(given, host.time(), next, () -> runs.beginNext(made[0], plan));
        made[0] = schedule;
        schedules.add(schedule);
        schedule.begin();
        return schedule;
    }

    TimeSource time() {
        return host.time();
    }

    AccessPatterns patterns() {
        return patterns;
    }

    WorthTracker worth() {
        return worth;
    }

    Recorder recorder() {
        return recorder;
    }

    Reports reports() {
        return reports;
    }

    Workshop shop() {
        return shop;
    }

    Runs runs() {
        return runs;
    }

    Map<String, Double> gauges() {
        Worth total = worth.total();
        return Map.of(
                "runs.active", (double) runs.goingOn().size(),
                "patterns.bytes", (double) patterns.bytes(),
                "warmed", (double) total.warmed(),
                "useful", (double) total.useful(),
                "wasted", (double) total.wasted(),
                "accuracy", total.accuracy(),
                "saved.seconds", total.sourceTimeSaved().toMillis() / 1000.0);
    }

    boolean isClosed() {
        return closed.get();
    }

    void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        host.listen(null);
        schedules.forEach(Schedule::cancel);
        runs.close();
        recorder.drain();
        recorder.close();
        save();
        threads.shutdownNow();
    }
}
