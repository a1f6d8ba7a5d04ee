package dev.terrace.cache.config;

import java.util.regex.Pattern;

/** What of a value may be shown in a message or a log. */
final class Redaction {

    static final String HIDDEN = "***";

    private static final int LONGEST_SHOWN = 100;
    private static final Pattern HOST_AND_PORT = Pattern.compile("[A-Za-z0-9._-]+:\\d{1,5}");

    private Redaction() {}

    /** Returns the text in quotes, cut at 100 characters, on one line: values end up in logs. */
    static String quoted(String text) {
        StringBuilder shown = new StringBuilder("\"");
        int end = Math.min(text.length(), LONGEST_SHOWN);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            shown.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
        }
        return shown.append(end < text.length() ? "...\"" : "\"").toString();
    }

    /**
     * Returns a URL without user, password and query. What does not look like a URL or a host with a
     * port may be a password in the wrong place, and is hidden as a whole.
     */
    static String url(String text) {
        int scheme = text.indexOf("://");
        if (scheme < 0) {
            return HOST_AND_PORT.matcher(text).matches() ? text : HIDDEN;
        }
        int start = scheme + "://".length();
        int at = text.lastIndexOf('@');
        String user = at < start ? "" : HIDDEN + "@";
        String rest = text.substring(Math.max(start, at + 1));
        int query = rest.indexOf('?');
        String shown = query < 0 ? rest : rest.substring(0, query + 1) + HIDDEN;
        return text.substring(0, start) + user + shown;
    }

    /** Returns a message without a secret text, and without the user and password if that is a URL. */
    static String without(String secret, String message) {
        String shown = secret.isEmpty() ? message : message.replace(secret, HIDDEN);
        int start = secret.indexOf("://") + "://".length();
        int at = secret.lastIndexOf('@');
        if (at > start) {
            String user = secret.substring(start, at);
            shown = shown.replace(user, HIDDEN);
            String password = user.substring(user.indexOf(':') + 1);
            shown = password.isEmpty() ? shown : shown.replace(password, HIDDEN);
        }
        return shown;
    }

    /** Returns true if a setting of this name should never be shown: for settings that only a tier knows. */
    static boolean soundsSecret(String name) {
        return name.contains("password")
                || name.contains("secret")
                || name.contains("token")
                || name.endsWith("url")
                || name.endsWith("key")
                || name.endsWith("keys")
                || name.contains("credential")
                || name.endsWith("uri");
    }
}
