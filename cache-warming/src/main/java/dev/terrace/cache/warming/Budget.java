package dev.terrace.cache.warming;

import dev.terrace.cache.policy.Durations;
import java.time.Duration;

/**
 * What one run may cost.
 *
 * @param keys most keys that are looked at; at least 1
 * @param bytes of loaded values after which no more are asked for, as the tiers count them; at least 1
 * @param time after which the run ends, with what it has
 * @param calls most calls of sources; at least 1
 */
public record Budget(int keys, long bytes, Duration time, int calls) {

    /** 10,000 keys, 64 MiB, a minute, 1,000 calls. */
    public static final Budget USUAL = new Budget(10_000, 64L << 20, Duration.ofMinutes(1), 1000);

    /** Checks the values. */
    public Budget {
        positive("keys", keys);
        positive("bytes", bytes);
        Durations.positive("time", time);
        positive("calls", calls);
    }

    private static void positive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(
                    name + " must be at least 1 but was " + value + "; leave the run out to do nothing");
        }
    }

    /** Returns a copy for so many keys. */
    public Budget keys(int most) {
        return new Budget(most, bytes, time, calls);
    }

    /** Returns a copy for so many bytes. */
    public Budget bytes(long most) {
        return new Budget(keys, most, time, calls);
    }

    /** Returns a copy with so much time. */
    public Budget time(Duration most) {
        return new Budget(keys, bytes, most, calls);
    }

    /** Returns a copy with so many calls. */
    public Budget calls(int most) {
        return new Budget(keys, bytes, time, most);
    }
}
