package dev.terrace.cache.metrics.alert;

import dev.terrace.cache.policy.Arguments;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * When to alert whom about what.
 *
 * @param name one word in camelCase, unique among the rules
 * @param severity how bad it is
 * @param window over which counters are taken; at most 15 minutes
 * @param measure the value
 * @param threshold what is bad and what is well
 * @param hold how long the value must be bad before the alert fires, and well before it resolves; zero for at once
 */
public record AlertRule(
        String name, Severity severity, Duration window, Measure measure, Threshold threshold, Duration hold) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-zA-Z0-9]{0,63}");
    private static final Duration LONGEST_WINDOW = Duration.ofMinutes(15);

    /** Checks the values. */
    public AlertRule {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "name of an alert must be one word in camelCase but was \"" + name + "\"; try \"hitRatioLow\"");
        }
        Arguments.given("severity", severity, "pass Severity.WARNING or CRITICAL");
        Arguments.given("measure", measure, "pass one of AlertRules or a function of your own");
        Arguments.given("threshold", threshold, "pass Threshold.above(...) or below(...)");
        Arguments.given("hold", hold, "pass Duration.ZERO to fire at once");
        if (hold.isNegative()) {
            throw new IllegalArgumentException("hold must not be negative but was " + hold + "; pass zero or more");
        }
        if (window == null || window.isNegative() || window.compareTo(LONGEST_WINDOW) > 0) {
            throw new IllegalArgumentException(
                    "window must be at most " + LONGEST_WINDOW + " but was " + window + "; pass PT1M, PT5M or PT15M");
        }
    }

    /** Returns a copy with another threshold. */
    public AlertRule threshold(Threshold other) {
        return new AlertRule(name, severity, window, measure, other, hold);
    }

    /** Returns a copy that waits so long before it fires and before it resolves. */
    public AlertRule hold(Duration time) {
        return new AlertRule(name, severity, window, measure, threshold, time);
    }

    /** Returns a copy of another severity. */
    public AlertRule severity(Severity other) {
        return new AlertRule(name, other, window, measure, threshold, hold);
    }

    /** Returns a copy that takes counters over another window. */
    public AlertRule window(Duration time) {
        return new AlertRule(name, severity, time, measure, threshold, hold);
    }
}
