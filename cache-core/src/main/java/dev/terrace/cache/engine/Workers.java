package dev.terrace.cache.engine;

import dev.terrace.cache.CacheException;
import dev.terrace.cache.time.NamedThreads;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where work runs that must not run on a caller's thread. Two executors, because what may hang in a
 * lower tier must not keep memory from evicting: one thread for upkeep that never blocks, and a pool
 * for everything else. The pool is bounded in platform threads and in waiting tasks; on a JVM that
 * has virtual threads each task gets one.
 */
final class Workers implements AutoCloseable {

    private static final int THREADS = 32;
    private static final int WAITING = 100_000;
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final Executor upkeep;
    private final Executor pool;
    private final List<ExecutorService> owned;

    Workers(@Nullable Executor given) {
        ThreadPoolExecutor ownUpkeep = pool("terrace-upkeep", 1);
        // After the end a call that is still under way may want upkeep, and nobody needs it any more.
        ownUpkeep.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        upkeep = ownUpkeep;
        if (given == null) {
            ExecutorService ownPool = virtualThreadsOr(pool("terrace-worker", THREADS));
            pool = ownPool;
            owned = List.of(ownUpkeep, ownPool);
        } else {
            pool = given;
            owned = List.of(ownUpkeep);
        }
    }

    /** Owns no thread: for tests that decide when and where each task runs. */
    Workers(Executor pool, Executor upkeep) {
        this.pool = pool;
        this.upkeep = upkeep;
        this.owned = List.of();
    }

    private static ThreadPoolExecutor pool(String name, int threads) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE.toMillis(),
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(WAITING),
                NamedThreads.daemon(name));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** Takes {@code Executors.newVirtualThreadPerTaskExecutor()} where the JVM has it (since 21). */
    private static ExecutorService virtualThreadsOr(ExecutorService fallback) {
        try {
            return (ExecutorService) MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class))
                    .invokeExact();
        } catch (Throwable e) {
            return fallback;
        }
    }

    /** Returns the executor for upkeep: short tasks that never block. */
    Executor upkeep() {
        return upkeep;
    }

    /** Returns the executor for work that may block. */
    Executor pool() {
        return pool;
    }

    /**
     * Runs a task that may block.
     *
     * @throws CacheException if too many tasks wait already
     */
    void run(Runnable task) {
        try {
            pool.execute(task);
        } catch (RejectedExecutionException e) {
            throw new CacheException(
                    "more than " + WAITING + " calls wait for a tier, or the manager is closed; slow the callers down",
                    e);
        }
    }

    /** Runs a task that may be left out; false if it was. */
    boolean tryRun(Runnable task) {
        try {
            pool.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Ends the owned threads; what runs is interrupted, what waits is dropped. */
    @Override
    public void close() {
        owned.forEach(ExecutorService::shutdownNow);
    }
}
