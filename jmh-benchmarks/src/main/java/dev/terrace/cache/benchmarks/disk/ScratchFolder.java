package dev.terrace.cache.benchmarks.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder below {@code java.io.tmpdir} that is deleted with all that is in it.
 *
 * @param path of the folder
 */
public record ScratchFolder(Path path) implements AutoCloseable {

    /**
     * Makes one.
     *
     * @throws IOException if there is no room for one
     */
    public static ScratchFolder make() throws IOException {
        return new ScratchFolder(Files.createTempDirectory("terrace-bench"));
    }

    @Override
    public void close() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(path)) {
            files = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
