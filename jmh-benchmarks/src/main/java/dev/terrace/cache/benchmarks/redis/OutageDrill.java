package dev.terrace.cache.benchmarks.redis;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.redis.RedisTier;
import dev.terrace.cache.redis.server.RedisServer;
import dev.terrace.cache.redis.server.TcpProxy;
import dev.terrace.cache.time.NamedThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Outages under traffic: which calls were slow, how soon Redis is used again, how many writes were replayed, and whether
 * each key ends with what was written last. A second manager, with nothing in its memory, says what Redis holds.
 */
final class OutageDrill implements AutoCloseable {

    private static final int THREADS = 4;
    private static final Duration OUTAGE = Duration.ofSeconds(3);
    private static final Duration BEFORE = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final long MILLI = 1_000_000;
    private static final Duration TIMEOUT = Duration.ofMillis(250);

    private final RedisServer server = RedisServer.start();
    private final TcpProxy proxy = TcpProxy.to(server.port());
    private final CacheManager manager = CacheManager.builder()
            .tier(RedisTier.at(proxy.uri()).timeout(TIMEOUT))
            .build();
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<SlowCalls> measured = new ArrayList<>();
    private final List<Traffic> traffic = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /** A way to take Redis away and to bring it back. */
    private record Outage(String name, Step begin, Step end) {}

    /** Something that is done to a drill. */
    @FunctionalInterface
    private interface Step {
        void on(OutageDrill drill);
    }

    private static final List<Outage> OUTAGES = List.of(
            new Outage("stopped", drill -> drill.server.pause(), drill -> drill.server.resume()),
            new Outage("frozen connections", drill -> drill.proxy.freeze(), drill -> drill.proxy.mend()),
            new Outage("connections refused", drill -> drill.proxy.cut(), drill -> drill.proxy.mend()),
            new Outage("killed, back empty", drill -> drill.server.kill(), drill -> drill.server.startAgain()));

    static void print() throws InterruptedException {
        System.out.println("Outages of " + OUTAGE.toSeconds() + " s, " + THREADS + " threads, timeout "
                + TIMEOUT.toMillis() + " ms (promised: recovery within 2 s, nothing lost or brought back)");
        for (Outage outage : OUTAGES) {
            try (OutageDrill drill = new OutageDrill()) {
                drill.run(outage);
            }
        }
    }

    private void run(Outage outage) throws InterruptedException {
        begin();
        end.await(BEFORE.toMillis(), TimeUnit.MILLISECONDS);
        outage.begin().on(this);
        end.await(OUTAGE.toMillis(), TimeUnit.MILLISECONDS);
        double waiting = gauge("writes.pending");
        outage.end().on(this);
        long back = System.nanoTime();
        await(() -> gauge("redis.redis.breakers.open") == 0);
        long used = System.nanoTime() - back;
        await(() -> gauge("queue.depth") == 0);
        long replayed = System.nanoTime() - back;
        end.await(1, TimeUnit.SECONDS);
        end.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        await(() -> gauge("writes.pending") == 0);
        report(outage.name(), waiting, used, replayed);
    }

    private void begin() {
        Cache<String> cache = Traffic.regionOf(manager);
        Awaitility.await().atMost(LONG).until(() -> {
            cache.set("first", "1");
            return gauge("redis.coherence.nodes") == 1;
        });
        for (int i = 0; i < THREADS; i++) {
            Traffic mine = new Traffic(cache, "t" + i + "-", i);
            SlowCalls calls = new SlowCalls();
            traffic.add(mine);
            measured.add(calls);
            threads.add(NamedThreads.daemon("traffic").newThread(() -> {
                while (end.getCount() > 0) {
                    mine.call(calls);
                    pace();
                }
            }));
        }
        threads.forEach(Thread::start);
    }

    private void pace() {
        try {
            end.await(200, TimeUnit.MICROSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await().pollInterval(Duration.ofMillis(2)).atMost(LONG).until(condition);
    }

    private double gauge(String name) {
        return RedisReport.gauge(manager, name);
    }

    private void report(String name, double waiting, long usedNanos, long replayedNanos) {
        SlowCalls all = new SlowCalls();
        measured.forEach(all::add);
        System.out.printf(
                Locale.ROOT,
                "%n  %s: %d calls, %d above 1 ms, %d above the timeout, slowest %.0f ms%n"
                        + "    back in use after %.0f ms, %.0f writes had waited, replayed after %.0f ms%n",
                name,
                all.count(),
                all.above(MILLI),
                all.above(TIMEOUT.toNanos()),
                all.micros(1) / 1000,
                usedNanos / 1e6,
                waiting,
                replayedNanos / 1e6);
        all.print("", 6);
        printContent();
    }

    private void printContent() {
        int same = 0;
        int absent = 0;
        int wrong = 0;
        try (CacheManager fresh =
                CacheManager.builder().tier(RedisTier.at(server.uri())).build()) {
            Cache<String> there = Traffic.regionOf(fresh);
            Awaitility.await().atMost(LONG).until(() -> {
                there.set("second", "1");
                return RedisReport.gauge(fresh, "redis.coherence.nodes") == 2;
            });
            for (Traffic mine : traffic) {
                for (var last : mine.last().entrySet()) {
                    String found = there.get(last.getKey());
                    if (isRight(last.getValue(), found)) {
                        same++;
                    } else if (found == null || Traffic.numberOf(found) == null) {
                        absent++;
                    } else {
                        wrong++;
                    }
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "    keys that hold what was written last: %d, that were taken back: %d, older or brought back: %d%n",
                same,
                absent,
                wrong);
    }

    /** A removed key may have been loaded again since. */
    private static boolean isRight(String written, @Nullable String found) {
        return written.isEmpty() ? found == null || Traffic.numberOf(found) == null : written.equals(found);
    }

    @Override
    public void close() {
        end.countDown();
        manager.close();
        proxy.close();
        server.close();
    }
}
