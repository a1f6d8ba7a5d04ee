package dev.terrace.cache.config;

import java.util.ArrayList;
import java.util.List;

/** Everything that is wrong with a configuration, so that it can be mended in one go. For one thread. */
final class Problems {

    private static final int MOST_SHOWN = 20;

    private final List<String> sentences = new ArrayList<>();

    void add(String sentence) {
        sentences.add(sentence);
    }

    /**
     * Ends here if anything is wrong.
     *
     * @throws IllegalArgumentException with a line per problem
     */
    void throwIfAny() {
        if (sentences.size() == 1) {
            throw new IllegalArgumentException(sentences.get(0));
        }
        if (!sentences.isEmpty()) {
            List<String> shown = sentences.subList(0, Math.min(sentences.size(), MOST_SHOWN));
            throw new IllegalArgumentException(
                    sentences.size() + " settings are wrong:\n  " + String.join("\n  ", shown));
        }
    }
}
