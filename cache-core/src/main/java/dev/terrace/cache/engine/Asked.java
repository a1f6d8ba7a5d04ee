package dev.terrace.cache.engine;

import dev.terrace.cache.ReadOption;
import dev.terrace.cache.policy.Arguments;

/**
 * What the options of one read come to.
 *
 * @param bypass true to load and keep nothing
 * @param refresh true to load and keep the result whatever is there
 */
record Asked(boolean bypass, boolean refresh) {

    static Asked of(ReadOption... options) {
        boolean bypass = false;
        boolean refresh = false;
        for (ReadOption option : Arguments.given("options", options, "leave them out for none")) {
            Arguments.given("option", option, "leave it out");
            bypass |= option == ReadOption.BYPASS;
            refresh |= option == ReadOption.REFRESH;
        }
        if (bypass && refresh) {
            throw new IllegalArgumentException(
                    "options must not hold both BYPASS and REFRESH; BYPASS keeps nothing, REFRESH keeps the result");
        }
        return new Asked(bypass, refresh);
    }
}
