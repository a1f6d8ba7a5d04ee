package dev.terrace.cache.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The Lua scripts: each is one atomic step. They are sent by their hash, and in full to a server that does not know
 * them. What a script takes and answers stands at its head.
 */
@SuppressWarnings("ImmutableEnumChecker") // nobody changes the arrays
enum Script {
    WRITE("write"),
    COMPARE_AND_SET("compare-and-set"),
    GET_OR_LEASE("get-or-lease"),
    FILL("fill"),
    RELEASE("release"),
    REMOVE_IF("remove-if"),
    GENERATION("generation"),
    RENEW("renew"),
    NOTE_BARRIER("note-barrier");

    private final byte[] source;
    private final byte[] hash;

    Script(String file) {
        source = (read("header") + read(file)).getBytes(StandardCharsets.UTF_8);
        hash = sha1(source);
    }

    /** Returns the text; not to be changed. */
    byte[] source() {
        return source;
    }

    /** Returns the hash by which servers know it; not to be changed. */
    byte[] hash() {
        return hash;
    }

    /** Finds a script. */
    static Script byHash(byte[] hash) {
        for (Script script : values()) {
            if (Arrays.equals(script.hash, hash)) {
                return script;
            }
        }
        throw new IllegalArgumentException("no script has the hash " + new String(hash, StandardCharsets.US_ASCII));
    }

    private static String read(String file) {
        try (InputStream in = Script.class.getResourceAsStream(file + ".lua")) {
            if (in == null) {
                throw new IllegalStateException("the script " + file + ".lua is missing; the jar is damaged");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("script " + file + ".lua cannot be read; the jar is damaged", e);
        }
    }

    /** The hash is Redis's name for a script, no protection. */
    private static byte[] sha1(byte[] text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text);
            return HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
