package dev.terrace.cache.redis.drill;

import dev.terrace.cache.redis.drill.Ingredient.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Compiles classes of the library without one ingredient. */
final class BrokenClasses {

    private BrokenClasses() {}

    /** Compiles into a folder that is to stand before the library on the class path. */
    static void compile(Ingredient without, Path root, Path into) throws IOException {
        Map<String, String> sources = new LinkedHashMap<>();
        for (Change change : without.changes()) {
            String source = sources.get(change.file());
            String text = source == null ? Files.readString(root.resolve(change.file())) : source;
            if (!text.contains(change.before())) {
                throw new IllegalStateException(change.file() + " no longer has the text \"" + change.before()
                        + "\"; mend Ingredient." + without);
            }
            sources.put(change.file(), text.replace(change.before(), change.after()));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalStateException("the drill compiles classes; run it on a JDK, not a JRE");
        }
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = into.resolve(Path.of(source.getKey()).getFileName());
            Files.writeString(file, source.getValue());
            int result = compiler.run(
                    null,
                    null,
                    null,
                    List.of(
                                    "-proc:none",
                                    "-nowarn",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    "-d",
                                    into.toString(),
                                    file.toString())
                            .toArray(new String[0]));
            if (result != 0) {
                throw new IllegalStateException("a changed class does not compile: " + file);
            }
        }
    }

    /** Returns the root of the repository, from any folder inside it. */
    static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("cache-core/src/main/java"))) {
                return folder;
            }
        }
        throw new IllegalStateException("the drill reads sources; run it inside the repository");
    }
}
