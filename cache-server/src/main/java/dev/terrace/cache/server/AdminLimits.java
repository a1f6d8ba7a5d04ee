package dev.terrace.cache.server;

import dev.terrace.cache.policy.Durations;
import java.time.Duration;

/**
 * What one server spends on its clients at most.
 *
 * @param bodyBytes of a request, 1 KiB to 256 MiB
 * @param connections open at once, 8 to 100,000; further ones wait
 * @param streams event streams at once, 1 to 10,000; further ones are refused
 * @param jobs pieces of long work at once, 1 to 1,000; further ones are refused
 * @param listings key listings that wait for their next page, 1 to 10,000; the oldest gives way
 * @param patience how long a request waits for its work before it is answered with 202 and the address of the job
 */
public record AdminLimits(int bodyBytes, int connections, int streams, int jobs, int listings, Duration patience) {

    /** 1 MiB, 2,048 connections, 32 streams, 8 jobs, 64 listings, 2 seconds. */
    public static final AdminLimits DEFAULT = new AdminLimits(1 << 20, 2048, 32, 8, 64, Duration.ofSeconds(2));

    private static final int MOST_BYTES = 1 << 28;
    private static final int MOST_CONNECTIONS = 100_000;
    private static final int MANY = 10_000;

    /** Checks the values. */
    public AdminLimits {
        within("bodyBytes", bodyBytes, 1 << 10, MOST_BYTES);
        within("connections", connections, 8, MOST_CONNECTIONS);
        within("streams", streams, 1, MANY);
        within("jobs", jobs, 1, MANY / 10);
        within("listings", listings, 1, MANY);
        Durations.positive("patience", patience);
    }

    private static void within(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + most + " but was " + value
                    + "; AdminLimits.DEFAULT suits most servers");
        }
    }

    /** Returns a copy with this limit of a request's body. */
    public AdminLimits bodyBytes(int bytes) {
        return new AdminLimits(bytes, connections, streams, jobs, listings, patience);
    }

    /** Returns a copy with this limit of connections. */
    public AdminLimits connections(int most) {
        return new AdminLimits(bodyBytes, most, streams, jobs, listings, patience);
    }

    /** Returns a copy with this limit of event streams. */
    public AdminLimits streams(int most) {
        return new AdminLimits(bodyBytes, connections, most, jobs, listings, patience);
    }

    /** Returns a copy with this limit of jobs. */
    public AdminLimits jobs(int most) {
        return new AdminLimits(bodyBytes, connections, streams, most, listings, patience);
    }

    /** Returns a copy with this limit of key listings. */
    public AdminLimits listings(int most) {
        return new AdminLimits(bodyBytes, connections, streams, jobs, most, patience);
    }

    /** Returns a copy that waits so long for work. */
    public AdminLimits patience(Duration time) {
        return new AdminLimits(bodyBytes, connections, streams, jobs, listings, time);
    }
}
