package dev.terrace.cache.testkit;

import dev.terrace.cache.codec.Codecs;
import dev.terrace.cache.codec.EntryCodec;
import dev.terrace.cache.codec.EntryMeta;
import dev.terrace.cache.codec.PayloadOptions;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.EntryFormat;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.time.TimeSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes valid entries for tests, with tags 1, 2, 3 and so on unless told otherwise. Safe for use by many threads; a
 * {@link Draft} is for one.
 */
public final class Entries {

    private static final EntryCodec<byte[]> CODEC =
            new EntryCodec<>(Codecs.bytes(), byte[].class, PayloadOptions.plain());

    private final LongSupplier millis;
    private final AtomicLong lastTag = new AtomicLong();

    /** Makes a source of entries that are created at the time of this clock. */
    public Entries(TimeSource time) {
        this(time::millis);
    }

    Entries(LongSupplier millis) {
        this.millis = millis;
    }

    /** Begins an entry: a new tag, the payload {@code "value"}, an hour to live, no labels, position and epoch 0. */
    public Draft of(TierKey key) {
        return new Draft(key, millis.getAsLong(), lastTag.incrementAndGet());
    }

    /** Makes an entry with this text as its payload. */
    public Entry text(TierKey key, String text) {
        return of(key).payload(text.getBytes(StandardCharsets.UTF_8)).build();
    }

    /** Makes an entry with this tag. */
    public Entry tagged(TierKey key, long tag) {
        return of(key).tag(tag).build();
    }

    /** Returns the payload of an entry made by {@link #text}. */
    public static String textOf(Entry entry) {
        return new String(
                Arrays.copyOfRange(entry.bytes(), entry.payloadOffset(), entry.bytes().length), StandardCharsets.UTF_8);
    }

    /** An entry that is being described; each method changes it and returns it. */
    public static final class Draft {

        private final TierKey key;
        private final long createdAt;
        private long tag;
        private long expiresAt;
        private long staleUntil;
        private long position;
        private long epoch;
        private long[] labels = {};
        private byte @Nullable [] payload = "value".getBytes(StandardCharsets.UTF_8);
        private EntryMeta.Kind kind = EntryMeta.Kind.VALUE;

        private Draft(TierKey key, long createdAt, long tag) {
            this.key = key;
            this.createdAt = createdAt;
            this.tag = tag;
            lives(Duration.ofHours(1));
        }

        /** Sets the tag; not {@link dev.terrace.cache.tier.Gate#ABSENT}. */
        public Draft tag(long value) {
            tag = value;
            return this;
        }

        /** Sets the time to live from now on, without a stale time; negative for an entry that is dead already. */
        public Draft lives(Duration ttl) {
            return expiresAt(createdAt + ttl.toMillis());
        }

        /** Adds a time after expiry in which the entry may be served as stale. */
        public Draft staleFor(Duration more) {
            staleUntil = expiresAt + more.toMillis();
            return this;
        }

        /** Sets the expiry, and the end of the stale time to the same. */
        public Draft expiresAt(long millis) {
            expiresAt = millis;
            staleUntil = millis;
            return this;
        }

        /** Makes the entry live for ever. */
        public Draft forever() {
            return expiresAt(EntryFormat.NEVER);
        }

        /** Sets the labels, by name. */
        public Draft labels(String... names) {
            labels = Arrays.stream(names).mapToLong(EntryFormat::labelHash).toArray();
            return this;
        }

        /** Sets the local stamp. */
        public Draft stamp(long localPosition, long localEpoch) {
            position = localPosition;
            epoch = localEpoch;
            return this;
        }

        /** Sets the payload. */
        public Draft payload(byte[] bytes) {
            payload = bytes;
            return this;
        }

        /** Sets a payload of that many bytes, different for different tags. */
        public Draft payload(int bytes) {
            byte[] made = new byte[bytes];
            for (int i = 0; i < bytes; i++) {
                made[i] = (byte) (tag * 31 + i * 7L + (i >>> 8));
            }
            return payload(made);
        }

        /** Makes the entry say that the source has no value. */
        public Draft negative() {
            payload = null;
            kind = EntryMeta.Kind.NEGATIVE;
            return this;
        }

        /** Makes the entry say that the key was removed. */
        public Draft tombstone() {
            payload = null;
            kind = EntryMeta.Kind.TOMBSTONE;
            return this;
        }

        /** Returns the entry. */
        public Entry build() {
            EntryMeta meta = new EntryMeta(createdAt, expiresAt, staleUntil, tag, labels, position, epoch, kind);
            return CODEC.encode(key.utf8(), payload, meta);
        }
    }
}
