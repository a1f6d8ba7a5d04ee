package dev.terrace.cache.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.terrace.cache.extension.Heat;
import dev.terrace.cache.tier.StateStore;
import dev.terrace.cache.time.TimeSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out while a manager runs how its budget should have been divided, and saves it for the next start. */
final class BudgetKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(BudgetKeeper.class);

    /** Often enough for a process that is killed: heat changes over hours. */
    static final Duration EVERY = Duration.ofMinutes(10);

    private final Division division;
    private final Ground ground;
    private final Regions regions;
    private final Extensions extensions;

    @GuardedBy("this")
    private TimeSource.@Nullable Scheduled next;

    @GuardedBy("this")
    private boolean closed;

    BudgetKeeper(Division division, Ground ground, Regions regions, Extensions extensions) {
        this.division = division;
        this.ground = ground;
        this.regions = regions;
        this.extensions = extensions;
    }

    /** Saves how the budget is divided now, and begins to look. */
    void start() {
        save(0);
        schedule();
    }

    private synchronized void schedule() {
        if (!closed) {
            next = ground.time().after(EVERY, this::begin);
        }
    }

    private void begin() {
        if (!ground.workers().tryRun(this::look)) {
            schedule();
        }
    }

    private void look() {
        measure();
        schedule();
    }

    /** What is not known leaves what was saved before. */
    private void measure() {
        Heat heat = extensions.heat();
        long wanted = heat == null ? 0 : HeatNeed.bytes(regions.all(), heat);
        if (wanted > 0) {
            save(wanted);
        }
    }

    private void save(long wanted) {
        StateStore state = ground.state();
        try {
            if (state != null) {
                state.save(Budget.STATE, division.saved(wanted));
            }
        } catch (RuntimeException e) {
            LOG.warn("budget_not_saved", e);
        }
    }

    /** Looks for the last time; before what measures heat ends. */
    void close() {
        synchronized (this) {
            closed = true;
            if (next != null) {
                next.cancel();
            }
        }
        try {
            measure();
        } catch (RuntimeException e) {
            LOG.warn("budget_not_measured", e);
        }
    }
}
