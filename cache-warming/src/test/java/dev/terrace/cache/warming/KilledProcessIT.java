package dev.terrace.cache.warming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.CacheManager;
import dev.terrace.cache.extension.Heat.HotKey;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** What a process knew of its reads when it was killed is known to the next one. */
class KilledProcessIT {

    @TempDir
    private Path folder;

    @RepeatedTest(3)
    void thePatternsOfAKilledProcessAreThere() throws Exception {
        Process process = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ReadingProcess.class.getName(),
                        folder.toString()))
                .redirectErrorStream(true)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null && !line.startsWith("saved 5")) {
                line = lines.readLine();
            }
            assertThat(line).isEqualTo("saved 5");
        } finally {
            process.destroyForcibly().waitFor();
        }

        try (CacheManager caches = CacheManager.builder().build()) {
            Warmer warmer = Warmer.attach(caches, settings -> settings.folder(folder));

            List<HotKey> hottest = warmer.hottest("user", 20);
            assertThat(hottest).hasSize(20);
            assertThat(hottest.get(0).key()).isIn("key19", "key18", "key17");
            assertThat(folder.resolve("warming-damaged-0.patterns")).doesNotExist();
        }
    }
}
