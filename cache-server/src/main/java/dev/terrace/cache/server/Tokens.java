package dev.terrace.cache.server;

import dev.terrace.cache.policy.Arguments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What clients send to be let in: the admin's token may do everything, the viewer's may look. Never shown by {@link
 * #toString}. Immutable.
 */
public final class Tokens {

    /** The variable with the admin's token. */
    public static final String ADMIN = "TERRACE_ADMIN_TOKEN";

    /** The variable with the viewer's token. */
    public static final String VIEWER = "TERRACE_VIEWER_TOKEN";

    /** What a variable's name ends with if it names a file that holds the token. */
    public static final String FILE = "_FILE";

    private static final int SHORTEST = 16;
    private static final int GENERATED_BYTES = 24;
    private static final Pattern ALLOWED = Pattern.compile("[\\x21-\\x7e]{" + SHORTEST + ",512}");

    private final @Nullable String admin;
    private final @Nullable String viewer;

    private Tokens(@Nullable String admin, @Nullable String viewer) {
        this.admin = admin;
        this.viewer = viewer;
    }

    /**
     * Returns an admin's token and none for a viewer.
     *
     * @param admin 16 to 512 visible ASCII characters
     */
    public static Tokens admin(String admin) {
        return of(Arguments.given("admin", admin, "pass a token, or Tokens.generated()"), null);
    }

    /**
     * Returns tokens.
     *
     * @param admin 16 to 512 visible ASCII characters; null for no admin
     * @param viewer 16 to 512 visible ASCII characters, another one; null for no viewer
     */
    public static Tokens of(@Nullable String admin, @Nullable String viewer) {
        if (admin == null && viewer == null) {
            throw new IllegalArgumentException("admin and viewer must not both be null; pass Tokens.generated()");
        }
        if (admin != null && admin.equals(viewer)) {
            throw new IllegalArgumentException(
                    "viewer must have another token than admin; make one with: openssl rand -hex 24");
        }
        return new Tokens(checked("admin", admin), checked("viewer", viewer));
    }

    private static @Nullable String checked(String name, @Nullable String token) {
        if (token != null && !ALLOWED.matcher(token).matches()) {
            throw new IllegalArgumentException("the token of " + name + " must have " + SHORTEST
                    + " to 512 visible ASCII characters but has " + token.length()
                    + "; make one with: openssl rand -hex 24");
        }
        return token;
    }

    /** Returns a random token for the admin, of 192 bits, and none for a viewer. */
    public static Tokens generated() {
        byte[] random = new byte[GENERATED_BYTES];
        new SecureRandom().nextBytes(random);
        return admin(Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }

    /**
     * Reads {@value #ADMIN} and {@value #VIEWER}, or the first line of the files that {@code TERRACE_ADMIN_TOKEN_FILE} and
     * {@code TERRACE_VIEWER_TOKEN_FILE} name; an empty variable counts as not set.
     *
     * @param environment for example {@link System#getenv()}
     * @return null if none is set
     * @throws IllegalArgumentException naming the variable and what is allowed
     */
    public static @Nullable Tokens fromEnvironment(Map<String, String> environment) {
        String admin = token(environment, ADMIN);
        String viewer = token(environment, VIEWER);
        return admin == null && viewer == null ? null : of(admin, viewer);
    }

    private static @Nullable String token(Map<String, String> environment, String name) {
        String direct = environment.getOrDefault(name, "").strip();
        String file = environment.getOrDefault(name + FILE, "").strip();
        if (!direct.isEmpty() && !file.isEmpty()) {
            throw new IllegalArgumentException(name + " and " + name + FILE + " are both set; set one of them");
        }
        if (!file.isEmpty()) {
            return firstLine(name + FILE, Path.of(file));
        }
        return direct.isEmpty() ? null : direct;
    }

    private static String firstLine(String variable, Path file) {
        try (var lines = Files.lines(file)) {
            return lines.findFirst().map(String::strip).orElse("");
        } catch (IOException | UncheckedIOException e) {
            throw new IllegalArgumentException(
                    variable + " names " + file + ", which cannot be read; let it name a readable file with the token",
                    e);
        }
    }

    @Nullable
    String admin() {
        return admin;
    }

    @Nullable
    String viewer() {
        return viewer;
    }

    @Override
    public String toString() {
        return "Tokens[admin=" + (admin == null ? "none" : "***") + ", viewer=" + (viewer == null ? "none" : "***")
                + "]";
    }
}
