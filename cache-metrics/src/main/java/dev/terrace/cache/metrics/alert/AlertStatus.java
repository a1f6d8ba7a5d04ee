package dev.terrace.cache.metrics.alert;

import java.time.Instant;

/**
 * One alert that is not at rest.
 *
 * @param name of the rule
 * @param subject what it is about: a tier, a region, or {@code manager}
 * @param severity how bad it is
 * @param state whether anybody was told
 * @param value the latest value
 * @param threshold from where on it is bad
 * @param since when it became bad (pending), fired (firing) or resolved
 */
public record AlertStatus(
        String name, String subject, Severity severity, State state, double value, double threshold, Instant since) {

    /** Whether anybody was told. */
    public enum State {
        /** Bad, but not for long enough yet. */
        PENDING,
        /** Told, and not well again. */
        FIRING,
        /** Well again, and told so; appears in events only. */
        RESOLVED
    }

    /** Returns the alert in words, for logs and messages. */
    public String message() {
        return "%s of %s is %s: %.4g (threshold %.4g)"
                .formatted(name, subject, state == State.RESOLVED ? "well again" : "bad", value, threshold);
    }
}
