package dev.terrace.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.testkit.Seeds;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same as {@link MutantFilesIT}, a thousand times. */
class MutantFilesDrill {

    @Test
    void aThousandDamagedFoldersGiveNoWrongValue(@TempDir Path folder) throws Exception {
        int crashed = new MutantRounds(folder, Seeds.draw("mutants")).run(1_000);
        assertThat(crashed).as("children that died").isLessThanOrEqualTo(50);
    }
}
