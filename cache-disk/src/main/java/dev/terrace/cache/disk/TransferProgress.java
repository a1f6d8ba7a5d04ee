package dev.terrace.cache.disk;

/** Watches an export or an import and may end it early. Called on the thread that runs it, some times a second. */
@FunctionalInterface
public interface TransferProgress {

    /**
     * Says whether to go on.
     *
     * @param entries how many are done
     * @param bytes what they take, uncompressed, keys included
     * @return false to end here
     */
    boolean goOn(long entries, long bytes);
}
