package dev.terrace.cache.testkit;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The one limit of every wait in the kit: long enough for a slow machine, short enough to see a dead-lock. */
final class Deadline {

    /** How long anything waits at most. */
    static final long SECONDS = 30;

    private Deadline() {}

    /**
     * Waits on a monitor, which the caller holds.
     *
     * @return false if time ran out or the thread was interrupted (it stays so)
     */
    static boolean await(Object monitor, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!condition.getAsBoolean()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            try {
                monitor.wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return condition.getAsBoolean();
            }
        }
        return true;
    }

    /** Waits for a latch; false if time ran out or the thread was interrupted (it stays so). */
    static boolean await(CountDownLatch latch) {
        try {
            return latch.await(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Returns where every thread stands now. */
    static String threadDump() {
        StringBuilder dump = new StringBuilder("threads:\n");
        for (Map.Entry<Thread, StackTraceElement[]> thread :
                Thread.getAllStackTraces().entrySet()) {
            dump.append('"').append(thread.getKey().getName()).append("\" ");
            dump.append(thread.getKey().getState()).append('\n');
            for (StackTraceElement frame : thread.getValue()) {
                dump.append("    at ").append(frame).append('\n');
            }
        }
        return dump.toString();
    }
}
