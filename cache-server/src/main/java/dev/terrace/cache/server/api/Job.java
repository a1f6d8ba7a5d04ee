package dev.terrace.cache.server.api;

import dev.terrace.cache.server.http.Problem;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A piece of work that may outlive the request that began it. Safe for use by many threads. */
final class Job {

    /** What changes nothing that a client could see, and has no step at which it could be ended. */
    private static final Set<String> UPKEEP = Set.of("cleanup", "optimize");

    private final long id;
    private final String kind;
    private final boolean isCancellable;
    private final long beginMillis;
    private final CompletableFuture<Object> end = new CompletableFuture<>();
    private volatile LongSupplier done = () -> 0;
    private volatile Runnable ending = () -> {};
    private volatile boolean cancelled;

    Job(long id, String kind, boolean isCancellable, long beginMillis) {
        this.id = id;
        this.kind = kind;
        this.isCancellable = isCancellable;
        this.beginMillis = beginMillis;
    }

    /** What a job does. */
    @FunctionalInterface
    interface Work {

        /**
         * Does it.
         *
         * @param job to tell of progress, and to ask whether to go on
         * @return what is answered
         */
        Object run(Job job);
    }

    /** How far a job is. */
    enum State {
        RUNNING,
        DONE,
        FAILED,
        CANCELLED
    }

    /**
     * A job as clients see it.
     *
     * @param done how many keys, entries or other units of its kind so far
     * @param result what it came to; null while it runs
     * @param failure why it failed; null if it did not
     */
    record Status(
            long id,
            String kind,
            State state,
            Instant begin,
            long done,
            boolean cancellable,
            @Nullable Object result,
            @Nullable String failure) {}

    void run(Work work) {
        try {
            end.complete(work.run(this));
        } catch (RuntimeException | Error e) {
            end.completeExceptionally(e);
        }
    }

    long id() {
        return id;
    }

    CompletableFuture<Object> end() {
        return end;
    }

    /** Says how far the work is; for the one thread that does it. */
    void progress(long units) {
        done = () -> units;
    }

    /** Says who knows how far the work is. */
    void progressFrom(LongSupplier units) {
        done = units;
    }

    /** Says what ends the work early; it is called at once if the job was cancelled before. */
    void onCancel(Runnable end) {
        ending = end;
        if (cancelled) {
            end.run();
        }
    }

    /** Returns false once the job is to end early. */
    boolean goesOn() {
        return !cancelled;
    }

    /** Ends the job as soon as its work asks. */
    void cancel() {
        if (!isCancellable && !end.isDone()) {
            throw Problem.conflict(
                    kind
                            + (UPKEEP.contains(kind)
                                    ? " cannot be ended early: it is done in one piece, and harms nobody"
                                    : " cannot be taken back: it took effect when it began, only its count is still under way"),
                    "wait for its end at /cache/jobs/" + id);
        }
        cancelled = true;
        ending.run();
    }

    Status status() {
        return new Status(
                id,
                kind,
                state(),
                Instant.ofEpochMilli(beginMillis),
                done.getAsLong(),
                isCancellable,
                result(),
                failure());
    }

    private State state() {
        if (!end.isDone()) {
            return State.RUNNING;
        }
        if (end.isCompletedExceptionally()) {
            return State.FAILED;
        }
        return cancelled ? State.CANCELLED : State.DONE;
    }

    private @Nullable Object result() {
        return end.isDone() && !end.isCompletedExceptionally() ? end.join() : null;
    }

    private @Nullable String failure() {
        return end.isCompletedExceptionally()
                ? end.handle((result, failure) -> String.valueOf(failure.getMessage()))
                        .join()
                : null;
    }
}
