package dev.terrace.cache.metrics.alert;

import dev.terrace.cache.policy.Arguments;
import dev.terrace.cache.policy.Durations;
import java.net.URI;
import java.time.Duration;

/**
 * Where alerts are posted as JSON, and how often that is tried.
 *
 * @param target an http or https address
 * @param attempts how often one alert is tried, 1 to 100
 * @param pauseFrom the pause after the first failure; it doubles with each further one
 * @param pauseUpTo the longest pause
 * @param timeout for one attempt
 */
public record Webhook(URI target, int attempts, Duration pauseFrom, Duration pauseUpTo, Duration timeout) {

    /** Checks the values. */
    public Webhook {
        Arguments.given("target", target, "pass the address that takes the alerts");
        if (target.getHost() == null || !("http".equals(target.getScheme()) || "https".equals(target.getScheme()))) {
            throw new IllegalArgumentException(
                    "target of a webhook must be an http or https address but was " + target + "; pass a whole one");
        }
        if (attempts < 1 || attempts > 100) {
            throw new IllegalArgumentException(
                    "attempts of a webhook must be 1 to 100 but was " + attempts + "; pass 1 for no retry");
        }
        Durations.positive("pauseFrom", pauseFrom);
        Durations.positive("pauseUpTo", pauseUpTo);
        Durations.positive("timeout", timeout);
    }

    /** Returns a webhook with 6 attempts, pauses of 1 s to 1 min, and 10 s for each attempt. */
    public static Webhook to(URI target) {
        return new Webhook(target, 6, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofSeconds(10));
    }

    /** Returns a copy with so many attempts. */
    public Webhook attempts(int number) {
        return new Webhook(target, number, pauseFrom, pauseUpTo, timeout);
    }
}
