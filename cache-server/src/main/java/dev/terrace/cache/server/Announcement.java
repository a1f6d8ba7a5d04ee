package dev.terrace.cache.server;

/** Shows a generated token on the console: once, and not in the log, where it would lie for weeks. */
final class Announcement {

    private Announcement() {}

    static void print(String line) {
        System.out.println(line);
    }
}
