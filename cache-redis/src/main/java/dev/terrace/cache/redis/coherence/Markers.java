package dev.terrace.cache.redis.coherence;

import dev.terrace.cache.tier.TierUnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;

/** Own messages that somebody waits for: when one comes back, everything before it has been applied. */
final class Markers {

    private final Duration patience;
    private final Map<Long, CompletableFuture<Boolean>> waiting = new ConcurrentHashMap<>();

    Markers(Duration patience) {
        this.patience = patience;
    }

    /**
     * Sends a marker and waits until it comes back.
     *
     * @throws TierUnavailableException if it does not, or messages are lost meanwhile
     */
    void await(long token, LongConsumer send) {
        CompletableFuture<Boolean> heard = new CompletableFuture<>();
        waiting.put(token, heard);
        try {
            send.accept(token);
            if (!heard.get(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TierUnavailableException("redis: messages were lost meanwhile; try again", false, null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TierUnavailableException("redis: interrupted while waiting for messages", false, e);
        } catch (ExecutionException | TimeoutException e) {
            throw new TierUnavailableException("redis: no message came back within " + patience, false, e);
        } finally {
            waiting.remove(token);
        }
    }

    void heard(long token) {
        end(token, true);
    }

    void lost() {
        waiting.keySet().forEach(token -> end(token, false));
    }

    private void end(long token, boolean wasHeard) {
        CompletableFuture<Boolean> future = waiting.get(token);
        if (future != null) {
            future.complete(wasHeard);
        }
    }
}
