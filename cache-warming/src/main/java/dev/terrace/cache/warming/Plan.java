package dev.terrace.cache.warming;

import dev.terrace.cache.policy.Arguments;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a run is to bring.
 *
 * @param reasons why a key may be chosen
 * @param budget what the run may cost
 * @param lead how far ahead to look: keys of the hour that it will be then are wanted, and what expires before then is
 *     loaded anew if it is hot; zero for now
 */
public record Plan(Set<Reason> reasons, Budget budget, Duration lead) {

    /** All that is known says will be wanted, now: for the start and on demand. */
    public static final Plan WANTED = new Plan(
            EnumSet.of(Reason.HEAT, Reason.HISTORY, Reason.LISTED, Reason.CHANGED), Budget.USUAL, Duration.ZERO);

    /** What will be wanted within five minutes or expires before then. */
    public static final Plan AHEAD = new Plan(
            EnumSet.of(Reason.HISTORY, Reason.EXPIRING, Reason.SUCCESSOR), Budget.USUAL, Duration.ofMinutes(5));

    /** Why a key is chosen. */
    public enum Reason {
        /** It is read often. */
        HEAT,
        /** It was read often at this hour on earlier days. */
        HISTORY,
        /** It is read often and expires soon. */
        EXPIRING,
        /** It usually follows on one that was read just now. */
        SUCCESSOR,
        /** Its source lists it, and there is room in the budget. */
        LISTED,
        /** Its source says that it has changed since the run before, and it is read. */
        CHANGED
    }

    /** Checks the values and takes a copy of the reasons. */
    public Plan {
        reasons = Set.copyOf(Arguments.given("reasons", reasons, "pass Plan.WANTED.reasons()"));
        Arguments.given("budget", budget, "pass Budget.USUAL");
        Arguments.given("lead", lead, "pass Duration.ZERO for now");
        if (reasons.isEmpty()) {
            throw new IllegalArgumentException("reasons must not be empty; leave the plan out to choose nothing");
        }
        if (lead.isNegative() || lead.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    "lead must be zero to a day but was " + lead + "; five minutes are usual");
        }
    }

    /** Returns a copy with this budget. */
    public Plan budget(Budget other) {
        return new Plan(reasons, other, lead);
    }

    /** Returns a copy that looks so far ahead. */
    public Plan lead(Duration time) {
        return new Plan(reasons, budget, time);
    }

    /** Returns a copy for these reasons only. */
    public Plan reasons(Reason first, Reason... more) {
        return new Plan(EnumSet.of(first, more), budget, lead);
    }
}
