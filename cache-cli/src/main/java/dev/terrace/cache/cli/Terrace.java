package dev.terrace.cache.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The program without a command. */
@Command(
        name = "terrace",
        description = "A three-tier cache: memory, disk and Redis.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = HelpCommand.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed, or the server is not ready",
            "2:the command line or the configuration is wrong",
            "3:no server answers",
            "4:refused: no token, the wrong one, or not confirmed",
            "130, 143:serve was told to end, by Ctrl-C or a signal, and has closed what it had"
        },
        footer = {"", "What serve can be told and what its routes are: docs/operations.md."})
final class Terrace {}
