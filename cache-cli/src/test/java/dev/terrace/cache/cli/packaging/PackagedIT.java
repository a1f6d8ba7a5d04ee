package dev.terrace.cache.cli.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.terrace.cache.cli.packaging.Child.End;
import dev.terrace.cache.cli.packaging.ImageFile.Copy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is shipped, in processes of its own. */
class PackagedIT {

    private static final String TOKEN = "admin-token-0123456789";
    private static final String NOBODY = "65534";
    private static final int TERMINATED = 143;

    private static final Path JAR = Checkout.ROOT.resolve("cache-cli/target/terrace.jar");

    @TempDir
    private Path folder;

    @BeforeEach
    void open() throws IOException {
        assertThat(JAR).as("mvn package makes it").exists();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    private static String[] jar(String... arguments) {
        List<String> all = new ArrayList<>(List.of("-jar", JAR.toString()));
        all.addAll(List.of(arguments));
        return all.toArray(String[]::new);
    }

    private End run(Map<String, String> environment, String... arguments) throws Exception {
        try (Child child = Child.start(folder, environment, Child.java(jar(arguments)))) {
            return child.end();
        }
    }

    @Test
    void aServerIsHealthyAndEndsInOrderWhenItIsTold() throws Exception {
        Map<String, String> disk = Map.of("CACHE_DISK_DIRECTORY", "cache", "CACHE_DISK_MAX_BYTES", "4MiB");
        try (Child server = Child.start(folder, disk, Child.java(jar("serve", "--port", "0", "--region", "page")))) {
            String url = server.says("Listening on (\\S+),");
            Map<String, String> client =
                    Map.of("TERRACE_URL", url, "TERRACE_TOKEN", server.says("Admin token of .*: (\\S+)"));

            assertThat(run(client, "health").out()).isEqualTo("ready" + System.lineSeparator());
            End stats = run(client, "stats");
            assertThat(stats.exitCode()).as(stats.err()).isZero();
            assertThat(stats.out()).containsPattern("disk +0 ");
            put(url, "page:%C3%BC", client.get("TERRACE_TOKEN"));
            assertThat(run(withPlainLocale(client), "keys").out().strip()).isEqualTo("page:ü");

            server.terminate();
            End end = server.end();
            assertThat(end.exitCode()).as(end.err()).isEqualTo(TERMINATED);
            assertThat(folder.resolve("logs/terrace.log")).content().contains("serve_ending", "serve_ended");
            assertThat(run(client, "health").exitCode()).isEqualTo(3);
        }
        End export = run(disk, "export", "export.zst");
        assertThat(export.exitCode()).as(export.err()).isZero();
        assertThat(run(Map.of(), "--version").out()).containsPattern("terrace \\d");
    }

    private static void put(String url, String key, String token) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "cache/entries/" + key))
                .header("Authorization", "Bearer " + token)
                .PUT(HttpRequest.BodyPublishers.ofString("{\"value\": 7}"))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    private static Map<String, String> withPlainLocale(Map<String, String> environment) {
        Map<String, String> plain = new HashMap<>(environment);
        plain.put("LC_ALL", "C");
        return plain;
    }

    /** What the image runs, in a copy of its file system as far as this program sees it. */
    @Test
    void theEntryPointAndTheHealthCheckOfTheImageRunAsNobodySpecial() throws Exception {
        List<String> unprivileged = unprivileged();
        ImageFile image = ImageFile.read(Checkout.text("Dockerfile"));
        Map<String, String> environment = layOut(image);
        List<String> entryPoint = command(unprivileged, image.words("ENTRYPOINT"), image.words("CMD"));
        try (Child server = Child.start(folder, environment, entryPoint)) {
            String url = server.says("Listening on (\\S+),");
            environment.put("TERRACE_URL", url);
            List<String> healthCheck = command(unprivileged, image.words("HEALTHCHECK"), List.of());
            try (Child health = Child.start(folder, environment, healthCheck)) {
                End healthy = health.end();
                assertThat(healthy.exitCode()).as(healthy.err()).isZero();
            }
            assertThat(Files.readString(Path.of("/proc/" + server.pid() + "/status")))
                    .doesNotContainPattern("(?m)^Uid:\\s+0\\s");
            assertThat(inImage("/var/lib/terrace/cache/entries.map")).exists();
            server.terminate();
            assertThat(server.end().exitCode()).isEqualTo(TERMINATED);
        }
    }

    /** Puts the image's files where it has them, and returns its variables. */
    private Map<String, String> layOut(ImageFile image) throws IOException {
        for (Copy copy : image.copies()) {
            Path target = inImage(copy.to());
            if (!copy.to().equals(".")) {
                Files.createDirectories(target.getParent());
                Files.copy(
                        copy.stage().isEmpty() ? Checkout.ROOT.resolve(copy.from()) : image.inCheckout(copy.from()),
                        target);
            }
        }
        for (String owned : List.of("/var/lib/terrace", "/var/log/terrace")) {
            Path made = Files.createDirectories(inImage(owned));
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        Map<String, String> environment = new HashMap<>();
        image.environment().forEach((name, value) -> environment.put(name, placed(value)));
        environment.putAll(Map.of(
                "TERRACE_HOST",
                "127.0.0.1",
                "TERRACE_PORT",
                "0",
                "TERRACE_ADMIN_TOKEN",
                TOKEN,
                "TERRACE_REGION",
                "a,b"));
        return environment;
    }

    /** Returns what to begin a command with so that it does not run as root; nothing if this test does not, either. */
    private static List<String> unprivileged() {
        if (!System.getProperty("user.name").equals("root")) {
            return List.of();
        }
        boolean canDrop = Files.isExecutable(Path.of("/usr/bin/setpriv"));
        if (!canDrop) {
            System.out.println("SKIPPED: this is root without setpriv, so the image's commands are not run");
        }
        assumeTrue(canDrop, "this is root without setpriv");
        return List.of("/usr/bin/setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--");
    }

    private List<String> command(List<String> begin, List<String> words, List<String> more) {
        List<String> command = new ArrayList<>(begin);
        assertThat(words.get(0)).isEqualTo("java");
        command.addAll(Child.java());
        words.stream().skip(1).map(this::placed).forEach(command::add);
        command.addAll(more);
        return command;
    }

    private Path inImage(String path) {
        return folder.resolve("image").resolve(path.replaceFirst("^/", ""));
    }

    private String placed(String word) {
        return word.startsWith("/") ? inImage(word).toString() : word;
    }
}
