package dev.terrace.cache.cli.serve;

import dev.terrace.cache.cli.console.ExitCodes;
import dev.terrace.cache.cli.console.Json;
import dev.terrace.cache.cli.console.Output;
import dev.terrace.cache.cli.console.Surroundings;
import dev.terrace.cache.cli.local.ConfigurationOption;
import dev.terrace.cache.cli.logs.LogFiles;
import dev.terrace.cache.config.Configuration;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs a server until it is told to end. */
@Command(
        name = "serve",
        description = {
            "Run a server: the tiers of a configuration, the admin API and the dashboard.",
            "Each option can be a variable: --log-folder is TERRACE_LOG_FOLDER. Who is let in: TERRACE_ADMIN_TOKEN,"
                    + " TERRACE_VIEWER_TOKEN, or the same with _FILE; without any, a token is made and shown once."
        })
public final class ServeCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    private final Surroundings surroundings;

    @Mixin
    private final Output output;

    @Mixin
    private final ConfigurationOption configuration;

    @Mixin
    private final ServeOptions options = new ServeOptions();

    /** Makes the command. */
    public ServeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.output = new Output(surroundings);
        this.configuration = new ConfigurationOption(surroundings);
    }

    @Override
    public Integer call() {
        Configuration settings = configuration.read();
        surroundings.lifetime().begin();
        try (LogFiles log = LogFiles.in(options.logFolder)) {
            run(settings, log);
        } finally {
            surroundings.lifetime().ended();
        }
        return ExitCodes.OK;
    }

    private void announce(String line) {
        output.show(Json.object().put("announcement", line), () -> line);
    }

    private void run(Configuration settings, LogFiles log) {
        try (Service service = Service.start(settings, options, surroundings.environment(), this::announce)) {
            LOG.info("serve_started address={} {}", service.address(), settings);
            output.show(
                    Json.object().put("address", service.address().toString()),
                    () -> "Listening on " + service.address() + ", log in " + log.folder() + "; Ctrl-C ends it.");
            service.warm(options.warmAtStart);
            surroundings.lifetime().await();
            LOG.info("serve_ending");
        } catch (RuntimeException e) {
            LOG.error("serve_failed", e);
            throw e;
        }
        LOG.info("serve_ended");
    }
}
