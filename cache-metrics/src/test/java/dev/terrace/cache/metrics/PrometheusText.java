package dev.terrace.cache.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads the Prometheus text format 0.0.4 as its specification says, and refuses what a server might: written for these
 * tests, shares no code with the library that writes.
 */
final class PrometheusText {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final Set<String> TYPES = Set.of("counter", "gauge", "summary", "histogram", "untyped");

    private final Map<String, String> types = new TreeMap<>();
    private final Map<String, String> helps = new HashMap<>();
    private final Map<String, Double> samples = new TreeMap<>();
    private final Map<String, Set<String>> labels = new TreeMap<>();
    private final Set<String> ended = new HashSet<>();
    private String family = "";
    private String line = "";
    private int at;

    private PrometheusText() {}

    static PrometheusText parse(String text) {
        if (!text.isEmpty() && !text.endsWith("\n")) {
            throw new IllegalArgumentException("the last line must end with a line feed");
        }
        PrometheusText parsed = new PrometheusText();
        text.lines().forEach(line -> {
            parsed.line = line;
            parsed.at = 0;
            parsed.readLine();
        });
        return parsed;
    }

    /** Returns the families and their types. */
    Map<String, String> types() {
        return types;
    }

    /** Returns the names of samples and the labels they have. */
    Map<String, Set<String>> labels() {
        return labels;
    }

    /** Returns a sample such as {@code up{job="x"}}, its labels in the order of their names. */
    double value(String sample) {
        Double value = samples.get(sample);
        if (value == null) {
            throw new AssertionError("no sample " + sample + " among " + samples.keySet());
        }
        return value;
    }

    Map<String, Double> samples() {
        return samples;
    }

    private void readLine() {
        if (line.isBlank()) {
            return;
        }
        if (line.startsWith("#")) {
            readComment();
        } else {
            readSample();
        }
    }

    private void readComment() {
        String[] words = line.split(" ", 4);
        if (words.length < 2 || !(words[1].equals("TYPE") || words[1].equals("HELP"))) {
            return;
        }
        enter(words[2]);
        if (words[1].equals("HELP")) {
            check(helps.put(words[2], words.length > 3 ? words[3] : "") == null, "a second HELP");
            return;
        }
        check(words.length == 4 && TYPES.contains(words[3]), "an unknown type");
        check(types.put(words[2], words[3]) == null, "a second TYPE");
        check(samples.keySet().stream().noneMatch(sample -> nameOf(sample).equals(words[2])), "TYPE after a sample");
    }

    /** The lines of one family stand together. */
    private void enter(String name) {
        check(NAME.matcher(name).matches(), "not a name: " + name);
        if (!name.equals(family)) {
            check(ended.add(family) || family.isEmpty(), "unreachable");
            check(!ended.contains(name), "family " + name + " is torn apart");
            family = name;
        }
    }

    private void readSample() {
        String name = until("{ ");
        check(NAME.matcher(name).matches(), "not a name: " + name);
        enter(familyOf(name));
        Map<String, String> found = peek() == '{' ? readLabels() : Map.of();
        check(peek() == ' ', "a blank before the value");
        String[] rest = line.substring(at).trim().split(" ", -1);
        check(rest.length <= 2, "more than value and timestamp");
        StringBuilder key = new StringBuilder(name);
        if (!found.isEmpty()) {
            List<String> pairs = new ArrayList<>();
            found.forEach((label, value) -> pairs.add(label + "=\"" + value + '"'));
            key.append('{').append(String.join(",", pairs)).append('}');
        }
        check(samples.put(key.toString(), number(rest[0])) == null, "the sample is there twice");
        Set<String> before = labels.put(name, found.keySet());
        check(before == null || before.equals(found.keySet()), "other labels than the sample before");
    }

    private String familyOf(String name) {
        for (String suffix : List.of("_sum", "_count", "_bucket")) {
            String base = name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
            String type = types.getOrDefault(base, "");
            if (!base.equals(name) && (type.equals("summary") || type.equals("histogram"))) {
                return base;
            }
        }
        check(types.containsKey(name), "a sample without TYPE");
        return name;
    }

    private Map<String, String> readLabels() {
        Map<String, String> found = new TreeMap<>();
        at++;
        while (peek() != '}') {
            String label = until("=");
            check(LABEL.matcher(label).matches(), "not a label: " + label);
            at++;
            check(peek() == '"', "a quote before the label's value");
            at++;
            check(found.put(label, quoted()) == null, "the label is there twice");
            if (peek() == ',') {
                at++;
            }
        }
        at++;
        return found;
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        while (peek() != '"') {
            char next = line.charAt(at++);
            if (next == '\\') {
                char escaped = line.charAt(at++);
                check("\\\"n".indexOf(escaped) >= 0, "an unknown escape");
                next = escaped == 'n' ? '\n' : escaped;
            }
            value.append(next);
        }
        at++;
        return value.toString();
    }

    private String until(String ends) {
        int start = at;
        while (ends.indexOf(peek()) < 0) {
            at++;
        }
        return line.substring(start, at);
    }

    private char peek() {
        check(at < line.length(), "the line ends too soon");
        return line.charAt(at);
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            case "NaN" -> Double.NaN;
            default -> Double.parseDouble(text);
        };
    }

    private static String nameOf(String sample) {
        int brace = sample.indexOf('{');
        return brace < 0 ? sample : sample.substring(0, brace);
    }

    private void check(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException(what + " in line: " + line);
        }
    }
}
