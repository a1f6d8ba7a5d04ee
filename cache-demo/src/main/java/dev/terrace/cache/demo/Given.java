package dev.terrace.cache.demo;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * An option as it was given.
 *
 * @param name with its dashes
 * @param text behind the equals sign, or the next word; null if there is none
 */
record Given(String name, @Nullable String text, Iterator<String> words) {

    static Given next(Iterator<String> words) {
        String word = words.next();
        int equals = word.indexOf('=');
        return equals < 0
                ? new Given(word, null, words)
                : new Given(word.substring(0, equals), word.substring(equals + 1), words);
    }

    /** Returns the value, taking the next word if there was no equals sign. */
    String value(String what) {
        String value = text != null ? text : words.hasNext() ? words.next() : "";
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " needs " + what + "; write " + name + "=VALUE");
        }
        return value;
    }

    int number(int least, int most) {
        String value = value("a number");
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, in the same words.
        }
        throw new IllegalArgumentException(
                name + " must be a whole number from " + least + " to " + most + " but was \"" + value + "\"");
    }
}
