package dev.terrace.cache.cli.client;

import dev.terrace.cache.cli.console.Json;
import tools.jackson.databind.JsonNode;

/**
 * What a server answered.
 *
 * @param location where to look on; empty if there is no more to see
 */
public record Answer(int status, String body, String location) {

    private static final int OK = 200;
    private static final int ACCEPTED = 202;

    /** Returns true if that is what was asked for. */
    public boolean isOk() {
        return status == OK;
    }

    /** Returns true if the work goes on behind {@link #location}. */
    boolean goesOn() {
        return status == ACCEPTED;
    }

    /** Returns the body as a tree. */
    public JsonNode json() {
        return Json.read(body);
    }
}
