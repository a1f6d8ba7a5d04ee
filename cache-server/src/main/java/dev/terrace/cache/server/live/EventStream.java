package dev.terrace.cache.server.live;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One client that listens. Nobody ever waits for it: an event that comes while the one before has not left takes its place,
 * and a client that misses several in a row is dropped. Safe for use by many threads; its lock is held for writes that do
 * not block.
 */
final class EventStream implements WriteListener {

    /** Events in a row that a client may miss. */
    static final int PATIENCE = 10;

    private final ServletOutputStream out;
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    @GuardedBy("this")
    private byte @Nullable [] waiting;

    @GuardedBy("this")
    private boolean isFlushDue;

    @GuardedBy("this")
    private boolean isStarted;

    @GuardedBy("this")
    private int missed;

    EventStream(ServletOutputStream out) {
        this.out = out;
    }

    /** Returns what is complete when the stream has ended. */
    CompletableFuture<Void> end() {
        return end;
    }

    /** Sends an event, or leaves it out if the client is slow. */
    void offer(byte[] event) {
        boolean isTooSlow = false;
        synchronized (this) {
            missed = waiting == null ? 0 : missed + 1;
            isTooSlow = missed > PATIENCE;
            waiting = event;
            push();
        }
        if (isTooSlow) {
            close();
        }
    }

    @Override
    public synchronized void onWritePossible() {
        isStarted = true;
        push();
    }

    @GuardedBy("this")
    private void push() {
        try {
            while (isStarted && !end.isDone() && out.isReady()) {
                byte[] event = waiting;
                if (event != null) {
                    waiting = null;
                    isFlushDue = true;
                    out.write(event);
                } else if (isFlushDue) {
                    isFlushDue = false;
                    out.flush();
                } else {
                    return;
                }
            }
        } catch (IOException | IllegalStateException e) {
            end.complete(null); // the client is gone
        }
    }

    @Override
    public void onError(Throwable failure) {
        close();
    }

    void close() {
        end.complete(null);
    }
}
