package dev.terrace.cache.benchmarks.peers;

/** What a peer may be asked to do. */
public enum Work {
    /** Answers from the heap. */
    MEMORY("answers from memory"),
    /** Answers from a local disk, also after a restart. */
    DISK("keeps entries on a local disk"),
    /** Answers from a Redis that others share, also after a restart. */
    REDIS("keeps entries in Redis");

    private final String text;

    Work(String text) {
        this.text = text;
    }

    /** Returns what it is, as the end of a sentence about a peer. */
    public String text() {
        return text;
    }
}
