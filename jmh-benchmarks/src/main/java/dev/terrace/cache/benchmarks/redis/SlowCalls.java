package dev.terrace.cache.benchmarks.redis;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * How long the calls of one thread took, and why those above a millisecond did: a pause of the garbage collector that
 * overlaps, else time that the thread was ready and no processor was free (Linux counts it for each thread), else
 * computing, else waiting for a lock or an answer. To know the second and third, counters are read every few calls, outside
 * of what is timed. For one thread.
 */
final class SlowCalls {

    private static final long SLOW_NANOS = 1_000_000;
    private static final int CALLS_PER_MARK = 64;
    private static final Path SCHEDULE = Path.of("/proc/thread-self/schedstat");
    private static final double NANOS_PER_MICRO = 1000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Queue<Pause> PAUSES = pauses();

    private final List<Call> slow = new ArrayList<>();
    private long[] nanos = new long[1 << 16];
    private int count;
    private long markCpu;
    private long markReady;

    private record Pause(long fromMillis, long toMillis) {}

    /** A call above the limit. */
    private record Call(String what, long nanos, long fromMillis, long toMillis, long cpuNanos, long readyNanos) {

        String cause() {
            for (Pause pause : PAUSES) {
                if (pause.fromMillis() <= toMillis && pause.toMillis() >= fromMillis) {
                    return "garbage collection";
                }
            }
            if (readyNanos > nanos / 2) {
                return "no processor free";
            }
            return cpuNanos > nanos / 2 ? "computing" : "waiting";
        }
    }

    private static Queue<Pause> pauses() {
        Queue<Pause> pauses = new ConcurrentLinkedQueue<>();
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector)
                    .addNotificationListener(
                            (notification, handback) -> {
                                GcInfo info = GarbageCollectionNotificationInfo.from(
                                                (CompositeData) notification.getUserData())
                                        .getGcInfo();
                                pauses.add(new Pause(info.getStartTime(), info.getEndTime()));
                            },
                            null,
                            null);
        }
        return pauses;
    }

    private static long upMillis() {
        return ManagementFactory.getRuntimeMXBean().getUptime();
    }

    /** Returns how long this thread was ready to run and did not; 0 where the system does not say. */
    private static long readyNanos() {
        try {
            return Long.parseLong(Files.readString(SCHEDULE).split(" ", -1)[1]);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Makes a call. */
    void time(String what, Runnable call) {
        if (count % CALLS_PER_MARK == 0) {
            mark();
        }
        long start = System.nanoTime();
        call.run();
        long took = System.nanoTime() - start;
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = took;
        if (took > SLOW_NANOS) {
            long now = upMillis();
            long cpu = THREADS.getCurrentThreadCpuTime() - markCpu;
            slow.add(new Call(what, took, now - took / SLOW_NANOS - 1, now, cpu, readyNanos() - markReady));
            mark();
        }
    }

    private void mark() {
        markCpu = THREADS.getCurrentThreadCpuTime();
        markReady = readyNanos();
    }

    int count() {
        return count;
    }

    /** Returns how many calls took longer. */
    long above(long limitNanos) {
        return Arrays.stream(nanos, 0, count).filter(took -> took > limitNanos).count();
    }

    /** Returns a percentile in microseconds. */
    double micros(double share) {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return count == 0 ? 0 : sorted[(int) Math.min(count - 1L, (long) (share * count))] / NANOS_PER_MICRO;
    }

    /** Takes over what another thread has measured. */
    void add(SlowCalls other) {
        long[] all = Arrays.copyOf(nanos, count + other.count);
        System.arraycopy(other.nanos, 0, all, count, other.count);
        nanos = all;
        count = all.length;
        slow.addAll(other.slow);
    }

    /** Prints the calls above a millisecond, the slowest first, at most so many. */
    void print(String whose, int most) {
        slow.stream()
                .sorted((a, b) -> Long.compare(b.nanos(), a.nanos()))
                .limit(most)
                .forEach(call -> System.out.printf(
                        Locale.ROOT,
                        "    %-24s %-10s %8.1f ms  %s%n",
                        whose,
                        call.what(),
                        call.nanos() / 1e6,
                        call.cause()));
        if (slow.size() > most) {
            System.out.printf(Locale.ROOT, "    %-24s and %d more%n", whose, slow.size() - most);
        }
    }
}
