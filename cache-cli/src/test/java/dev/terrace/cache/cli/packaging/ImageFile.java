package dev.terrace.cache.cli.packaging;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/** What a Dockerfile says, as far as this one goes. */
final class ImageFile {

    private static final Pattern LIST = Pattern.compile("\\[.*]");

    private final List<String> lines;

    private ImageFile(List<String> lines) {
        this.lines = lines;
    }

    /**
     * A copied file.
     *
     * @param stage that it comes from; empty for the checkout
     */
    record Copy(String stage, String from, String to) {}

    /** Joins lines that go on, and leaves out comments. */
    static ImageFile read(String text) {
        String joined = text.replaceAll("(?m)^#.*\\R", "").replaceAll("\\\\\\R\\s*", " ");
        return new ImageFile(joined.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList());
    }

    List<Copy> copies() {
        List<Copy> copies = new ArrayList<>();
        for (String line : all("COPY")) {
            List<String> words = new ArrayList<>(List.of(line.split("\\s+")));
            String stage = words.get(0).startsWith("--from=") ? words.remove(0).substring("--from=".length()) : "";
            String target = words.remove(words.size() - 1);
            words.forEach(source -> copies.add(new Copy(stage, source, target)));
        }
        return copies;
    }

    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String line : all("ENV")) {
            String[] nameAndValue = line.split("=", 2);
            environment.put(nameAndValue[0], nameAndValue[1]);
        }
        return environment;
    }

    /** Returns the words of an instruction that has them as a list. */
    List<String> words(String instruction) {
        List<String> found = all(instruction);
        Matcher list = LIST.matcher(found.get(found.size() - 1));
        if (!list.find()) {
            throw new AssertionError(instruction + " has no list of words");
        }
        List<String> words = new ArrayList<>();
        JsonMapper.shared().readTree(list.group()).forEach(word -> words.add(word.asString()));
        return words;
    }

    List<String> all(String instruction) {
        return lines.stream()
                .filter(line -> line.startsWith(instruction + " "))
                .map(line -> line.substring(instruction.length() + 1))
                .toList();
    }

    /** Returns where a path of a stage that builds lies in the checkout. */
    Path inCheckout(String pathInStage) {
        String folder = all("WORKDIR").get(0);
        return Checkout.ROOT.resolve(Path.of(folder).relativize(Path.of(pathInStage)));
    }
}
