package dev.terrace.cache.cli.command;

import dev.terrace.cache.cli.console.Numbers;
import tools.jackson.databind.JsonNode;

/** What the server says of a removal, as a sentence. */
final class Removed {

    private Removed() {}

    static String text(JsonNode removed) {
        return "Removed " + Numbers.count(removed.path("removed").asLong()) + " keys: "
                + Keys.shown(removed.path("what").asString());
    }
}
