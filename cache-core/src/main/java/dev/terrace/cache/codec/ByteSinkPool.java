package dev.terrace.cache.codec;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A few byte sinks that are used again, handed out without a lock.
 *
 * <p>Bounded by slots, not by threads: a thread-local would keep one buffer for every virtual thread. A thread that
 * finds no free sink makes one, and a sink that finds no free slot, or has grown past {@link #MAX_KEPT_BYTES}, is
 * garbage. Safe from any thread.
 */
final class ByteSinkPool {

    static final int MAX_KEPT_BYTES = 256 << 10;
    private static final int MAX_SLOTS = 16;

    /** One for the process, so that the memory kept is bounded by the cores and not by the number of regions. */
    private static final ByteSinkPool SHARED =
            new ByteSinkPool(Math.min(MAX_SLOTS, 2 * Runtime.getRuntime().availableProcessors()));

    private final AtomicReferenceArray<@Nullable ByteSink> slots;

    ByteSinkPool(int slots) {
        this.slots = new AtomicReferenceArray<>(slots);
    }

    static ByteSinkPool shared() {
        return SHARED;
    }

    /** Hands out an empty sink. */
    ByteSink take() {
        for (int i = 0; i < slots.length(); i++) {
            if (slots.getPlain(i) != null) {
                ByteSink sink = slots.getAndSet(i, null);
                if (sink != null) {
                    return sink;
                }
            }
        }
        return new ByteSink();
    }

    /** Takes a sink back; the caller must not use it any more. */
    void give(ByteSink sink) {
        if (sink.array().length > MAX_KEPT_BYTES) {
            return;
        }
        sink.reset();
        for (int i = 0; i < slots.length(); i++) {
            if (slots.getPlain(i) == null && slots.compareAndSet(i, null, sink)) {
                return;
            }
        }
    }
}
