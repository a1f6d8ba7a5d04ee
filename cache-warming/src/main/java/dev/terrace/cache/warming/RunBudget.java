package dev.terrace.cache.warming;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What is left of a run's budget of calls and bytes. Safe for use by many threads. */
final class RunBudget {

    private final AtomicInteger calls;
    private final AtomicLong bytes;

    RunBudget(Budget budget) {
        calls = new AtomicInteger(budget.calls());
        bytes = new AtomicLong(budget.bytes());
    }

    boolean isSpent() {
        return calls.get() <= 0 || bytes.get() <= 0;
    }

    /** Takes one call; false if there is none left. */
    boolean takeCall() {
        return calls.getAndDecrement() > 0;
    }

    void took(long loadedBytes) {
        bytes.addAndGet(-loadedBytes);
    }
}
