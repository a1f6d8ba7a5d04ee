package dev.terrace.cache.config;

import dev.terrace.cache.codec.CodecProvider;
import dev.terrace.cache.codec.Codecs;
import dev.terrace.cache.codec.KeyRing;
import dev.terrace.cache.policy.Promotion;
import dev.terrace.cache.policy.TtlTable;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What values a setting takes.
 *
 * @param allowed completes "must be ..."
 * @param example a value that is allowed
 * @param words the values, where there are only a few; else empty
 * @param reader returns null for what is not allowed
 * @param shown how a value may appear in messages
 */
record SettingType<T>(
        String allowed, String example, Collection<String> words, Reader<T> reader, Function<String, String> shown) {

    private static final String OR_NONE = ", or none";
    private static final int LONGEST_PREFIX = 64;

    /** Reads a text; null if it is not allowed. */
    @FunctionalInterface
    interface Reader<T> {
        @Nullable
        T read(String text);
    }

    /** Shown as it is. */
    private static <T> SettingType<T> plain(String allowed, String example, Reader<T> reader) {
        return new SettingType<>(allowed, example, Set.of(), reader, Redaction::quoted);
    }

    /** One of a few words. */
    static <T> SettingType<T> choice(Map<String, T> choices) {
        String allowed = "one of " + String.join(", ", choices.keySet());
        String first = choices.keySet().iterator().next();
        return new SettingType<>(allowed, first, choices.keySet(), choices::get, Redaction::quoted);
    }

    /** A constant of an enum, in lower case with dashes. */
    static <E extends Enum<E>> SettingType<E> choice(List<E> constants) {
        Map<String, E> choices = new LinkedHashMap<>();
        for (E constant : constants) {
            choices.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
        }
        return choice(choices);
    }

    static SettingType<CodecProvider> codec() {
        Map<String, CodecProvider> choices = new LinkedHashMap<>();
        choices.put("smile", Codecs.smile());
        choices.put("json", Codecs.json());
        return choice(choices);
    }

    static SettingType<Boolean> flag() {
        Map<String, Boolean> choices = new LinkedHashMap<>();
        choices.put("true", true);
        choices.put("false", false);
        return choice(choices);
    }

    /** A duration of a millisecond or more. */
    static SettingType<Duration> duration() {
        String allowed = SettingText.DURATION_ALLOWED + ", from 1ms to 36500d";
        return plain(allowed, "15m", SettingType::readPositive);
    }

    /** A duration of zero or more. */
    static SettingType<Duration> durationOrZero() {
        return plain(SettingText.DURATION_ALLOWED + ", from 0s to 36500d", "15m", SettingText::readDuration);
    }

    /** A duration of a millisecond or more, or {@code none}. */
    static SettingType<Limit<Duration>> durationOrNone() {
        SettingType<Duration> some = duration();
        return plain(some.allowed + OR_NONE, some.example, text -> orNone(text, some.reader));
    }

    private static @Nullable Duration readPositive(String text) {
        Duration value = SettingText.readDuration(text);
        return value == null || value.compareTo(Duration.ofMillis(1)) < 0 ? null : value;
    }

    private static <T> @Nullable Limit<T> orNone(String text, Reader<T> reader) {
        if (text.equals("none")) {
            return new Limit<>(null);
        }
        T value = reader.read(text);
        return value == null ? null : new Limit<>(value);
    }

    /**
     * A size in bytes.
     *
     * @param least in bytes
     * @param most in bytes
     */
    static SettingType<Long> size(long least, long most) {
        String range = most == Long.MAX_VALUE ? ", at least " + least : ", from " + least + " to " + most;
        return plain(SettingText.SIZE_ALLOWED + range, "200MB", text -> {
            Long bytes = SettingText.readBytes(text, 1);
            return bytes == null || bytes < least || bytes > most ? null : bytes;
        });
    }

    /** A size in bytes of one or more, or {@code none}. */
    static SettingType<Limit<Long>> sizeOrNone() {
        SettingType<Long> some = size(1, Long.MAX_VALUE);
        return plain(some.allowed + OR_NONE, some.example, text -> orNone(text, some.reader));
    }

    /** The same with a plain number in megabytes, for variables that have the unit in their name. */
    static SettingType<Limit<Long>> megabytesOrNone() {
        return plain("megabytes such as 200, or a size such as 512MiB, at least 1" + OR_NONE, "200", text -> {
            return orNone(text, number -> {
                Long bytes = SettingText.readBytes(number, 1_000_000);
                return bytes == null || bytes < 1 ? null : bytes;
            });
        });
    }

    /** A whole number. */
    static SettingType<Integer> count(int least, int most) {
        return plain("a whole number from " + least + " to " + most, "1000", text -> {
            Long value = readCount(text, least, most);
            return value == null ? null : value.intValue();
        });
    }

    /** A whole number of one or more, or {@code none}. */
    static SettingType<Limit<Long>> countOrNone() {
        Reader<Long> some = text -> readCount(text, 1, Long.MAX_VALUE);
        return plain("a whole number of at least 1" + OR_NONE, "10000", text -> orNone(text, some));
    }

    private static @Nullable Long readCount(String text, long least, long most) {
        if (!text.matches("\\d{1,18}")) {
            return null;
        }
        long value = Long.parseLong(text);
        return value < least || value > most ? null : value;
    }

    /** A share of 1, also as per cent. */
    static SettingType<Double> share(String most, boolean inclusive) {
        BigDecimal limit = new BigDecimal(most);
        String allowed = "a share from 0 to " + (inclusive ? most : "less than " + most) + " such as 0.1 or 10%";
        return plain(allowed, "0.1", text -> {
            if (!text.matches("\\d{1,3}(\\.\\d{1,9})?%?")) {
                return null;
            }
            boolean perCent = text.endsWith("%");
            BigDecimal number = new BigDecimal(perCent ? text.substring(0, text.length() - 1) : text);
            BigDecimal share = perCent ? number.movePointLeft(2) : number;
            int comparison = share.compareTo(limit);
            return comparison > 0 || (comparison == 0 && !inclusive) ? null : share.doubleValue();
        });
    }

    static SettingType<Promotion> promotion() {
        return plain(
                "always, never, or the number of hits below memory after which an entry is copied up", "2", text -> {
                    return switch (text) {
                        case "always" -> Promotion.ALWAYS;
                        case "never" -> Promotion.NEVER;
                        default -> {
                            Long hits = readCount(text, 1, Integer.MAX_VALUE);
                            yield hits == null ? null : Promotion.afterHits(hits.intValue());
                        }
                    };
                });
    }

    static SettingType<Path> path(String what, String example) {
        return plain(what, example, text -> {
            try {
                return text.isBlank() ? null : Path.of(text);
            } catch (InvalidPathException e) {
                return null;
            }
        });
    }

    static SettingType<String> keyPrefix() {
        String allowed = "1 to " + LONGEST_PREFIX + " letters, digits, dots, colons, dashes and underscores";
        return plain(allowed, "app1", text -> text.matches("[A-Za-z0-9.:_-]{1," + LONGEST_PREFIX + "}") ? text : null);
    }

    /** An address whose user and password are never shown; the Redis tier reads the rest of it. */
    static SettingType<String> redisUrl() {
        return new SettingType<>(
                "an address such as redis://localhost:6379 or rediss://user:password@host:6379/0",
                "redis://localhost:6379",
                Set.of(),
                text -> text.matches("rediss?://\\S+") ? text : null,
                text -> Redaction.quoted(Redaction.url(text)));
    }

    static SettingType<KeyRing> keys() {
        return new SettingType<>(
                "AES-256 keys as id:base64, the current one first, separated by commas; each id a whole number of its"
                        + " own, each key 32 bytes",
                "",
                Set.of(),
                KeyRingText::read,
                text -> Redaction.HIDDEN);
    }

    static SettingType<TtlTable> ttlTable() {
        return plain("rows of pattern=duration, separated by commas", "news:*=15m,chart:5d:*=300", TtlRows::read);
    }
}
