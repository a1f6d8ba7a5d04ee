package dev.terrace.cache.cli.console;

/** How long a server runs. */
public interface Lifetime {

    /** Says that a server is about to start, so that from now on it can be told to end. */
    void begin();

    /** Waits until the server is to end. */
    void await();

    /** Says that the server has ended and closed what it had. */
    void ended();
}
