package dev.terrace.cache.cli.console;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Takes an option that was not given from its variable: {@code --log-folder} from {@code TERRACE_LOG_FOLDER}. */
public final class EnvironmentDefaults implements IDefaultValueProvider {

    private final Surroundings surroundings;

    /** Looks at these variables. */
    public EnvironmentDefaults(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || option.arity().max() == 0) {
            return null;
        }
        String name = option.longestName().replaceFirst("^-+", "");
        return surroundings.variable("TERRACE_" + name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
