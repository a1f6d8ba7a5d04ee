package dev.terrace.cache.cli.doctor;

/**
 * What one check found.
 *
 * @param check its name
 * @param fix what to do; empty if all is well
 */
record Finding(String check, State state, String detail, String fix) {

    /** How bad it is. */
    enum State {
        /** All is well. */
        OK,
        /** It works, and somebody should look. */
        WARN,
        /** It does not work. */
        FAIL
    }

    static Finding ok(String check, String detail) {
        return new Finding(check, State.OK, detail, "");
    }

    static Finding warn(String check, String detail, String fix) {
        return new Finding(check, State.WARN, detail, fix);
    }

    /** The detail may be the message of an exception, which may have lines. */
    static Finding fail(String check, String detail, String fix) {
        return new Finding(check, State.FAIL, detail.replaceAll("\\s*\\R\\s*", " "), fix);
    }
}
