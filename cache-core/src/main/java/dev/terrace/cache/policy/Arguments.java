package dev.terrace.cache.policy;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The check for null, in one place: every message names the argument and the fix. */
public final class Arguments {

    private Arguments() {}

    /**
     * Returns the value if there is one.
     *
     * @param name of the argument
     * @param fix what to do instead, as in "pass an empty list for none"
     * @throws IllegalArgumentException if the value is null
     */
    public static <T> T given(String name, @Nullable T value, String fix) {
        if (value == null) {
            throw new IllegalArgumentException(name + " must not be null; " + fix);
        }
        return value;
    }

    /**
     * Returns what a change makes of some settings.
     *
     * @param name of the argument that is the change
     * @throws IllegalArgumentException if the change is null or returns null
     */
    public static <T> T changed(String name, @Nullable UnaryOperator<T> change, T before) {
        UnaryOperator<T> operator = given(name, change, "pass a function that returns the changed settings");
        return given(
                "what " + name + " returns", operator.apply(before), "return the settings it was given to leave them");
    }
}
