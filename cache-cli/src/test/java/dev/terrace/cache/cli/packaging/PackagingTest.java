package dev.terrace.cache.cli.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.terrace.cache.cli.packaging.ImageFile.Copy;
import dev.terrace.cache.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be said of the image, the compose file and the unit without building and installing them. */
class PackagingTest {

    private final ImageFile image = ImageFile.read(Checkout.text("Dockerfile"));

    @Test
    void everyCopiedPathExistsOrIsBuilt() {
        String build = Checkout.text("cache-cli/pom.xml");

        assertThat(image.copies()).hasSize(3);
        for (Copy copy : image.copies()) {
            if (copy.stage().isEmpty()) {
                assertThat(Checkout.ROOT.resolve(copy.from())).exists();
            } else {
                Path built = Checkout.ROOT.relativize(image.inCheckout(copy.from()));
                assertThat(built).isEqualTo(Path.of("cache-cli/target/terrace.jar"));
                assertThat(build).contains("<finalName>terrace</finalName>");
                assertThat(image.all("FROM").get(0)).endsWith(" AS " + copy.stage());
                assertThat(image.all("RUN").get(0)).contains("-pl cache-cli -am package");
            }
        }
    }

    @Test
    void whatIsCopiedIsNotIgnored() {
        assertThat(Checkout.text(".dockerignore").lines()).doesNotContain("packaging", "*", "**");
    }

    @Test
    void theImageDoesNotRunAsRootAndAsksForItsHealth() {
        assertThat(image.all("USER")).containsExactly("10001");
        assertThat(image.words("ENTRYPOINT")).startsWith("java", "-jar");
        assertThat(image.words("HEALTHCHECK")).endsWith("health");
        assertThat(image.words("CMD")).containsExactly("serve");
    }

    @Test
    void theConfigurationOfTheImageIsRight() {
        Configuration configuration = Configuration.fromFile(Checkout.ROOT.resolve("packaging/container/terrace.yaml"));

        assertThat(configuration.effective()).containsKeys("memory.max-bytes", "disk.max-bytes");
    }

    @Test
    void theComposeFileNeedsNoSecret() {
        String compose = Checkout.text("compose.yaml");

        assertThat(compose)
                .contains("build: .", "CACHE_REDIS_URL: redis://redis:6379", "condition: service_healthy")
                .doesNotContain("secrets:", ":?", "env_file");
        assertThat(compose).contains("127.0.0.1:8070:" + image.all("EXPOSE").get(0));
    }

    @Test
    void systemdUnderstandsTheUnit(@TempDir Path folder) throws Exception {
        boolean isThere = Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "systemd-analyze")));
        if (!isThere) {
            System.out.println("SKIPPED: there is no systemd-analyze, so packaging/terrace.service is not verified");
        }
        assumeTrue(isThere, "there is no systemd-analyze");
        Path output = folder.resolve("output");

        Process verify = new ProcessBuilder("systemd-analyze", "verify", "packaging/terrace.service")
                .directory(Checkout.ROOT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertThat(verify.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(said(output)).isEmpty();
        if (verify.exitValue() != 0) {
            System.out.println("SKIPPED: systemd-analyze does not work here: " + Files.readString(output));
        }
        assumeTrue(verify.exitValue() == 0, "systemd-analyze does not work here");
    }

    /** What is said of our unit: the machine may have others. */
    private static String said(Path output) throws IOException {
        return String.join(
                "\n",
                Files.readAllLines(output).stream()
                        .filter(line -> line.contains("terrace"))
                        .toList());
    }

    @Test
    void theUnitAndTheImageUseTheSamePlaces() {
        String unit = Checkout.text("packaging/terrace.service");

        assertThat(unit).contains(String.join(" ", image.words("ENTRYPOINT")) + " serve");
        image.environment().forEach((name, value) -> {
            if (!name.equals("TERRACE_HOST")) {
                assertThat(unit).contains("Environment=" + name + "=" + value);
            }
        });
    }
}
