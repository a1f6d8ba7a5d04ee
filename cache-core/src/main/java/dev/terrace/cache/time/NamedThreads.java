package dev.terrace.cache.time;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes daemon threads with telling names: the only place of the library that creates platform threads. */
public final class NamedThreads implements ThreadFactory {

    private final String prefix;
    private final AtomicInteger next = new AtomicInteger(1);

    private NamedThreads(String prefix) {
        this.prefix = prefix;
    }

    /** Returns a factory of daemon threads named {@code prefix-1}, {@code prefix-2} and so on. */
    public static NamedThreads daemon(String prefix) {
        return new NamedThreads(prefix);
    }

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(task, prefix + "-" + next.getAndIncrement());
        thread.setDaemon(true);
        return thread;
    }
}
