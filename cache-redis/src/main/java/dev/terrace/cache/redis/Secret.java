package dev.terrace.cache.redis;

/** A text that is never shown: a password. */
final class Secret {

    private final String text;

    Secret(String text) {
        this.text = text;
    }

    /** Returns the text itself, for the server alone. */
    String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "***";
    }
}
