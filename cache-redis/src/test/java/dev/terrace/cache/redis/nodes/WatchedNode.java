package dev.terrace.cache.redis.nodes;

import dev.terrace.cache.CacheManager;
import dev.terrace.cache.ManagerBuilder;
import dev.terrace.cache.redis.RedisTier;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.tier.TierUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A node under load: two threads that read, and write every tenth time, and one that catches up with the channel. */
final class WatchedNode implements AutoCloseable {

    static final int KEYS = 20;

    private static final int THREADS = 2;
    private static final int CALLS_PER_WRITE = 10;
    private static final Duration PACE = Duration.ofMillis(1);
    private static final Duration BETWEEN_MARKERS = Duration.ofMillis(30);
    private static final Duration LONG = Duration.ofSeconds(60);

    final Eye eye;
    private final String name;
    private final Release release;
    private final RedisTier redis;
    private final CacheManager manager;
    private final Release.Texts texts;
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);

    /** Starts a node; what Redis had carried out before binds its reads, for all that its disk holds is suspect. */
    WatchedNode(String name, Release release, Eye eye, RedisTier redis, @Nullable Tier disk) {
        this.name = name;
        this.release = release;
        this.eye = eye;
        this.redis = redis;
        eye.caughtUp(System.nanoTime());
        ManagerBuilder builder = CacheManager.builder().memory(memory -> memory.maximumEntries(KEYS / 2));
        if (disk != null) {
            builder.tier(disk);
        }
        manager = builder.tier(new WatchedTier(redis, eye)).build();
        texts = release.region(manager);
    }

    String name() {
        return name;
    }

    Release release() {
        return release;
    }

    static TierKey key(int number) {
        return new TierKey("r", "k" + number);
    }

    /** Begins the load. */
    void begin(Random random) {
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            Random own = new Random(random.nextLong());
            start(() -> callsOf(number, own));
        }
        start(this::catchUpAgainAndAgain);
    }

    private void start(Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void callsOf(int thread, Random random) {
        for (int i = 0; isGoingOn(PACE); i++) {
            int number = random.nextInt(KEYS);
            TierKey key = key(number);
            if (random.nextInt(CALLS_PER_WRITE) == 0 && number % THREADS == thread) {
                String value = name + "-" + System.nanoTime() + "-" + thread + "-" + i;
                texts.set(key.key(), value);
                eye.wrote(key, value, System.nanoTime());
            } else {
                Event.Floor floor = eye.floor(key, System.nanoTime());
                eye.read(floor, texts.get(key.key()));
            }
        }
    }

    private void catchUpAgainAndAgain() {
        for (int i = 0; isGoingOn(BETWEEN_MARKERS); i++) {
            catchUp(key(i % KEYS));
        }
    }

    private void catchUp(TierKey key) {
        long before = System.nanoTime();
        try {
            redis.coherence().catchUp(key);
            eye.caughtUp(before);
        } catch (TierUnavailableException e) {
            // Redis is away or messages were lost: what bound the reads before binds them still.
        }
    }

    private boolean isGoingOn(Duration pause) {
        try {
            return !end.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Removes keys by a glob that the regular expression says, too; to be called while Redis is well. */
    void invalidate(String glob, String expression) {
        long from = System.nanoTime();
        texts.invalidate(glob);
        eye.removed(expression, from, System.nanoTime());
    }

    /** Removes all keys; to be called while Redis is well. */
    void clear() {
        long from = System.nanoTime();
        texts.clear();
        eye.removed(".*", from, System.nanoTime());
    }

    void awaitNodes(int count) {
        Awaitility.await().atMost(LONG).until(() -> gauge("coherence.nodes") >= count);
    }

    private double gauge(String gauge) {
        return Objects.requireNonNull(redis.gauges().get(gauge), gauge);
    }

    /** Ends the load. */
    void stop() throws InterruptedException {
        end.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Waits until everything that this node wrote is in Redis, and it hears the others. */
    void settle() {
        Awaitility.await()
                .atMost(LONG)
                .until(() -> gauge("coherence.staleness.seconds") < 1
                        && Objects.requireNonNull(manager.stats().gauges().get("writes.pending")) == 0);
    }

    /** Waits until everything that Redis has announced was applied here. */
    void catchUp() {
        for (int i = 0; i < KEYS; i++) {
            TierKey key = key(i);
            Awaitility.await().atMost(LONG).ignoreExceptions().until(() -> {
                redis.coherence().catchUp(key);
                return true;
            });
        }
    }

    /** Reads as a caller does. */
    @Nullable
    String get(int number) {
        return texts.get(key(number).key());
    }

    /** Reads past all tiers above Redis. */
    @Nullable
    Entry inRedis(int number) {
        return redis.get(key(number));
    }

    @Override
    public void close() {
        end.countDown();
        manager.close();
    }
}
