package dev.terrace.cache.server.api;

import dev.terrace.cache.server.http.Problem;
import dev.terrace.cache.tier.Glob;

/** Checks globs that clients send. */
final class Patterns {

    private static final int LONGEST = 1024;

    private Patterns() {}

    /** Returns the pattern; a problem if it is no glob, or too long to be matched against many keys. */
    static String checked(String pattern) {
        if (pattern.length() > LONGEST) {
            throw Problem.badRequest(
                    "pattern has " + pattern.length() + " characters, more than " + LONGEST, "send a shorter one");
        }
        try {
            return Glob.compile(pattern).toString();
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(String.valueOf(e.getMessage()), "send a glob such as user:12*");
        }
    }
}
