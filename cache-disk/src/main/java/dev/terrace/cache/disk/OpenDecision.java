package dev.terrace.cache.disk;

/** What to do with what a directory holds. */
sealed interface OpenDecision {

    /** The file was closed cleanly; open it. */
    record Plain() implements OpenDecision {}

    /** The process that used the file was killed, and the machine has run since; recover it. */
    record Recover() implements OpenDecision {}

    /**
     * Begin with an empty file.
     *
     * @param reason why the old file is given up, or that there is none; fit for a log line
     * @param lostBytes length of the file that is given up, 0 when there was none
     */
    record Fresh(String reason, long lostBytes) implements OpenDecision {}
}
