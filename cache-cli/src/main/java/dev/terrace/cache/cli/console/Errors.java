package dev.terrace.cache.cli.console;

import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong on one line of standard error; the rest is in the log, at debug. */
public final class Errors implements IExecutionExceptionHandler, IParameterExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Errors.class);
    private static final String PREFIX = "terrace: ";

    /** Makes one, for any command. */
    public Errors() {}

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        LOG.debug("command_failed", failure);
        if (failure instanceof Failure known) {
            print(command, String.valueOf(known.getMessage()));
            return known.exitCode();
        }
        String message = failure.getMessage();
        print(command, message == null ? failure.toString() : message);
        return failure instanceof IllegalArgumentException ? ExitCodes.USAGE : ExitCodes.FAILURE;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        String help = "see " + command.getCommandSpec().qualifiedName() + " --help";
        print(command, String.valueOf(failure.getMessage()).replaceAll("\\s*\\R\\s*", " ") + "; " + help);
        UnmatchedArgumentException.printSuggestions(failure, command.getErr());
        command.getErr().flush();
        return ExitCodes.USAGE;
    }

    private static void print(CommandLine command, String message) {
        PrintWriter err = command.getErr();
        err.println(PREFIX + message);
        err.flush();
    }
}
