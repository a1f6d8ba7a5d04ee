package dev.terrace.cache.cli.console;

import dev.terrace.cache.time.TimeSource;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the program is given by whoever starts it.
 *
 * @param environment variables
 * @param showsProgress true if somebody watches standard error
 * @param answers reads a line that somebody types; null if nobody is there to type
 * @param lifetime how long a server runs
 * @param time clock and timer
 */
public record Surroundings(
        Map<String, String> environment,
        boolean showsProgress,
        @Nullable Supplier<@Nullable String> answers,
        Lifetime lifetime,
        TimeSource time) {

    /** Returns a variable; null if it is not set or empty. */
    public @Nullable String variable(String name) {
        String value = environment.getOrDefault(name, "").strip();
        return value.isEmpty() ? null : value;
    }
}
