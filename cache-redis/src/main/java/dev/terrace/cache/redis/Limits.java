package dev.terrace.cache.redis;

import java.time.Duration;

/**
 * How much of everything.
 *
 * @param connections most connections to one server, without that of the channel
 * @param timeout for connecting, and for each answer
 * @param patience how long a call waits for a free connection
 * @param chunk keys in one command of a batch
 * @param entryBytes longest entry, header and payload; longer ones are refused
 */
record Limits(int connections, Duration timeout, Duration patience, int chunk, int entryBytes) {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int MOST_CONNECTIONS = 10_000;
    private static final int LARGEST_CHUNK = 10_000;
    private static final int SMALLEST_ENTRY = 1 << 10;
    private static final int LARGEST_ENTRY = 128 << 20;

    /** Uses the constants above. */
    static final Limits STANDARD = new Limits(16, Duration.ofMillis(250), Duration.ofMillis(50), 256, 8 << 20);

    Limits {
        check("connections", connections, 1, MOST_CONNECTIONS);
        check("batch size", chunk, 1, LARGEST_CHUNK);
        check("maximum entry bytes", entryBytes, SMALLEST_ENTRY, LARGEST_ENTRY);
        check("timeout", timeout, Duration.ofMillis(1), LONGEST);
        check("wait for a connection", patience, Duration.ZERO, LONGEST);
    }

    static void check(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + " must be " + least + " to " + most + " but was " + value + "; pass a number in between");
        }
    }

    static void check(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    name + " must be " + least + " to " + most + " but was " + value + "; pass a duration in between");
        }
    }

    int timeoutMillis() {
        return Math.toIntExact(timeout.toMillis());
    }

    Limits withConnections(int number) {
        return new Limits(number, timeout, patience, chunk, entryBytes);
    }

    Limits withTimeout(Duration limit) {
        return new Limits(connections, limit, patience, chunk, entryBytes);
    }

    Limits withPatience(Duration limit) {
        return new Limits(connections, timeout, limit, chunk, entryBytes);
    }

    Limits withChunk(int keys) {
        return new Limits(connections, timeout, patience, keys, entryBytes);
    }

    Limits withEntryBytes(int bytes) {
        return new Limits(connections, timeout, patience, chunk, bytes);
    }
}
