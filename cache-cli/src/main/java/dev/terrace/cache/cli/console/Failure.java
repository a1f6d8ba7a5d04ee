package dev.terrace.cache.cli.console;

import java.io.Serial;

/** Ends a command with one line that says what is wrong and what to do, and an exit code. */
public final class Failure extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private Failure(int exitCode, String what, String fix) {
        super(what + "; " + fix, null, false, false);
        this.exitCode = exitCode;
    }

    /** Returns the failure of something that could not be done. */
    public static Failure of(String what, String fix) {
        return new Failure(ExitCodes.FAILURE, what, fix);
    }

    /** Returns the failure of a command line or configuration that is wrong. */
    public static Failure usage(String what, String fix) {
        return new Failure(ExitCodes.USAGE, what, fix);
    }

    /** Returns the failure to reach a server. */
    public static Failure unreachable(String what, String fix) {
        return new Failure(ExitCodes.UNREACHABLE, what, fix);
    }

    /** Returns the failure of something that is not allowed. */
    public static Failure refused(String what, String fix) {
        return new Failure(ExitCodes.REFUSED, what, fix);
    }

    /** Returns what the program ends with. */
    public int exitCode() {
        return exitCode;
    }
}
