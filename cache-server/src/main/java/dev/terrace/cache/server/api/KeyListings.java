package dev.terrace.cache.server.api;

import dev.terrace.cache.server.http.Problem;
import io.javalin.http.HttpStatus;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Listings of keys between two pages: each is a walk over the tiers that waits where it stopped, so no page reads more than
 * it shows. A listing that nobody goes on with is given up after a minute, or when many begin. Safe for use by many threads.
 */
final class KeyListings implements AutoCloseable {

    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final int READERS = 8;

    private final Backstage backstage;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Listing> waiting = new LinkedHashMap<>();
    private final Semaphore readers = new Semaphore(READERS);

    KeyListings(Backstage backstage) {
        this.backstage = backstage;
    }

    private record Listing(Stream<String> stream, Iterator<String> keys, long untilNanos) {}

    /**
     * A page of keys.
     *
     * @param cursor to send for the next page; null at the end
     */
    record Page(List<String> keys, @Nullable String cursor) {}

    Page first(String pattern, int limit) {
        Stream<String> stream = backstage.manager().keys(pattern);
        return read(stream, stream.iterator(), limit);
    }

    Page next(String cursor, int limit) {
        Listing listing;
        synchronized (waiting) {
            giveUpOld(Integer.MAX_VALUE);
            listing = waiting.remove(cursor);
        }
        if (listing == null) {
            throw new Problem(
                    HttpStatus.GONE,
                    "the cursor is unknown, was used before or waited for more than a minute",
                    "begin again without a cursor");
        }
        return read(listing.stream(), listing.keys(), limit);
    }

    private Page read(Stream<String> stream, Iterator<String> keys, int limit) {
        if (!readers.tryAcquire()) {
            stream.close();
            throw new Problem(
                    HttpStatus.SERVICE_UNAVAILABLE, "too many keys are being listed", "try again in a moment");
        }
        boolean goesOn = false;
        try {
            List<String> page = new ArrayList<>();
            while (page.size() < limit && keys.hasNext()) {
                page.add(keys.next());
            }
            goesOn = keys.hasNext();
            return new Page(page, goesOn ? keep(stream, keys) : null);
        } finally {
            readers.release();
            if (!goesOn) {
                stream.close();
            }
        }
    }

    private String keep(Stream<String> stream, Iterator<String> keys) {
        String cursor = Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
        synchronized (waiting) {
            giveUpOld(backstage.rules().room().listings());
            waiting.put(cursor, new Listing(stream, keys, backstage.time().nanos() + IDLE.toNanos()));
        }
        return cursor;
    }

    /** Gives up those that waited too long, and the oldest ones until fewer than so many wait. */
    private void giveUpOld(int most) {
        long now = backstage.time().nanos();
        Iterator<Listing> oldestFirst = waiting.values().iterator();
        while (oldestFirst.hasNext()) {
            Listing listing = oldestFirst.next();
            if (listing.untilNanos() - now > 0 && waiting.size() < most) {
                return;
            }
            oldestFirst.remove();
            listing.stream().close();
        }
    }

    @Override
    public void close() {
        synchronized (waiting) {
            waiting.values().forEach(listing -> listing.stream().close());
            waiting.clear();
        }
    }
}
