package dev.terrace.cache.demo;

import dev.terrace.cache.server.Tokens;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may look after the cache.
 *
 * @param tokens for the admin server
 * @param generated the admin's token; null if the environment sets it
 */
record SignIn(Tokens tokens, @Nullable String generated) {

    private static final int BYTES = 24;

    /** Takes the tokens of the environment, or makes one. */
    static SignIn fromEnvironment(Map<String, String> environment) {
        Tokens configured = Tokens.fromEnvironment(environment);
        if (configured != null) {
            return new SignIn(configured, null);
        }
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        return new SignIn(Tokens.admin(token), token);
    }

    /** Returns what makes the dashboard sign in by itself; never sent over the network. */
    String fragment() {
        return generated == null ? "" : "#token=" + generated;
    }

    /** Returns the token, or where it is from. */
    String shown() {
        return generated == null ? "of the environment" : generated;
    }

    @Override
    public String toString() {
        return "SignIn[not shown]";
    }
}
