package dev.terrace.cache.testkit;

import dev.terrace.cache.tier.SharedTier;
import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.time.NamedThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Proves that a tier keeps the rules of {@link Tier}. Extend it, say how the tier is made, and run it with JUnit:
 *
 * <pre>{@code
 * final class MyTierTest extends TierContract {
 *     @Override
 *     protected Tier newTier() {
 *         return new MyTier(folder);
 *     }
 * }
 * }</pre>
 *
 * <p>The other protected methods describe the tier where it is not like a map in memory. What a {@link SharedTier}
 * cannot keep (the local stamp, the gate inside its own atomic step) is not asked of it. A clean run takes about a
 * second for a tier in memory.
 */
@SuppressWarnings("this-escape") // the rules ask for a tier only once a test runs
public abstract class TierContract implements StorageRules, GateRules, RaceRules, ScanRules, LifecycleRules {

    private final FakeTime time = newTime();
    private final Entries entries = new Entries(time);
    private final List<Tier> opened = new ArrayList<>();
    private final ExecutorService executor = Executors.newFixedThreadPool(2, NamedThreads.daemon("tier-contract"));
    private @Nullable Tier tier;

    /**
     * Makes a tier to be proven: empty, not started, with room for 10,000 small entries and 32 MiB. A test may make
     * a second one beside the first.
     *
     * @throws Exception whatever goes wrong fails the test
     */
    protected abstract Tier newTier() throws Exception;

    /**
     * Makes a tier on what a closed one left; not started. Called only if {@link #survivesRestart}.
     *
     * @throws Exception whatever goes wrong fails the test
     */
    protected Tier reopen(Tier closed) throws Exception {
        throw new UnsupportedOperationException("override reopen where survivesRestart is true; " + closed.name());
    }

    /** Returns true if entries outlive the process that stored them: false unless overridden. */
    protected boolean survivesRestart() {
        return false;
    }

    /** Returns the largest payload that the tier takes, in bytes: 1 MiB unless overridden. */
    protected int largestPayload() {
        return 1 << 20;
    }

    /** Returns the size of a payload that the tier refuses, in bytes; 0, the default, if it takes any. */
    protected int refusedPayload() {
        return 0;
    }

    /** Returns the longest key that the tier takes, in bytes of UTF-8 with its region: 65,535 unless overridden. */
    protected int longestKey() {
        return 0xffff;
    }

    /** Returns the most entries that one step of a scan over 3,000 entries may visit: 1,000 unless overridden. */
    protected int longestStep() {
        return 1_000;
    }

    /**
     * Makes the clock that the tier is started with. A tier that follows the clock of a server overrides this with one
     * that starts at the server's time, and {@link #followsTheGivenClock} with false.
     */
    protected FakeTime newTime() {
        return new FakeTime();
    }

    /** Returns true, unless overridden, if stored entries grow old by the clock of the tier's context alone. */
    protected boolean followsTheGivenClock() {
        return true;
    }

    /** Returns true if a thread that is still there after close is not the tier's: of a driver, of a test server. */
    protected boolean isForeign(Thread thread) {
        return false;
    }

    /** Makes and starts the tier of the next test. */
    @BeforeEach
    final void openTier() throws Exception {
        tier = open(newTier());
    }

    /** Closes every tier of the test. */
    @AfterEach
    final void closeTiers() {
        opened.forEach(Tier::close);
        executor.shutdownNow();
    }

    @Override
    public final Tier tier() {
        if (tier == null) {
            throw new IllegalStateException("no test is running; call it from a test");
        }
        return tier;
    }

    @Override
    public final Tier open(Tier made) {
        opened.add(made);
        made.start(new TierContext(time, executor));
        return made;
    }

    @Override
    public final Tier another() throws Exception {
        return newTier();
    }

    @Override
    public final Tier restart() throws Exception {
        tier().close();
        tier = open(reopen(tier()));
        return tier;
    }

    @Override
    public final Entries entries() {
        return entries;
    }

    @Override
    public final long now() {
        return time.millis();
    }

    @Override
    public final void pass(Duration span) {
        time.advance(span);
    }

    @Override
    public final Traits traits() {
        return new Traits(
                tier() instanceof SharedTier,
                survivesRestart(),
                followsTheGivenClock(),
                longestStep(),
                new Sizes(largestPayload(), refusedPayload(), longestKey()));
    }

    @Override
    public final boolean isOfTheTier(Thread thread) {
        return !thread.getName().startsWith("tier-contract") && !isForeign(thread);
    }
}
