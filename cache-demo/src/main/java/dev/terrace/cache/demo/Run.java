package dev.terrace.cache.demo;

import dev.terrace.cache.time.NamedThreads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one run of the load came to.
 *
 * @param name for the table
 * @param reads each read, in the order of the load
 * @param nanos from the first to the last
 */
record Run(String name, List<Read> reads, long nanos) {

    static final int THREADS = 4;

    /**
     * One read.
     *
     * @param answer what came and from where
     * @param nanos how long it took
     */
    record Read(Reports.Answer answer, long nanos) {}

    /**
     * Asks for each report of the load, some at a time.
     *
     * @throws Exception what the first read that failed has thrown
     */
    static Run of(String name, int[] load, Reports reports) throws Exception {
        Read[] reads = new Read[load.length];
        AtomicInteger next = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, NamedThreads.daemon("demo-reader"));
        try {
            long start = System.nanoTime();
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                readers.add(threads.submit(() -> {
                    for (int at = next.getAndIncrement(); at < load.length; at = next.getAndIncrement()) {
                        reads[at] = read(reports, load[at]);
                    }
                    return true;
                }));
            }
            join(readers);
            return new Run(name, List.of(reads), System.nanoTime() - start);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void join(List<Future<?>> readers) throws Exception {
        for (Future<?> reader : readers) {
            try {
                reader.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Exception cause ? cause : e;
            }
        }
    }

    private static Read read(Reports reports, int report) throws Exception {
        long start = System.nanoTime();
        Reports.Answer answer = reports.ask(report);
        return new Read(answer, System.nanoTime() - start);
    }

    /** Returns how long the reads took that this tier or the database answered, shortest first. */
    long[] latencies(String by) {
        return reads.stream()
                .filter(read -> read.answer().by().equals(by))
                .mapToLong(Read::nanos)
                .sorted()
                .toArray();
    }

    /** Returns how long every read took, shortest first. */
    long[] latencies() {
        long[] all = reads.stream().mapToLong(Read::nanos).toArray();
        Arrays.sort(all);
        return all;
    }

    /** Returns how many reads got another report here than in a run of the same load. */
    long differences(Run other) {
        long differences = 0;
        for (int i = 0; i < reads.size(); i++) {
            Report here = reads.get(i).answer().report();
            differences += here.equals(other.reads.get(i).answer().report()) ? 0 : 1;
        }
        return differences;
    }
}
