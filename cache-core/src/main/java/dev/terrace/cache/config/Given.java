package dev.terrace.cache.config;

/**
 * A setting as somebody wrote it.
 *
 * @param name as in a file, for example {@code memory.max-entries}
 * @param text its value
 * @param source how a message names it: the variable, or the name and the place in the file
 * @param inEnvironment true for a variable
 */
record Given(String name, String text, String source, boolean inEnvironment) {

    /** Hides the value, which may be a secret. */
    @Override
    public String toString() {
        return source;
    }
}
