package dev.terrace.cache.disk;

import static dev.terrace.cache.disk.TestDisk.bytes;
import static dev.terrace.cache.disk.TestDisk.forever;
import static dev.terrace.cache.disk.TestDisk.key;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random operations of several threads on a file far too small for them. Every thread owns its keys, so it knows
 * exactly what each may hold: the last value put, or nothing once it was evicted. Values grow and shrink, which is what
 * breaks the library's own replace.
 */
class DiskFileModelTest {

    private static final int KEYS = 3000;
    private static final int OPERATIONS = 40_000;

    @ParameterizedTest
    @CsvSource({"1, 21", "4, 22"})
    void everyReadIsTheLastWriteOrAMiss(int threads, long seed, @TempDir Path folder) throws Exception {
        SizingPlan plan = SizingPlan.of(3 << 20, 300, 64 << 10);
        AtomicLong hits = new AtomicLong();
        try (DiskFile disk = MapFiles.create(folder.resolve("map"), new TestDisk().around(plan))) {
            ExecutorService pool = Executors.newFixedThreadPool(threads);
            List<Future<Integer>> workers = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                workers.add(pool.submit(worker(disk, thread, seed, hits)));
            }
            for (Future<Integer> worker : workers) {
                assertThat(worker.get()).as("wrong reads, seed %d", seed).isZero();
            }
            pool.shutdown();
            assertThat(hits.get()).isPositive();
            assertThat(disk.counters().evictions.sum()).isPositive();
            assertThat(disk.counters().corrupt.sum()).isZero();
            assertThat(usedByScan(disk, plan))
                    .containsExactly(
                            disk.counters().entries.sum(),
                            disk.counters().usedBytes.sum());
        }
    }

    @Test
    void aReaderNeverSeesAnEntryHalfReplaced(@TempDir Path folder) throws Exception {
        try (DiskFile disk = MapFiles.create(folder.resolve("map"), new TestDisk().around(SizingPlan.of(2 << 20)))) {
            disk.put(key("a"), forever(bytes(1, 0, 4096)), present -> true);
            ExecutorService pool = Executors.newSingleThreadExecutor();
            Future<Integer> writer = pool.submit(() -> {
                for (int version = 1; version <= OPERATIONS; version++) {
                    disk.put(key("a"), forever(bytes(1, version % 2, 4096)), present -> true);
                }
                return OPERATIONS;
            });
            while (!writer.isDone()) {
                assertThat(disk.get(key("a"), view -> true).value())
                        .isIn((Object) bytes(1, 0, 4096), bytes(1, 1, 4096));
            }
            assertThat(writer.get()).isEqualTo(OPERATIONS);
            pool.shutdown();
            assertThat(disk.counters().corrupt.sum()).isZero();
        }
    }

    private static Callable<Integer> worker(DiskFile disk, int thread, long seed, AtomicLong hits) {
        return () -> {
            SplittableRandom random = new SplittableRandom(seed * 100 + thread);
            int[] versions = new int[KEYS];
            int[] lengths = new int[KEYS];
            int wrong = 0;
            for (int version = 1; version <= OPERATIONS; version++) {
                int at = random.nextInt(KEYS);
                byte[] key = key(thread + ":" + at);
                switch (random.nextInt(8)) {
                    case 0 -> {
                        disk.remove(key, view -> true);
                        versions[at] = 0;
                    }
                    case 1, 2, 3 -> {
                        lengths[at] = length(random);
                        versions[at] = version;
                        disk.put(key, forever(bytes(at, version, lengths[at])), present -> true);
                    }
                    default -> {
                        StoredEntry found = disk.get(key, view -> true);
                        if (found != null) {
                            hits.incrementAndGet();
                            byte[] right = bytes(at, versions[at], lengths[at]);
                            wrong += versions[at] != 0 && Arrays.equals(found.value(), right) ? 0 : 1;
                        }
                    }
                }
            }
            return wrong;
        };
    }

    private static int length(SplittableRandom random) {
        return random.nextInt(100) == 0 ? 20_000 + random.nextInt(40_000) : random.nextInt(1200);
    }

    private static long[] usedByScan(DiskFile disk, SizingPlan plan) {
        long[] used = new long[2];
        for (int segment = 0; segment < disk.segments(); segment++) {
            disk.scan(segment, entry -> {
                used[0]++;
                used[1] += ((MappedEntry) entry).chunks() * (long) plan.layout().chunkBytes();
                return SegmentVisitor.Verdict.KEEP;
            });
        }
        return used;
    }
}
