package dev.terrace.cache.redis.drill;

import dev.terrace.cache.testkit.Seeds;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs the drill: {@code ./terrace drill [--without=own-messages|tag|second-fence|epoch] [--rounds=1500]}. Prints how
 * many rounds ended with a stale entry and ends with 1 if that is not as it should be: none with the whole protocol, at
 * least one without an ingredient.
 */
public final class Drill {

    private static final int ROUNDS = 1500;

    private Drill() {}

    /** Runs the drill in this process, or in another one without an ingredient. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Ingredient without = null;
        int rounds = ROUNDS;
        int enough = Integer.MAX_VALUE;
        boolean isBroken = false;
        for (String argument : arguments) {
            String value = argument.substring(argument.indexOf('=') + 1);
            switch (argument.substring(0, argument.length() - value.length())) {
                case "--without=" -> without = Ingredient.of(value);
                case "--rounds=" -> rounds = Integer.parseInt(value);
                case "--enough=" -> enough = Integer.parseInt(value);
                case "--broken=" -> isBroken = Boolean.parseBoolean(value);
                default ->
                    throw new IllegalArgumentException("unknown argument " + argument
                            + "; known are --without=own-messages|tag|second-fence|epoch and --rounds=1500");
            }
        }
        boolean asExpected = without == null ? here(rounds, enough, isBroken) : without(without, rounds, enough) == 0;
        System.exit(asExpected ? 0 : 1);
    }

    private static boolean here(int rounds, int enough, boolean isBroken) {
        int stale;
        try (DrillRounds drill = new DrillRounds(Seeds.draw("drill"))) {
            stale = drill.run(rounds, enough);
        }
        System.out.println(stale + " stale of at most " + rounds + " rounds");
        return isBroken ? stale > 0 : stale == 0;
    }

    /** Returns 0 if the rounds of another process ended as expected. */
    static int without(@Nullable Ingredient ingredient, int rounds, int enough)
            throws IOException, InterruptedException {
        Path classes = Files.createTempDirectory("terrace-drill");
        try {
            if (ingredient != null) {
                BrokenClasses.compile(ingredient, BrokenClasses.root(), classes);
            }
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    classes + File.pathSeparator + System.getProperty("java.class.path"),
                    Drill.class.getName(),
                    "--rounds=" + rounds,
                    "--enough=" + enough,
                    "--broken=" + (ingredient != null)));
            System.out.println("drill without " + (ingredient == null ? "nothing" : ingredient.option()));
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } finally {
            delete(classes);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
