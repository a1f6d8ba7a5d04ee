package dev.terrace.cache.redis.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds a server to run: what {@code REDIS_SERVER} or {@code -Dredis.server} names, else {@code redis-server} on the
 * path, else the one that comes with the test dependency embedded-redis. The first that answers {@code --version} is
 * taken, for a binary may need libraries that this machine lacks.
 */
final class RedisBinary {

    private static @Nullable Path found;

    private RedisBinary() {}

    static synchronized Path find() {
        if (found == null) {
            found = search();
        }
        return found;
    }

    private static Path search() {
        String named = System.getProperty("redis.server", System.getenv().getOrDefault("REDIS_SERVER", ""));
        if (!named.isEmpty()) {
            Path path = Path.of(named);
            if (runs(path)) {
                return path;
            }
            throw new IllegalStateException("REDIS_SERVER names " + path
                    + ", which does not run; name a redis-server or valkey-server, or leave it out");
        }
        List<Path> candidates = new ArrayList<>();
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            candidates.add(Path.of(folder, "redis-server"));
        }
        for (Path candidate : candidates) {
            if (Files.isExecutable(candidate) && runs(candidate)) {
                return candidate;
            }
        }
        return embedded();
    }

    private static Path embedded() {
        for (String resource : resources()) {
            Path path = unpack(resource);
            if (path != null && runs(path)) {
                return path;
            }
        }
        throw new IllegalStateException(
                "no Redis server runs on this machine; install redis-server, or set REDIS_SERVER to one");
    }

    /** Named after the version of the packager; the one for linux-amd64 reports 6.2.11. */
    private static List<String> resources() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        boolean isArm = System.getProperty("os.arch").matches("aarch64|arm64");
        if (os.contains("mac")) {
            return List.of(isArm ? "redis-server-6.2.6-v5-darwin-arm64" : "redis-server-6.2.6-v5-darwin-amd64");
        }
        return isArm
                ? List.of("redis-server-6.2.7-linux-arm64")
                : List.of("redis-server-6.2.6-v5-linux-amd64", "redis-server-6.2.7-linux-386");
    }

    private static @Nullable Path unpack(String resource) {
        try (InputStream in = RedisBinary.class.getResourceAsStream("/" + resource)) {
            if (in == null) {
                return null;
            }
            Path folder = Files.createTempDirectory("terrace-redis-binary");
            Path path = folder.resolve("redis-server");
            Files.copy(in, path);
            folder.toFile().deleteOnExit();
            path.toFile().deleteOnExit();
            return path.toFile().setExecutable(true) ? path : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean runs(Path binary) {
        try {
            Process process = new ProcessBuilder(binary.toString(), "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
