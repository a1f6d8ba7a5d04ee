package dev.terrace.cache.redis;

import dev.terrace.cache.testkit.Entries;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.SharedTier.SharedWrite;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.time.NamedThreads;
import dev.terrace.cache.time.SystemTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Started tiers without a manager above them, and what they store. Closes what it made. */
final class Nodes implements AutoCloseable {

    static final String REGION = "user";

    private final SystemTime time = new SystemTime();
    private final ExecutorService executor = Executors.newFixedThreadPool(4, NamedThreads.daemon("nodes"));
    private final Entries entries = new Entries(time);
    private final List<RedisTier> tiers = new ArrayList<>();

    /** Starts a tier. */
    RedisTier start(RedisTier tier) {
        tiers.add(tier);
        tier.start(new TierContext(time, executor));
        return tier;
    }

    Entries entries() {
        return entries;
    }

    SystemTime time() {
        return time;
    }

    static TierKey key(String name) {
        return new TierKey(REGION, name);
    }

    /** A caller's write of a text. */
    SharedWrite write(String name, String text) {
        return new SharedWrite(key(name), entries.text(key(name), text), Gate.ABSENT, time.millis(), false);
    }

    /** A caller's removal. */
    SharedWrite removal(String name) {
        return new SharedWrite(key(name), null, Gate.ABSENT, time.millis(), false);
    }

    @Override
    public void close() {
        tiers.forEach(RedisTier::close);
        executor.shutdownNow();
        try {
            executor.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        time.close();
    }
}
