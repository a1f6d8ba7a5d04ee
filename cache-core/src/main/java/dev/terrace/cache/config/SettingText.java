package dev.terrace.cache.config;

import dev.terrace.cache.policy.Durations;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Durations and sizes as people write them, the same in every part of a configuration. For authors of
 * a {@link dev.terrace.cache.tier.TierProvider}. Stateless.
 */
public final class SettingText {

    static final String DURATION_ALLOWED = "a duration such as 90s, 15m, 1h, PT1H30M or plain seconds";
    static final String SIZE_ALLOWED = "a size such as 200MB, 2GB, 512MiB or plain bytes";

    /** No text that means something is longer; spares the parsers below from megabytes of digits. */
    private static final int LONGEST_TEXT = 64;

    private static final Pattern SIMPLE_DURATION = Pattern.compile("(\\d{1,18}) ?(ms|s|m|h|d)?");
    private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?) ?([a-z]*)");
    private static final Map<String, Duration> DURATION_UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));
    private static final Map<String, Long> SIZE_UNITS = Map.of(
            "", 1L,
            "b", 1L,
            "kb", 1_000L,
            "mb", 1_000_000L,
            "gb", 1_000_000_000L,
            "tb", 1_000_000_000_000L,
            "kib", 1L << 10,
            "mib", 1L << 20,
            "gib", 1L << 30,
            "tib", 1L << 40);

    private SettingText() {}

    /**
     * Reads a duration: a whole number with {@code ms}, {@code s}, {@code m}, {@code h} or {@code d},
     * ISO-8601 ({@code PT1H30M}), or plain seconds.
     *
     * @param name of the setting, for the message
     * @return zero to 100 years
     * @throws IllegalArgumentException naming the setting, its value and what is allowed
     */
    public static Duration duration(String name, String text) {
        return known(name, text, readDuration(text), DURATION_ALLOWED);
    }

    /**
     * Reads a size in bytes: a number with {@code kB}, {@code MB}, {@code GB}, {@code TB} (powers of
     * 1000), {@code KiB}, {@code MiB}, {@code GiB}, {@code TiB} (powers of 1024), or plain bytes. Case
     * does not matter; part of a byte is cut off.
     *
     * @param name of the setting, for the message
     * @return zero or more
     * @throws IllegalArgumentException naming the setting, its value and what is allowed
     */
    public static long bytes(String name, String text) {
        return known(name, text, readBytes(text, 1), SIZE_ALLOWED);
    }

    private static <T> T known(String name, String text, @Nullable T value, String allowed) {
        if (value == null) {
            throw new IllegalArgumentException(name + " must be " + allowed + " but was " + Redaction.quoted(text));
        }
        return value;
    }

    /** As {@link #duration}, but null for what is none. */
    static @Nullable Duration readDuration(String text) {
        if (text.length() > LONGEST_TEXT) {
            return null;
        }
        try {
            Duration value = parseDuration(text);
            boolean allowed = value != null && !value.isNegative() && value.compareTo(Durations.LONGEST) <= 0;
            return allowed ? value : null;
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    private static @Nullable Duration parseDuration(String text) {
        if (text.startsWith("P")) {
            return Duration.parse(text);
        }
        Matcher matcher = SIMPLE_DURATION.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        String unit = matcher.group(2) == null ? "s" : matcher.group(2);
        Duration one = DURATION_UNITS.get(unit);
        return one == null ? null : one.multipliedBy(Long.parseLong(matcher.group(1)));
    }

    /**
     * As {@link #bytes}, but null for what is none.
     *
     * @param plainUnit what a number without a unit counts in
     */
    static @Nullable Long readBytes(String text, long plainUnit) {
        Matcher matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        if (text.length() > LONGEST_TEXT || !matcher.matches()) {
            return null;
        }
        String unitName = matcher.group(2);
        Long unit = unitName.isEmpty() ? Long.valueOf(plainUnit) : SIZE_UNITS.get(unitName);
        if (unit == null) {
            return null;
        }
        BigDecimal bytes = new BigDecimal(matcher.group(1))
                .multiply(BigDecimal.valueOf(unit))
                .setScale(0, RoundingMode.DOWN);
        return bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0 ? null : bytes.longValueExact();
    }
}
