package dev.terrace.cache.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documents show is true: their code compiles, the README's program runs, their links lead somewhere. */
class DocumentsTest {

    private static final Path ROOT = root();
    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CLASS_NAME = Pattern.compile("(?:class|record|interface) (\\w+)");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

    @TempDir
    private Path classes;

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("terrace"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .forEach(documents::add);
        }
        return documents;
    }

    /** The blocks of writing-a-tier.md are compared with compiled sources by a test of cache-core. */
    @Test
    void everyJavaBlockCompiles() throws IOException {
        int blocks = 0;
        for (Path document : documents()) {
            if (document.endsWith("writing-a-tier.md")) {
                continue;
            }
            Matcher block = JAVA_BLOCK.matcher(Files.readString(document));
            while (block.find()) {
                assertThat(compile(block.group(1)))
                        .as("%s: %s", document, block.group(1))
                        .isEmpty();
                blocks++;
            }
        }
        assertThat(blocks).isPositive();
    }

    @Test
    void theProgramOfTheReadmeRuns() throws Exception {
        Matcher block = JAVA_BLOCK.matcher(Files.readString(ROOT.resolve("README.md")));
        assertThat(block.find()).isTrue();
        assertThat(compile(block.group(1))).isEmpty();
        URL[] path = {classes.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(path, getClass().getClassLoader())) {
            Method main = loader.loadClass("Main").getMethod("main", String[].class);
            main.invoke(null, (Object) new String[0]);
        }
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        for (Path document : documents()) {
            Matcher link = LINK.matcher(Files.readString(document));
            while (link.find()) {
                assertThat(document.resolveSibling(link.group(1)).normalize())
                        .as("link of %s", document)
                        .exists();
            }
        }
    }

    /** Returns what the compiler says; empty if all is well. */
    private String compile(String source) {
        Matcher name = CLASS_NAME.matcher(source);
        assertThat(name.find()).as("a block must be a whole class: %s", source).isTrue();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<String> options =
                List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
        boolean compiled = compiler.getTask(
                        messages, null, null, options, null, List.of(new Source(name.group(1), source)))
                .call();
        return compiled ? "" : messages.toString().toLowerCase(Locale.ROOT);
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
