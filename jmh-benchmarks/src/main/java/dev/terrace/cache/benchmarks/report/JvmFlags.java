package dev.terrace.cache.benchmarks.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/**
 * The flags that Chronicle Map needs in the JVMs that JMH starts. {@code ./terrace} passes them, and JMH hands them on;
 * whoever runs the jar by itself has them from its manifest, which a class path does not honour.
 */
public final class JvmFlags {

    private JvmFlags() {}

    /** Returns the flags that this JVM was not started with, to be appended for others. */
    public static String[] missing() {
        List<String> passed = ManagementFactory.getRuntimeMXBean().getInputArguments();
        if (passed.stream().anyMatch(flag -> flag.startsWith("--add-opens"))) {
            return new String[0];
        }
        Attributes attributes = manifest();
        List<String> flags = new ArrayList<>();
        add(flags, "--add-opens", attributes.getValue("Add-Opens"));
        add(flags, "--add-exports", attributes.getValue("Add-Exports"));
        if (Runtime.version().feature() >= 24) {
            flags.add("--enable-native-access=ALL-UNNAMED");
            flags.add("--sun-misc-unsafe-memory-access=allow");
        }
        return flags.toArray(new String[0]);
    }

    private static void add(List<String> flags, String flag, @org.jspecify.annotations.Nullable String packages) {
        if (packages != null) {
            for (String name : packages.split(" ", -1)) {
                flags.add(flag + "=" + name + "=ALL-UNNAMED");
            }
        }
    }

    private static Attributes manifest() {
        URL here = JvmFlags.class.getProtectionDomain().getCodeSource().getLocation();
        if (!here.getPath().endsWith(".jar")) {
            return new Attributes();
        }
        try (InputStream in =
                URI.create("jar:" + here + "!/META-INF/MANIFEST.MF").toURL().openStream()) {
            return new Manifest(in).getMainAttributes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
