package dev.terrace.cache.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.IntConsumer;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Processor time of the measuring threads beside JMH's wall time: what others do on the machine
 * stretches the second much more than the first. Divide {@link #cpuNanos} by {@link #operations}.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class CpuTime {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Processor time of the operations. */
    public long cpuNanos;

    /** How many operations that were. */
    public long operations;

    private long start;

    /**
     * Makes the calls of an invocation and counts what they cost; the loop that all contenders share.
     *
     * @param count how many calls
     * @param call told the number of each, from 0
     */
    public void times(int count, IntConsumer call) {
        begin();
        for (int i = 0; i < count; i++) {
            call.accept(i);
        }
        end(count);
    }

    /** Begins an invocation. */
    public void begin() {
        start = THREADS.getCurrentThreadCpuTime();
    }

    /**
     * Ends an invocation.
     *
     * @param count how many operations it made
     */
    public void end(int count) {
        cpuNanos += THREADS.getCurrentThreadCpuTime() - start;
        operations += count;
    }
}
