package dev.terrace.cache.config;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the name that was probably meant: the one that takes the fewest insertions, deletions, changes
 * and swaps of neighbours (optimal string alignment), with case and punctuation set aside.
 */
final class Nearest {

    private Nearest() {}

    /** Returns the nearest candidate; null if none is near: at most a third of the characters differ. */
    static @Nullable String to(String given, Collection<String> candidates) {
        String plain = plain(given);
        String nearest = null;
        int best = Math.min(plain.length(), 60) / 3 + 1;
        for (String candidate : candidates) {
            int distance = plain.length() > 100 ? best : distance(plain, plain(candidate));
            if (distance < best) {
                best = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** Returns a part of a sentence that suggests the nearest candidate; empty if none is near. */
    static String suggestion(String given, Collection<String> candidates) {
        String nearest = to(given, candidates);
        return nearest == null ? "" : "; did you mean " + nearest + "?";
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_. ]", "");
    }

    private static int distance(String a, String b) {
        int[] beforeLast = new int[0];
        int[] last = IntStream.rangeClosed(0, b.length()).toArray();
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, Math.min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[b.length()];
    }
}
