package dev.terrace.cache.testkit;

import dev.terrace.cache.tier.TierKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong with the calls of a tier, and when; counts them as well. Safe for use by many threads: each method
 * has effect on calls that begin after it returned.
 */
public final class Faults {

    private final String tier;
    private final Map<Operation, Integer> calls = new EnumMap<>(Operation.class);
    private final Map<Operation, Thrown> thrown = new EnumMap<>(Operation.class);
    private final List<Stop> stops = new ArrayList<>();

    Faults(String tier) {
        this.tier = tier;
    }

    /** Makes the next calls throw a {@link FaultException} without doing anything. */
    public void throwNext(Operation operation, int times) {
        throwNext(operation, times, () -> new FaultException(tier + "." + operation + " fails as asked"));
    }

    /** Makes the next calls throw without doing anything. */
    public synchronized void throwNext(Operation operation, int times, Supplier<? extends RuntimeException> exception) {
        thrown.put(operation, new Thrown(times, exception));
    }

    /** Makes every call throw a {@link FaultException} until {@link #heal}. */
    public void throwAlways(Operation operation) {
        throwNext(operation, Integer.MAX_VALUE);
    }

    /** Makes every call of every kind but {@link Operation#CLOSE} throw until {@link #heal}. */
    public void throwAlways() {
        for (Operation operation : Operation.values()) {
            if (operation != Operation.CLOSE) {
                throwAlways(operation);
            }
        }
    }

    /** Makes calls succeed again; calls that hang or pause stay where they are until they are released. */
    public synchronized void heal() {
        thrown.clear();
        stops.clear();
    }

    /** Makes every call wait before it does anything, until the handle is released. */
    public Pause hang(Operation operation) {
        return stop(new Stop(operation, null, true, true, new Pause(tier + "." + operation + " (hangs)")));
    }

    /** Pauses the next call before it does anything. */
    public Pause pauseBefore(Operation operation) {
        return stop(new Stop(operation, null, true, false, new Pause("before " + tier + "." + operation)));
    }

    /** Pauses the next call for this key before it does anything. */
    public Pause pauseBefore(Operation operation, TierKey key) {
        return stop(new Stop(operation, key, true, false, new Pause("before " + tier + "." + operation + " " + key)));
    }

    /** Pauses the next call that succeeded, with its effect made, before it returns. */
    public Pause pauseAfter(Operation operation) {
        return stop(new Stop(operation, null, false, false, new Pause("after " + tier + "." + operation)));
    }

    /** Pauses the next call for this key that succeeded, with its effect made, before it returns. */
    public Pause pauseAfter(Operation operation, TierKey key) {
        return stop(new Stop(operation, key, false, false, new Pause("after " + tier + "." + operation + " " + key)));
    }

    private synchronized Pause stop(Stop stop) {
        stops.add(stop);
        return stop.pause();
    }

    /** Returns how many calls have begun, those that failed included. */
    public synchronized int calls(Operation operation) {
        return calls.getOrDefault(operation, 0);
    }

    /** Returns how many calls of any kind have begun. */
    public synchronized int calls() {
        return calls.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Counts from 0 again. */
    public synchronized void resetCalls() {
        calls.clear();
    }

    /** Counts a call, stops it where the test wants it, and carries it out or throws. */
    <T extends @Nullable Object> T around(Operation operation, Collection<TierKey> keys, Supplier<T> call) {
        count(operation);
        stopAt(operation, keys, true);
        RuntimeException fault = nextThrown(operation);
        if (fault != null) {
            throw fault;
        }
        T result = call.get();
        stopAt(operation, keys, false);
        return result;
    }

    private synchronized void count(Operation operation) {
        calls.merge(operation, 1, Integer::sum);
    }

    private void stopAt(Operation operation, Collection<TierKey> keys, boolean before) {
        for (Pause pause : matching(operation, keys, before)) {
            pause.await();
        }
    }

    private synchronized List<Pause> matching(Operation operation, Collection<TierKey> keys, boolean before) {
        List<Pause> found = new ArrayList<>();
        for (Iterator<Stop> each = stops.iterator(); each.hasNext(); ) {
            Stop stop = each.next();
            if (stop.operation() == operation
                    && stop.before() == before
                    && (stop.key() == null || keys.contains(stop.key()))) {
                found.add(stop.pause());
                if (!stop.forAll()) {
                    each.remove();
                }
            }
        }
        return found;
    }

    private synchronized @Nullable RuntimeException nextThrown(Operation operation) {
        Thrown next = thrown.get(operation);
        if (next == null || next.times() == 0) {
            return null;
        }
        if (next.times() != Integer.MAX_VALUE) {
            thrown.put(operation, new Thrown(next.times() - 1, next.exception()));
        }
        return next.exception().get();
    }

    private record Thrown(int times, Supplier<? extends RuntimeException> exception) {}

    private record Stop(Operation operation, @Nullable TierKey key, boolean before, boolean forAll, Pause pause) {}

    /** The fault that was asked for. */
    public static final class FaultException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        FaultException(String message) {
            super(message);
        }
    }
}
