package dev.terrace.cache.codec;

import dev.terrace.cache.codec.UndecodableEntryException.Reason;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.EntryFormat;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The way of a payload between codec and entry: compress, then encrypt, and back.
 *
 * <p>A compressed payload begins with its original length, u32, so that a small payload cannot claim more memory than
 * {@link EntryFormat#MAX_PAYLOAD} nor grow past what it states. Safe from any thread.
 */
final class Payloads {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int LENGTH_BYTES = Integer.BYTES;

    private final PayloadOptions options;
    private final @Nullable Compressor compressor;
    private final @Nullable PayloadCipher cipher;
    private final ByteSinkPool pool;

    Payloads(PayloadOptions options, ByteSinkPool pool) {
        this.options = options;
        this.compressor = options.compression() == Compression.NONE ? null : Compressor.of(options.compression());
        this.cipher = options.keys() == null ? null : new PayloadCipher(options.keys());
        this.pool = pool;
    }

    /** Makes the entry around what a codec wrote. */
    Entry seal(byte[] fullKeyUtf8, EntryHeader header, EntryMeta meta, ByteSink plain) {
        Compressor with = compressor;
        if (with == null || plain.size() < options.thresholdBytes() || plain.size() <= LENGTH_BYTES) {
            return assemble(fullKeyUtf8, header, meta, plain);
        }
        ByteSink packed = pool.take();
        try {
            boolean smaller = compress(with, plain, packed) && packed.size() < plain.size();
            return smaller
                    ? assemble(fullKeyUtf8, header.compressed(options.compression()), meta, packed)
                    : assemble(fullKeyUtf8, header, meta, plain);
        } finally {
            pool.give(packed);
        }
    }

    private static boolean compress(Compressor compressor, ByteSink plain, ByteSink packed) {
        INTS.set(packed.claim(LENGTH_BYTES), 0, plain.size());
        try {
            return compressor.compress(plain.array(), plain.size(), packed);
        } catch (IOException e) {
            return false;
        }
    }

    private Entry assemble(byte[] fullKeyUtf8, EntryHeader header, EntryMeta meta, ByteSink payload) {
        if (cipher == null) {
            byte[] bytes = header.allocate(meta, payload.size());
            System.arraycopy(payload.array(), 0, bytes, bytes.length - payload.size(), payload.size());
            return EntryHeader.finish(bytes, fullKeyUtf8, meta);
        }
        int stored = payload.size() + PayloadCipher.OVERHEAD_BYTES;
        if (stored > EntryFormat.MAX_PAYLOAD) {
            throw new PayloadTooLargeException(stored);
        }
        byte[] bytes = header.encrypted().allocate(meta, stored);
        cipher.seal(payload.array(), payload.size(), bytes, bytes.length - stored, fullKeyUtf8);
        return EntryHeader.finish(bytes, fullKeyUtf8, meta);
    }

    /** Undoes both steps and hands the codec's own bytes to the codec. */
    <V> V open(Entry entry, byte[] fullKeyUtf8, Codec<V> codec) {
        PayloadCipher with = cipher;
        if (entry.isEncrypted() != (with != null)) {
            throw new UndecodableEntryException(
                    Reason.DECRYPTION,
                    with == null
                            ? "the entry is encrypted but the region has no key ring"
                            : "the entry is not encrypted but the region has a key ring");
        }
        if (with == null) {
            return unpack(entry, entry.bytes(), entry.payloadOffset(), entry.payloadLength(), codec);
        }
        ByteSink plain = pool.take();
        try {
            with.open(entry, fullKeyUtf8, plain);
            return unpack(entry, plain.array(), 0, plain.size(), codec);
        } finally {
            pool.give(plain);
        }
    }

    private <V> V unpack(Entry entry, byte[] bytes, int offset, int length, Codec<V> codec) {
        Compression compression = Compression.of(entry.compressionId());
        if (compression == Compression.NONE) {
            return read(codec, bytes, offset, length);
        }
        ByteSink plain = pool.take();
        try {
            decompress(compression, bytes, offset, length, plain);
            return read(codec, plain.array(), 0, plain.size());
        } finally {
            pool.give(plain);
        }
    }

    private void decompress(Compression compression, byte[] bytes, int offset, int length, ByteSink plain) {
        int original = length < LENGTH_BYTES ? -1 : (int) INTS.get(bytes, offset);
        if (original < 0 || original > EntryFormat.MAX_PAYLOAD) {
            throw new UndecodableEntryException(Reason.COMPRESSION, "the original length is missing or too large");
        }
        try {
            Compressor by = compressor != null && compression == options.compression()
                    ? compressor
                    : Compressor.of(compression);
            by.decompress(bytes, offset + LENGTH_BYTES, length - LENGTH_BYTES, plain.claim(original), original);
        } catch (IOException | RuntimeException e) {
            throw new UndecodableEntryException(Reason.COMPRESSION, compression + " cannot be undone", e);
        }
    }

    /** A codec reads foreign bytes, so whatever it throws means that these bytes are no value. */
    @SuppressWarnings("CatchingUnchecked")
    private static <V> V read(Codec<V> codec, byte[] bytes, int offset, int length) {
        V value;
        try {
            value = codec.decode(bytes, offset, length);
        } catch (Throwable e) {
            throw new UndecodableEntryException(Reason.PAYLOAD, "the codec cannot read it", e);
        }
        if (value == null) {
            throw new UndecodableEntryException(Reason.PAYLOAD, "the codec returned null");
        }
        return value;
    }
}
