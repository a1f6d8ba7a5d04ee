package dev.terrace.cache.server;

import dev.terrace.cache.testkit.RecordedLogs;
import java.util.List;

/** What was logged by the tests of this JVM. */
final class Logs {

    private Logs() {}

    static List<String> audit() {
        return RecordedLogs.linesWith("audit ");
    }
}
