package dev.terrace.cache.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether somebody sits before a stream. Java cannot say it of one stream, so Linux is asked; elsewhere both standard streams
 * must be a terminal, and from
 * Java 22 on nobody is taken to watch.
 */
public final class Terminal {

    private static final int WITH_ALWAYS_A_CONSOLE = 22;

    private final Path descriptors;

    /** Looks at this process. */
    public Terminal() {
        this(Path.of("/proc/self/fd"));
    }

    Terminal(Path descriptors) {
        this.descriptors = descriptors;
    }

    /** Returns true if the stream of that number is a terminal: 0 is standard input, 2 is standard error. */
    public boolean has(int descriptor) {
        if (!Files.isDirectory(descriptors)) {
            return hasBoth();
        }
        try {
            Path target = Files.readSymbolicLink(descriptors.resolve(String.valueOf(descriptor)));
            return target.startsWith("/dev/pts") || target.toString().matches("/dev/(tty|console).*");
        } catch (IOException e) {
            return false;
        }
    }

    @SuppressWarnings("SystemConsoleNull") // asked only where it says something; later it is never null
    private static boolean hasBoth() {
        return Runtime.version().feature() < WITH_ALWAYS_A_CONSOLE && System.console() != null;
    }
}
