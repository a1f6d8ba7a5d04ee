package dev.terrace.cache.cli.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of this checkout. */
final class Checkout {

    static final Path ROOT = root();

    private Checkout() {}

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("terrace"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    static String text(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
