package dev.terrace.cache.cli.local;

import dev.terrace.cache.cli.console.Failure;
import dev.terrace.cache.cli.console.Surroundings;
import dev.terrace.cache.config.Configuration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which configuration a command works with: a file, and before it the variables. */
public final class ConfigurationOption {

    private static final String FILE = "CACHE_CONFIG_FILE";

    private final Surroundings surroundings;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Configuration, .yaml or .properties; variables CACHE_* go before it. Default: the file that"
                    + " CACHE_CONFIG_FILE names, if it is set.")
    private @Nullable Path file;

    /** Makes the option of one command. */
    public ConfigurationOption(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * Reads and checks the configuration.
     *
     * @throws IllegalArgumentException with a line per problem
     */
    public Configuration read() {
        Map<String, String> environment = new HashMap<>(surroundings.environment());
        if (file != null) {
            if (!Files.isReadable(file)) {
                throw Failure.usage("the configuration " + file + " cannot be read", "name a file that is there");
            }
            environment.put(FILE, file.toString());
        }
        return Configuration.fromEnvironment(environment);
    }
}
