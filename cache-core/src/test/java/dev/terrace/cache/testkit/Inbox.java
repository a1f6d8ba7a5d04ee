package dev.terrace.cache.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.terrace.cache.tier.CoherenceChannel.Receiver;
import dev.terrace.cache.tier.Scope;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages on their way to one node. Lock order: {@code delivery} (held while the receiver runs, so that it sees
 * one message at a time and in order), then the monitor, which guards the fields.
 */
final class Inbox {

    private final ReentrantLock delivery = new ReentrantLock();
    private final Queue<Consumer<Receiver>> messages = new ArrayDeque<>();
    private final Map<Scope, Integer> told = new HashMap<>();
    private @Nullable Receiver receiver;
    private boolean held;
    private boolean dropping;

    synchronized void start(Receiver to) {
        receiver = to;
    }

    /** Before the start nobody listens, so nothing is kept: false then, or if messages are dropped. */
    @CanIgnoreReturnValue
    synchronized boolean add(Consumer<Receiver> message) {
        return receiver != null && !dropping && messages.add(message);
    }

    /** The barriers that the receiver was told of and that are not swept, for whoever delivers. */
    Map<Scope, Integer> told() {
        return told;
    }

    synchronized void hold(boolean value) {
        held = value;
    }

    synchronized void drop() {
        messages.clear();
        dropping = true;
    }

    synchronized void resume() {
        dropping = false;
    }

    synchronized int size() {
        return messages.size();
    }

    /** Delivers one message whether held or not; false if there is none. */
    boolean deliverNext() {
        delivery.lock();
        try {
            return deliver(poll(true));
        } finally {
            delivery.unlock();
        }
    }

    /** Delivers all messages unless they are held; true if there was one. */
    boolean deliverDue() {
        delivery.lock();
        try {
            boolean any = false;
            while (deliver(poll(false))) {
                any = true;
            }
            return any;
        } finally {
            delivery.unlock();
        }
    }

    private synchronized @Nullable Runnable poll(boolean evenIfHeld) {
        Receiver to = receiver;
        Consumer<Receiver> message = held && !evenIfHeld ? null : messages.poll();
        return to == null || message == null ? null : () -> message.accept(to);
    }

    private static boolean deliver(@Nullable Runnable message) {
        if (message == null) {
            return false;
        }
        message.run();
        return true;
    }
}
