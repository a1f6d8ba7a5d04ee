package dev.terrace.cache.engine;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Whether a manager is open, and the asynchronous calls that its end would leave unanswered. */
final class Lifecycle {

    private final AtomicBoolean closed = new AtomicBoolean();
    private final Set<CompletableFuture<?>> unanswered = ConcurrentHashMap.newKeySet();
    private volatile boolean abandoned;

    /** Returns true once closing has begun. One volatile read. */
    boolean isClosed() {
        return closed.get();
    }

    void checkOpen() {
        if (closed.get()) {
            throw closedException();
        }
    }

    static IllegalStateException closedException() {
        return new IllegalStateException("the cache manager is closed; keep it open as long as its caches are used");
    }

    /** Begins closing; false if that was done before. */
    boolean close() {
        return closed.compareAndSet(false, true);
    }

    /** Makes sure that the call is answered, at the latest by {@link #abandonCalls}. */
    @SuppressWarnings({"FutureReturnValueIgnored", "CollectionUndefinedEquality"}) // tidies up; by identity
    <T> CompletableFuture<T> answered(CompletableFuture<T> call) {
        if (!call.isDone()) {
            unanswered.add(call);
            call.whenComplete((result, failure) -> unanswered.remove(call));
            if (abandoned) {
                call.completeExceptionally(closedException());
            }
        }
        return call;
    }

    /** Fails the calls that nobody will answer any more: the threads and tiers are gone. */
    void abandonCalls() {
        abandoned = true;
        unanswered.forEach(call -> call.completeExceptionally(closedException()));
    }
}
