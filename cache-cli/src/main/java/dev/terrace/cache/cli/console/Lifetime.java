package dev.terrace.cache.cli.console;

/** How long a server runs. */
public interface Lifetime {

    /** Waits until the server is to end. */
    void await();

    /** Says that the server has ended and closed what it had. */
    void ended();
}
