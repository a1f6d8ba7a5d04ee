package dev.terrace.cache.codec;

import dev.terrace.cache.codec.EntryMeta.Kind;
import dev.terrace.cache.codec.UndecodableEntryException.Reason;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.EntryFormat;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Makes entries of a region's values and values of its entries.
 *
 * <p>Encoding allocates the entry's exact bytes, the entry, and what the codec itself leaves behind; all buffers are
 * used again. Safe from any thread.
 *
 * @param <V> the type of the region's values
 */
public final class EntryCodec<V> {

    private static final int MAX_CODEC_ID = 0xffff;

    private final String name;
    private final Codec<V> codec;
    private final EntryHeader header;
    private final Payloads payloads;
    private final ByteSinkPool pool;

    /**
     * Makes the codec of a region; may cost milliseconds.
     *
     * @param type the type of the values, with its type arguments
     * @throws IllegalArgumentException when the provider cannot carry the type
     * @throws IllegalStateException when an optional library is missing; the message names it
     */
    public EntryCodec(CodecProvider provider, Type type, PayloadOptions options) {
        this(provider, type, options, ByteSinkPool.shared());
    }

    EntryCodec(CodecProvider provider, Type type, PayloadOptions options, ByteSinkPool pool) {
        if (provider.id() < 1 || provider.id() > MAX_CODEC_ID) {
            throw new IllegalArgumentException("codec id must be 1 to " + MAX_CODEC_ID + " but \"" + provider.name()
                    + "\" has " + provider.id() + "; choose one from 256 up");
        }
        this.name = provider.name();
        this.codec = provider.codec(type);
        this.header = new EntryHeader(0, provider.id(), codec.schemaFingerprint());
        this.payloads = new Payloads(options, pool);
        this.pool = pool;
    }

    /**
     * Makes an entry.
     *
     * @param fullKeyUtf8 the UTF-8 bytes of {@code region:key}
     * @param value null exactly where {@code meta} says that there is none
     * @throws UnencodableValueException when the codec cannot write the value
     * @throws PayloadTooLargeException when the value needs more than 64 MiB
     */
    public Entry encode(byte[] fullKeyUtf8, @Nullable V value, EntryMeta meta) {
        if ((value == null) == (meta.kind() == Kind.VALUE)) {
            throw new IllegalArgumentException("value must be null exactly for NEGATIVE and TOMBSTONE but was "
                    + (value == null ? "null" : "present") + " for " + meta.kind()
                    + "; pass the kind that fits the value");
        }
        if (value == null) {
            return encodeNothing(fullKeyUtf8, meta);
        }
        ByteSink sink = pool.take();
        try {
            write(value, sink);
            return payloads.seal(fullKeyUtf8, header, meta, sink);
        } finally {
            pool.give(sink);
        }
    }

    private Entry encodeNothing(byte[] fullKeyUtf8, EntryMeta meta) {
        int flag = meta.kind() == Kind.NEGATIVE ? EntryFormat.NEGATIVE_FLAG : EntryFormat.TOMBSTONE_FLAG;
        return EntryHeader.finish(header.flagged(flag).allocate(meta, 0), fullKeyUtf8, meta);
    }

    private void write(V value, ByteSink sink) {
        try {
            codec.encode(value, sink);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            if (sink.refused() == 0) {
                throw new UnencodableValueException(name, value, e);
            }
        }
        if (sink.refused() != 0) {
            throw new PayloadTooLargeException(sink.refused());
        }
    }

    /**
     * Reads the value of an entry: checks the checksum, decrypts, decompresses, decodes.
     *
     * @param fullKeyUtf8 the UTF-8 bytes of {@code region:key}
     * @throws UndecodableEntryException whatever is wrong with the entry; nothing else is thrown
     */
    public V decode(Entry entry, byte[] fullKeyUtf8) {
        if (!entry.verify(fullKeyUtf8)) {
            throw new UndecodableEntryException(Reason.CHECKSUM, "damaged, or written for another key");
        }
        if (entry.isNegative() || entry.isTombstone()) {
            throw new UndecodableEntryException(Reason.PAYLOAD, "this kind of entry has no value");
        }
        if (entry.codecId() != header.codecId()) {
            throw new UndecodableEntryException(
                    Reason.CODEC, "codec " + entry.codecId() + " wrote it and " + name + " would read it");
        }
        if (entry.schema() != header.schema()) {
            throw new UndecodableEntryException(Reason.SCHEMA, "the value type has another shape now");
        }
        return payloads.open(entry, fullKeyUtf8, codec);
    }

    /**
     * Says from the header alone whether codec and value type are those of this region; reads two numbers.
     *
     * <p>Always true for negative entries and tombstones, which no codec needs to read.
     */
    public boolean compatible(Entry entry) {
        return entry.isNegative()
                || entry.isTombstone()
                || (entry.codecId() == header.codecId() && entry.schema() == header.schema());
    }
}
