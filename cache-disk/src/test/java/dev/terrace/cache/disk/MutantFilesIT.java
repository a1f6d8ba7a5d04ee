package dev.terrace.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.testkit.Seeds;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that is done to the folder makes the tier give a wrong value, hang, or hurt more than its own process. */
class MutantFilesIT {

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void aHundredDamagedFoldersGiveNoWrongValue(@TempDir Path folder) throws Exception {
        int crashed = new MutantRounds(folder, Seeds.draw("mutants")).run(100);
        assertThat(crashed).as("children that died").isLessThanOrEqualTo(5);
    }
}
