package dev.terrace.cache.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Calls that begin together, each on a thread of its own, with a deadline: a test that would hang fails and says where
 * every thread stands.
 *
 * @param <T> what the calls return
 */
public final class ConcurrentRun<T> {

    private final List<Running<T>> calls;

    private ConcurrentRun(List<Running<T>> calls) {
        this.calls = calls;
    }

    /** Starts one call at once on a thread of its own. */
    public static <T> Running<T> start(Callable<T> call) {
        return new Running<>(call, "test-run").begin();
    }

    /** Starts the calls together and waits for all of them. */
    public static <T> ConcurrentRun<T> of(List<? extends Callable<T>> calls) {
        CyclicBarrier line = new CyclicBarrier(calls.size());
        List<Running<T>> started = new ArrayList<>();
        for (Callable<T> call : calls) {
            Callable<T> fromTheLine = () -> {
                line.await(Deadline.SECONDS, TimeUnit.SECONDS);
                return call.call();
            };
            started.add(new Running<>(fromTheLine, "test-run-" + started.size()).begin());
        }
        ConcurrentRun<T> run = new ConcurrentRun<>(started);
        started.forEach(Running::failure);
        return run;
    }

    /**
     * Starts calls together and waits for all of them.
     *
     * @param threads how many
     * @param call makes the call number 0, 1, and so on
     */
    public static <T> ConcurrentRun<T> of(int threads, IntFunction<? extends Callable<T>> call) {
        List<Callable<T>> calls = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            calls.add(call.apply(i));
        }
        return of(calls);
    }

    /**
     * Returns what the calls returned, in their order; elements are null where a call returned null.
     *
     * @throws AssertionError if one of them threw
     */
    public List<T> results() {
        List<T> results = new ArrayList<>();
        for (Running<T> call : calls) {
            results.add(call.result());
        }
        return results;
    }

    /** Returns what the calls threw, in their order; those that returned are left out. */
    public List<Throwable> failures() {
        return calls.stream().map(Running::failure).filter(Objects::nonNull).toList();
    }
}
