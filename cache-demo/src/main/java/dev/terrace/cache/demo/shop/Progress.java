package dev.terrace.cache.demo.shop;

/** Watches long work, and may end it. Called on the thread that works. */
public interface Progress {

    /** Tells what happens now, in a line. */
    void say(String line);

    /**
     * Tells how far the work is.
     *
     * @param done rows so far
     * @param all rows in the end
     * @return false to end it now
     */
    boolean at(long done, long all);
}
