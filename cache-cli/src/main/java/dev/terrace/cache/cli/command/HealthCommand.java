package dev.terrace.cache.cli.command;

import dev.terrace.cache.cli.client.Answer;
import dev.terrace.cache.cli.client.Remote;
import dev.terrace.cache.cli.console.ExitCodes;
import dev.terrace.cache.cli.console.Failure;
import dev.terrace.cache.cli.console.Json;
import dev.terrace.cache.cli.console.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Asks whether a server is ready; needs no token, so that containers can ask. */
@Command(name = "health", description = "Say whether the server is ready for traffic; needs no token.")
public final class HealthCommand implements Callable<Integer> {

    private static final String READY = "ready";
    private static final String WAITING = "waiting";

    @Mixin
    private final Remote remote;

    /** Makes the command. */
    public HealthCommand(Surroundings surroundings) {
        remote = new Remote(surroundings);
    }

    @Override
    public Integer call() {
        Answer answer = remote.connectAsNobody().ask("/health/ready");
        String word = answer.body();
        if (!word.equals(READY) && !word.equals(WAITING)) {
            throw Failure.of(
                    "the answer is not that of an admin server",
                    "let --url name the address of one, as serve prints it");
        }
        remote.output().show(Json.object().put("health", word), () -> word);
        return answer.isOk() ? ExitCodes.OK : ExitCodes.FAILURE;
    }
}
