package dev.terrace.cache.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** Says which release this is. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "terrace " + Objects.requireNonNullElse(version, "(not packaged)"),
            "Java " + Runtime.version() + ", " + System.getProperty("os.name")
        };
    }
}
