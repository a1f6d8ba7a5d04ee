package dev.terrace.cache.cli.command;

/** Keys as they are shown: they may hold anything, and a terminal obeys what it reads. */
final class Keys {

    private Keys() {}

    /** Returns a key with control characters written as {@code \}{@code u001b}. */
    static String shown(String key) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            shown.append(Character.isISOControl(c) ? String.format("\\u%04x", (int) c) : String.valueOf(c));
        }
        return shown.toString();
    }
}
