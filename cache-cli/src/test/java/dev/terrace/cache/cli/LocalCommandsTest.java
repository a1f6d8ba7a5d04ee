package dev.terrace.cache.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.cli.Cli.Run;
import dev.terrace.cache.config.Configuration;
import dev.terrace.cache.disk.DiskTier;
import dev.terrace.cache.tier.Journal;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.time.SystemTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The commands that need no server. */
class LocalCommandsTest {

    private final Cli cli = new Cli();

    @TempDir
    private Path folder;

    @Nested
    class Config {

        @Test
        void whatHoldsIsPrintedWithoutSecrets() {
            cli.with("CACHE_REDIS_URL", "redis://user:secret@localhost:1").with("CACHE_DEFAULT_TTL", "10m");

            Run run = cli.run("config");

            assertThat(run.out())
                    .containsPattern("redis.url +redis://\\*\\*\\*@localhost:1")
                    .containsPattern("defaults.ttl +10m")
                    .containsPattern("defaults.codec +smile")
                    .doesNotContain("secret");
            assertThat(JsonMapper.shared()
                            .readTree(cli.run("config", "--json").out())
                            .path("defaults.ttl")
                            .asString())
                    .isEqualTo("10m");
        }

        @Test
        void variablesGoBeforeTheFile() throws IOException {
            Path file = Files.writeString(folder.resolve("terrace.yaml"), "defaults: {ttl: 5m, jitter: 10%}");

            Run run = cli.with("CACHE_DEFAULT_TTL", "10m").run("config", "--config", file.toString());

            assertThat(run.out()).containsPattern("defaults.ttl +10m").containsPattern("defaults.jitter +10%");
        }

        @Test
        void aFileIsChecked() throws IOException {
            Path right = Files.writeString(folder.resolve("right.yaml"), "backend: memory");
            Path wrong = Files.writeString(folder.resolve("wrong.yaml"), "backend: memry\nmemory: {max-bytes: 3x}");

            assertThat(cli.run("config", "check", right.toString()).out()).contains("right.yaml is right");
            Run run = cli.run("config", "check", wrong.toString());
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("backend (", "line 1) must be one of", "memory.max-bytes (", "line 2)");
            assertThat(cli.run("config", "check", folder.resolve("no.yaml").toString())
                            .exitCode())
                    .isEqualTo(2);
            assertThat(cli.run("config", "-c", folder.resolve("no.yaml").toString())
                            .exitCode())
                    .isEqualTo(2);
        }
    }

    @Nested
    class Backup {

        private Path here;
        private Path there;
        private Path export;

        @BeforeEach
        void configure() throws IOException {
            here = configuration("here");
            there = configuration("there");
            export = folder.resolve("export.zst");
        }

        private Path configuration(String name) throws IOException {
            return Files.writeString(
                    folder.resolve(name + ".yaml"),
                    "disk:\n  directory: '" + folder.resolve(name) + "'\n  max-bytes: 4MiB\n");
        }

        private static CacheManager open(Path configuration) {
            return Configuration.fromFile(configuration).start();
        }

        @Test
        void whatWasExportedIsThereAfterTheImport() {
            try (CacheManager caches = open(here)) {
                Cache<String> words = caches.cache("word", String.class);
                words.set("a", "eins", Duration.ofHours(1));
                words.set("b", "zwei");
            }

            Run out = cli.answering().run("export", "-c", here.toString(), export.toString());
            Run in = cli.run("import", "-c", there.toString(), export.toString());
            Run again = cli.run("import", "-c", there.toString(), export.toString(), "--json");

            assertThat(out.out()).contains("Exported 2 entries");
            assertThat(in.out()).contains("Imported 2 entries").contains("left out 0");
            assertThat(JsonMapper.shared().readTree(again.out()).path("skipped").asLong())
                    .isEqualTo(2);
            try (CacheManager caches = open(there)) {
                assertThat(caches.cache("word", String.class).get("a")).isEqualTo("eins");
                assertThat(caches.cache("word", String.class).ttl("a")).isLessThan(Duration.ofHours(1));
            }
        }

        @Test
        void aFolderInUseIsLeftAlone() {
            CacheManager caches = open(here);
            try {
                caches.cache("word", String.class).set("a", "eins");

                Run run = cli.run("export", "-c", here.toString(), export.toString());

                assertThat(run.exitCode()).isEqualTo(1);
                assertThat(run.err()).contains("is in use by");
                assertThat(export).doesNotExist();
                assertThat(cli.run("import", "-c", here.toString(), here.toString())
                                .exitCode())
                        .isEqualTo(1);
            } finally {
                caches.close();
            }
        }

        /** It could bring removed values back. */
        @Test
        void aFolderWithWorkUnderWayIsNotExported() {
            open(here).close();
            DiskTier disk = DiskTier.at(folder.resolve("here")).maximumBytes(4 << 20);
            try (SystemTime time = new SystemTime()) {
                disk.start(new TierContext(time, Runnable::run));
                disk.append(new Journal.Distrust(1, new TierKey("word", "a"), "disk"));
                disk.close();
            }

            Run run = cli.run("export", "-c", here.toString(), export.toString());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("start the server once").hasLineCount(1);
            assertThat(export).doesNotExist();
        }

        @Test
        void nothingIsMadeWhereNothingIs() {
            Run run = cli.run("export", "-c", here.toString(), export.toString());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("holds no disk tier").hasLineCount(1);
            assertThat(folder.resolve("here")).doesNotExist();
            assertThat(cli.run("import", "-c", here.toString(), export.toString())
                            .exitCode())
                    .isEqualTo(2);
        }

        @Test
        void aConfigurationWithoutADiskTierIsRefused() {
            Run run = cli.with("CACHE_REDIS_URL", "redis://localhost:1").run("export", "x");

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("no disk tier").hasLineCount(1);
        }

        @Test
        void aDamagedExportIsRefused() throws IOException {
            Files.writeString(export, "this is no export");

            Run run = cli.run("import", "-c", there.toString(), export.toString());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).hasLineCount(1);
        }
    }

    @Nested
    class Doctor {

        @Test
        void allIsWellWithADiskTier() {
            cli.with("CACHE_DISK_DIRECTORY", folder.resolve("new/cache").toString())
                    .with("CACHE_DISK_MAX_BYTES", "4MiB");

            Run run = cli.run("doctor", "--benchmark");

            assertThat(run.exitCode()).as(run.out()).isZero();
            assertThat(run.out())
                    .containsPattern("java +OK")
                    .containsPattern("folder +OK +.*will be made")
                    .containsPattern("free space +OK")
                    .containsPattern("round trip: disk +OK")
                    .containsPattern("tier +set p50 +set p99 +get p50 +get p99")
                    .containsPattern("memory +\\d");
            assertThat(folder).isEmptyDirectory();
        }

        @Test
        void tooLittleSpaceIsToldWithWhatToDo() {
            cli.with("CACHE_DISK_DIRECTORY", folder.toString()).with("CACHE_DISK_MAX_BYTES", "100GiB");
            long free = folder.toFile().getUsableSpace();

            Run run = cli.run("doctor");

            boolean isRoom = free >= 100L << 30;
            assertThat(run.exitCode()).isEqualTo(isRoom ? 0 : 1);
            assertThat(run.out()).containsPattern("free space +" + (isRoom ? "OK" : "FAIL"));
        }

        @Test
        void aFolderThatIsAFileIsFound() throws IOException {
            Path file = Files.writeString(folder.resolve("file"), "x");
            cli.with("CACHE_DISK_DIRECTORY", file.toString());

            Run run = cli.run("doctor", "--json");

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out()).contains("is no folder that can be written").hasLineCount(1);
        }

        @Test
        void aWrongConfigurationEndsIt() {
            assertThat(cli.with("CACHE_BACKEND", "attic").run("doctor").exitCode())
                    .isEqualTo(2);
        }
    }

    @Test
    void everyCommandHasHelp() {
        Map<String, ?> commands = cli.program().getSubcommands();

        commands.keySet().stream().filter(name -> !name.equals("help")).forEach(name -> {
            Run run = new Cli().run(name, "--help");
            assertThat(run.exitCode()).as(name).isZero();
            assertThat(run.out()).as(name).startsWith("Usage: terrace " + name);
        });
    }
}
