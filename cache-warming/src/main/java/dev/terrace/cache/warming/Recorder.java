package dev.terrace.cache.warming;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.terrace.cache.extension.ReadListener;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Collects the keys that are read, and counts them in the background. A drain follows the one before after a second, or
 * sooner while buffers run full, down to 20 ms: beyond some fifty thousand reads a second and thread the buffers drop,
 * which makes a sample of what is read, and bounds what counting costs.
 *
 * <p>Lock order: this class's own, then that of the patterns.
 */
final class Recorder implements ReadListener {

    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final Duration SHORTEST = Duration.ofMillis(20);
    private static final int MOST_STRIPES = 8;
    private static final int GROWTH = 4;
    private static final double FULL = 0.5;
    private static final double EMPTY = 0.02;

    private final AccessPatterns patterns;
    private final WorthTracker worth;
    private final Successors successors;
    private final TimeSource time;
    private final Executor threads;
    private final Map<String, ReadBuffer> buffers = new ConcurrentHashMap<>();
    private final int stripes;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private Duration pause = LONGEST;

    private volatile boolean closed;

    Recorder(AccessPatterns patterns, WorthTracker worth, Successors successors, TimeSource time, Executor threads) {
        this.patterns = patterns;
        this.worth = worth;
        this.successors = successors;
        this.time = time;
        this.threads = threads;
        int processors = Runtime.getRuntime().availableProcessors();
        this.stripes = Math.min(MOST_STRIPES, Integer.highestOneBit(Math.max(1, processors - 1)) * 2);
    }

    @Override
    public KeyListener region(String name) {
        return buffers.computeIfAbsent(name, region -> new ReadBuffer(stripes));
    }

    /** Begins to drain, again and again until closed. */
    void start() {
        drainLater(LONGEST);
    }

    private void drainLater(Duration delay) {
        if (!closed) {
            time.after(delay, this::drainSoon);
        }
    }

    private void drainSoon() {
        try {
            threads.execute(() -> drainLater(drain()));
        } catch (RejectedExecutionException e) {
            closed = true;
        }
    }

    void close() {
        closed = true;
    }

    /** Counts what was read so far, and returns how long to wait before the next time. */
    Duration drain() {
        lock.lock();
        try {
            double fullest = 0;
            for (Map.Entry<String, ReadBuffer> buffer : buffers.entrySet()) {
                fullest = Math.max(fullest, drain(buffer.getKey(), buffer.getValue()));
            }
            pause = fullest > FULL ? shorter(pause) : fullest < FULL / 2 ? longer(pause) : pause;
            return pause;
        } finally {
            lock.unlock();
        }
    }

    private static Duration shorter(Duration pause) {
        Duration half = pause.dividedBy(2);
        return half.compareTo(SHORTEST) < 0 ? SHORTEST : half;
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
    }

    private double drain(String region, ReadBuffer buffer) {
        List<TierKey> warmed = new ArrayList<>();
        boolean isFollowed = !worth.isIdle();
        double[] fill = new double[1];
        patterns.record(region, (known, writer) -> {
            ReadBuffer.Drained drained = buffer.drain(key -> {
                writer.read(key);
                if (key != null) {
                    follow(region, key, known);
                    if (isFollowed) {
                        warmed.add(new TierKey(region, key));
                    }
                }
            });
            fill[0] = drained.fill();
        });
        warmed.forEach(worth::read);
        resize(buffer, fill[0]);
        return buffer.length() < ReadBuffer.LARGEST ? 0 : fill[0];
    }

    private void follow(String region, String key, RegionPatterns known) {
        @Nullable String next = known.successor(key);
        if (next != null) {
            successors.offer(region, next);
        }
    }

    private static void resize(ReadBuffer buffer, double fill) {
        if (fill > FULL && buffer.length() < ReadBuffer.LARGEST) {
            buffer.resize(buffer.length() * GROWTH);
        } else if (fill < EMPTY && buffer.length() > ReadBuffer.SMALLEST) {
            buffer.resize(buffer.length() / GROWTH);
        }
    }
}
