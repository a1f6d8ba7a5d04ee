package dev.terrace.cache.benchmarks.disk;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.benchmarks.UsedHeap;
import dev.terrace.cache.disk.DiskTier;
import dev.terrace.cache.time.NamedThreads;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Mixed traffic for minutes: does anything grow that should not? Prints, for every tenth of the time, the bytes in the
 * folder, the heap after a collection and the open descriptors.
 */
public final class Soak {

    private static final int USUAL_MINUTES = 10;
    private static final int SAMPLES = 10;
    private static final int THREADS = 2;
    private static final int KEYS = 400_000;
    private static final long BUDGET = 256L << 20;
    private static final int LARGE_BYTES = 600_000;
    private static final int LARGE_EVERY = 2_000;
    private static final Duration SHORT = Duration.ofSeconds(5);

    private final Path folder;
    private final CacheManager manager;
    private final Cache<byte[]> cache;
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicLong operations = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();

    private Soak(Path folder) {
        this.folder = folder;
        manager = DiskTier.at(folder).maximumBytes(BUDGET).open();
        cache = manager.cache("soak", byte[].class);
    }

    /**
     * Runs.
     *
     * @param arguments how many minutes, 10 if left out
     */
    public static void print(String[] arguments) throws IOException, InterruptedException {
        int minutes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : USUAL_MINUTES;
        try (ScratchFolder scratch = ScratchFolder.make()) {
            new Soak(scratch.path().resolve("cache")).run(minutes);
        }
    }

    private void run(int minutes) throws IOException, InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Random random = new Random(i);
            threads.add(NamedThreads.daemon("soak").newThread(() -> work(random)));
        }
        threads.forEach(Thread::start);
        System.out.printf(
                "%8s %14s %14s %12s %12s %6s%n",
                "seconds", "operations", "folder bytes", "heap", "descriptors", "wrong");
        for (int sample = 1; sample <= SAMPLES; sample++) {
            if (end.await(minutes * 60_000L / SAMPLES, TimeUnit.MILLISECONDS)) {
                break;
            }
            print(sample * minutes * 60 / SAMPLES);
        }
        end.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        manager.close();
    }

    private void print(int seconds) throws IOException {
        System.out.printf(
                Locale.ROOT,
                "%8d %,14d %,14d %,12d %12d %6d%n",
                seconds,
                operations.get(),
                folderBytes(),
                UsedHeap.bytes(),
                ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
                        .getOpenFileDescriptorCount(),
                wrong.get());
    }

    private void work(Random random) {
        while (end.getCount() > 0) {
            for (int i = 0; i < UniformKeys.BATCH; i++) {
                operate(random);
            }
            operations.addAndGet(UniformKeys.BATCH);
        }
    }

    /** Half reads, some removals, the rest writes of one byte to 16 KiB, a few of them much larger or short-lived. */
    private void operate(Random random) {
        int number = (int) (KEYS * Math.pow(random.nextDouble(), 3));
        String key = UniformKeys.key(number);
        int what = random.nextInt(100);
        if (what < 50) {
            byte[] found = cache.get(key);
            if (found != null && found[0] != (byte) number) {
                wrong.incrementAndGet();
            }
        } else if (what < 55) {
            cache.delete(key);
        } else {
            byte[] value = new byte
                    [1 + random.nextInt(random.nextInt(LARGE_EVERY) == 0 ? LARGE_BYTES : 2 << random.nextInt(13))];
            value[0] = (byte) number;
            if (what < 65) {
                cache.set(key, value, SHORT);
            } else {
                cache.set(key, value);
            }
        }
    }

    /** Files of large values may go while they are counted. */
    private long folderBytes() throws IOException {
        AtomicLong sum = new AtomicLong();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                sum.addAndGet(attributes.size());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return sum.get();
    }
}
