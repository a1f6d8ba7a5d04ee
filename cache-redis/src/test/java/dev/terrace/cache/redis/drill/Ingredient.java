package dev.terrace.cache.redis.drill;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A part of the protocol that the drill can do without. Nothing in the library can be switched off: the drill takes the
 * source of a class, changes the text, compiles it, and puts the result before the library on the class path.
 */
enum Ingredient {

    /** A node does not apply its own messages. */
    OWN_MESSAGES(new Change(
            "cache-redis/src/main/java/dev/terrace/cache/redis/coherence/Intake.java",
            "if (message instanceof Changed changed) {",
            "if (message instanceof Changed && message.sender().equals(self)) { return; }\n"
                    + "if (message instanceof Changed changed) {")),

    /** What is suspect counts as right if Redis has anything at all under its key. */
    TAG(
            new Change(
                    "cache-core/src/main/java/dev/terrace/cache/engine/SuspectCheck.java",
                    "entry.tag() == local.tag() &&",
                    ""),
            new Change(
                    "cache-core/src/main/java/dev/terrace/cache/engine/Verifier.java", "right == tag", "right != 0")),

    /** The fence of a key does not move when its change is done, and no gate is closed while it is being dropped. */
    SECOND_FENCE(
            new Change(
                    "cache-core/src/main/java/dev/terrace/cache/engine/Fences.java",
                    "RAISE - 1);\n    }",
                    "-1);\n    }"),
            new Change(
                    "cache-core/src/main/java/dev/terrace/cache/engine/Fences.java",
                    "return (counters.get(stripe(keyHash)) & (RAISE - 1)) != 0;",
                    "return false;"),
            new Change(
                    "cache-core/src/main/java/dev/terrace/cache/engine/Fences.java",
                    "return counters.get(stripe(keyHash));",
                    "return counters.get(stripe(keyHash)) >> DROP_BITS;")),

    /** A loss of messages changes nothing. */
    EPOCH(new Change(
            "cache-core/src/main/java/dev/terrace/cache/engine/CoherenceInbox.java",
            "epochs.raise();\n        whenLost.run();",
            "// nothing"));

    @SuppressWarnings("ImmutableEnumChecker") // List.of is
    private final List<Change> changes;

    Ingredient(Change... changes) {
        this.changes = List.of(changes);
    }

    /**
     * A change of a source file.
     *
     * @param file from the root of the repository
     * @param before must be there
     */
    record Change(String file, String before, String after) {}

    List<Change> changes() {
        return changes;
    }

    /** Returns the name as an option has it. */
    String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Ingredient of(String option) {
        return Arrays.stream(values())
                .filter(ingredient -> ingredient.option().equals(option))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--without must be one of "
                        + Arrays.stream(values()).map(Ingredient::option).collect(Collectors.joining(", "))
                        + " but was \"" + option + "\""));
    }
}
