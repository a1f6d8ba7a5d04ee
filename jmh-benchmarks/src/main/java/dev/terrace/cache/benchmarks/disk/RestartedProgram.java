package dev.terrace.cache.benchmarks.disk;

import com.sun.management.OperatingSystemMXBean;
import dev.terrace.cache.tier.Entry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/** A program that opens a folder and tells what it finds; {@link Restarts} starts it again and again. */
final class RestartedProgram {

    static final int VALUE_BYTES = 1024;

    private static final long ROOM_PER_ENTRY = 1600;
    private static final long SMALLEST = 64L << 20;
    private static final int ASKED = 1000;

    private RestartedProgram() {}

    /**
     * Does one of: {@code fill} all keys and close, {@code write} until it is killed, {@code look} how soon there is a
     * hit and how many keys hit.
     *
     * @param arguments what to do, the folder, the number of keys
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[1]);
        int entries = Integer.parseInt(arguments[2]);
        long begin = System.nanoTime();
        BareTier tier = BareTier.start(folder, Math.max(SMALLEST, entries * ROOM_PER_ENTRY), VALUE_BYTES);
        double opened = millisSince(begin);
        switch (arguments[0]) {
            case "fill" -> fill(tier, entries);
            case "write" -> write(tier, entries);
            default -> look(tier, entries, begin, opened);
        }
        tier.close();
    }

    private static void fill(BareTier tier, int entries) {
        Entry entry = BareTier.foreverOf(VALUE_BYTES);
        for (int i = 0; i < entries; i++) {
            tier.put(UniformKeys.key(i), entry);
        }
    }

    private static void write(BareTier tier, int entries) {
        Entry entry = BareTier.foreverOf(VALUE_BYTES);
        Random random = new Random(1);
        for (long written = 0; ; written++) {
            tier.put(UniformKeys.key(random.nextInt(entries)), entry);
            if (written == ASKED) {
                System.out.println("writing");
            }
        }
    }

    /** Prints the milliseconds, and those of processor time, up to the start and the first hit; then the hit ratio. */
    private static void look(BareTier tier, int entries, long begin, double opened) {
        double openedCpu = processMillis();
        Random random = new Random(2);
        while (entries > 0 && tier.get(UniformKeys.key(random.nextInt(entries))) == null) {
            Thread.onSpinWait();
        }
        double hit = millisSince(begin);
        double hitCpu = processMillis();
        int hits = 0;
        for (int i = 0; i < ASKED && entries > 0; i++) {
            hits += tier.get(UniformKeys.key(random.nextInt(entries))) == null ? 0 : 1;
        }
        System.out.printf(
                Locale.ROOT, "%.0f %.0f %.0f %.0f %.3f%n", opened, openedCpu, hit, hitCpu, hits / (double) ASKED);
    }

    private static double millisSince(long begin) {
        return (System.nanoTime() - begin) / 1e6;
    }

    /** Processor time of all threads of this JVM, its start and its compilers included. */
    private static double processMillis() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e6;
    }
}
