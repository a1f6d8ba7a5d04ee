package dev.terrace.cache.cli.console;

/** What the program ends with. {@code docs/operations.md} lists them. */
public final class ExitCodes {

    /** All went well. */
    public static final int OK = 0;

    /** What was asked for could not be done. */
    public static final int FAILURE = 1;

    /** The command line or the configuration is wrong. */
    public static final int USAGE = 2;

    /** No server answers. */
    public static final int UNREACHABLE = 3;

    /** The server lets nobody in with this token, or nobody said yes. */
    public static final int REFUSED = 4;

    private ExitCodes() {}
}
