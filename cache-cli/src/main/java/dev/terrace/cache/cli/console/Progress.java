package dev.terrace.cache.cli.console;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** One line on a terminal that says how far long work is; it goes when the work ends. For one thread. */
public final class Progress implements AutoCloseable {

    private static final int CELLS = 30;
    private static final String BACK_AND_ERASE = "\r\u001b[K";

    private final @Nullable PrintWriter terminal;
    private final String what;
    private final long total;
    private String shown = "";

    Progress(@Nullable PrintWriter terminal, String what, long total) {
        this.terminal = terminal;
        this.what = what;
        this.total = total;
    }

    /** Says how much is done. */
    public void at(long done) {
        String line = what + "  " + (total > 0 ? bar(done) : Numbers.count(done));
        if (terminal != null && !line.equals(shown)) {
            terminal.print(BACK_AND_ERASE + line);
            terminal.flush();
            shown = line;
        }
    }

    private String bar(long done) {
        double share = Math.min(1, (double) done / total);
        int full = (int) (share * CELLS);
        return "[" + "#".repeat(full) + "-".repeat(CELLS - full) + "] " + Numbers.share(share) + "  "
                + Numbers.count(done);
    }

    /** Erases the line. */
    @Override
    public void close() {
        if (terminal != null && !shown.isEmpty()) {
            terminal.print(BACK_AND_ERASE);
            terminal.flush();
        }
    }
}
