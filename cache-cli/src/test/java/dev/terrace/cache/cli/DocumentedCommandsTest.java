package dev.terrace.cache.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What is written of the commands is what they are: in the operations page, and in the help of the launcher. */
class DocumentedCommandsTest {

    private static final Path ROOT = root();

    private final CommandLine program = new Cli().program();

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("terrace"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /** Returns the first two columns of the table after a comment. */
    private static Map<String, String> table(String name) throws IOException {
        String page = Files.readString(ROOT.resolve("docs/operations.md"));
        Matcher part = Pattern.compile("<!-- " + name + " -->\\n(.*?)<!-- end -->", Pattern.DOTALL)
                .matcher(page);
        assertThat(part.find()).isTrue();
        Map<String, String> rows = new LinkedHashMap<>();
        part.group(1).lines().skip(2).forEach(line -> {
            String[] cells = line.split("\\|", -1);
            rows.put(cells[1].strip().replace("`", ""), cells[2].strip());
        });
        return rows;
    }

    private Map<String, String> commands() {
        Map<String, String> commands = new LinkedHashMap<>();
        program.getSubcommands().forEach((name, command) -> {
            commands.put(name, firstOf(command));
            command.getSubcommands().forEach((below, other) -> commands.put(name + " " + below, firstOf(other)));
        });
        commands.remove("help");
        return commands;
    }

    private static String firstOf(CommandLine command) {
        return command.getCommandSpec().usageMessage().description()[0];
    }

    @Test
    void thePageListsTheCommands() throws IOException {
        assertThat(table("commands")).containsExactlyEntriesOf(commands());
    }

    @Test
    void thePageListsTheExitCodes() throws IOException {
        assertThat(table("exit codes"))
                .containsExactlyEntriesOf(
                        program.getCommandSpec().usageMessage().exitCodeList());
    }

    @Test
    void theLauncherListsAndRunsTheCommands() throws IOException {
        String launcher = Files.readString(ROOT.resolve("terrace"));
        Set<String> names = program.getSubcommands().keySet();

        assertThat(names).allSatisfy(name -> {
            assertThat(launcher).containsPattern("(?m)^  " + name + " +\\w");
            assertThat(launcher).containsPattern("(?m)(^|\\| ) *" + name + "(\\)| \\|)");
        });
    }
}
