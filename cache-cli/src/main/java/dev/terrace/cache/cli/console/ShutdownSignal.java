package dev.terrace.cache.cli.console;

import dev.terrace.cache.time.NamedThreads;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs until the process is told to end: by Ctrl-C, or by a signal as systemd and containers send it. The JVM does not go
 * away before the server has closed, unless that takes longer than the patience.
 */
public final class ShutdownSignal implements Lifetime {

    private final CountDownLatch told = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Duration patience;

    /** Makes one; the JVM is not asked to call back before {@link #begin}. */
    public ShutdownSignal(Duration patience) {
        this.patience = patience;
    }

    @Override
    public void begin() {
        Thread hook = NamedThreads.daemon("terrace-shutdown").newThread(this::tell);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void await() {
        try {
            told.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Called by the JVM when it is told to end; returns when the server has closed, or false if it took too long. */
    boolean tell() {
        told.countDown();
        boolean hasEnded = false;
        try {
            hasEnded = ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return hasEnded;
    }

    @Override
    public void ended() {
        ended.countDown();
    }
}
