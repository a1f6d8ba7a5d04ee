package dev.terrace.cache.engine;

import dev.terrace.cache.extension.Probe.Call;
import dev.terrace.cache.extension.Probe.Operation;
import dev.terrace.cache.tier.StateStore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether one tier is in use: counts its failures in a row and sets it aside. */
final class TierFailures {

    private static final Logger LOG = LoggerFactory.getLogger(TierFailures.class);

    private final String tier;
    private final Events events;
    private final boolean canBeSetAside;
    private final @Nullable StateStore state;
    private final AtomicInteger inARow = new AtomicInteger();
    private volatile boolean aside;
    private volatile Runnable repair = () -> {};

    /**
     * Makes the count of one tier.
     *
     * @param canBeSetAside false for a shared tier, which has a breaker of its own and is never emptied
     * @param state remembers over a restart that the tier is set aside: what was removed meanwhile is still in it
     */
    TierFailures(String tier, Events events, boolean canBeSetAside, @Nullable StateStore state) {
        this.tier = tier;
        this.events = events;
        this.canBeSetAside = canBeSetAside;
        this.state = state;
    }

    /** Sets what {@link #requestRepair} does. */
    void onRepair(Runnable request) {
        repair = request;
    }

    boolean isAside() {
        return aside;
    }

    /** A call to the tier begins: it may be measured. */
    Call begin(Operation operation, String region) {
        return events.begin(tier, operation, region);
    }

    /** A call went well. Costs a volatile read. */
    void wentWell() {
        if (inARow.get() != 0) {
            inARow.set(0);
        }
    }

    /** A call threw. */
    void failed(String operation, Throwable e) {
        events.tierFailed(tier, operation, e);
        if (inARow.incrementAndGet() >= TierGuard.FAILURES_IN_A_ROW) {
            setAside("it failed " + TierGuard.FAILURES_IN_A_ROW + " times in a row, last with " + e);
        }
    }

    /** Takes the tier out of use until it was emptied. */
    void setAside(String reason) {
        if (!canBeSetAside || aside) {
            return;
        }
        aside = true;
        remember(1);
        LOG.warn("tier_set_aside tier={} reason=\"{}\"", tier, reason);
        repair.run();
    }

    /** Takes the tier into use again; it is empty. */
    void backInUse() {
        inARow.set(0);
        remember(0);
        aside = false;
        LOG.info("tier_back_in_use tier={}", tier);
    }

    private void remember(long value) {
        if (state == null) {
            return;
        }
        try {
            Blobs.writeLong(state, blob(), value);
        } catch (RuntimeException e) {
            LOG.warn("aside_not_remembered tier={}", tier, e);
        }
    }

    private String blob() {
        return "aside-" + tier;
    }

    /** Sets the tier aside if an earlier run had. */
    void resume() {
        if (canBeSetAside && state != null && Blobs.readLong(state, blob(), 0) != 0) {
            setAside("it was when the process ended");
        }
    }

    /** Asks for distrusted keys to be removed soon. */
    void requestRepair() {
        repair.run();
    }
}
