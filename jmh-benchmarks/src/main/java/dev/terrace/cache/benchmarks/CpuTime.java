package dev.terrace.cache.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
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
