package dev.terrace.cache.disk;

import dev.terrace.cache.testkit.Seeds;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Fifty kills on every JDK that is here. */
class KilledProcessDrill {

    @ParameterizedTest
    @MethodSource("dev.terrace.cache.disk.ChildJvm#javaHomes")
    void fiftyKillsLoseNothingButWhatWasBeingWritten(Path javaHome, @TempDir Path folder) throws Exception {
        Seeds seed = Seeds.draw("kills on " + javaHome.getFileName());
        new KillRounds(javaHome, folder, seed.random(0)).run(50);
    }
}
