package dev.terrace.cache.codec;

import com.github.luben.zstd.ZstdException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;

/**
 * One way to compress; safe from any thread.
 *
 * <p>LZ4 and Zstandard are optional libraries: only their own class touches them, so that the others work without.
 */
sealed interface Compressor {

    /** Appends the compressed start of an array to a sink that has room for the stated maximum; false when it cannot. */
    boolean compress(byte[] source, int length, ByteSink out) throws IOException;

    /** Decompresses to exactly the first {@code expected} bytes of the target, or throws. */
    void decompress(byte[] source, int offset, int length, byte[] target, int expected) throws IOException;

    /**
     * Finds the compressor for a setting other than NONE.
     *
     * @throws IllegalStateException when its library is not on the class path
     */
    static Compressor of(Compression compression) {
        try {
            return switch (compression) {
                case NONE -> throw new IllegalArgumentException("compression must not be NONE");
                case GZIP -> new Gzip();
                case LZ4 -> new Lz4();
                case ZSTD -> new Zstd();
            };
        } catch (LinkageError e) {
            String library = compression == Compression.LZ4 ? "at.yawk.lz4:lz4-java" : "com.github.luben:zstd-jni";
            throw new IllegalStateException(
                    "compression " + compression + " needs the library " + library
                            + ", which could not be loaded; add it to the class path or choose GZIP",
                    e);
        }
    }

    /** RFC 1952, by the JDK. */
    final class Gzip implements Compressor {

        @Override
        public boolean compress(byte[] source, int length, ByteSink out) throws IOException {
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(source, 0, length);
            } catch (PayloadTooLargeException e) {
                return false;
            }
            return true;
        }

        @Override
        public void decompress(byte[] source, int offset, int length, byte[] target, int expected) throws IOException {
            try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(source, offset, length))) {
                if (gzip.readNBytes(target, 0, expected) != expected || gzip.read() >= 0) {
                    throw new IOException("gzip yields another length than stated");
                }
            }
        }
    }

    /** The LZ4 block format. */
    final class Lz4 implements Compressor {

        private final LZ4Factory factory = LZ4Factory.fastestInstance();

        @Override
        public boolean compress(byte[] source, int length, ByteSink out) {
            int start = out.size();
            int room = out.room(factory.fastCompressor().maxCompressedLength(length));
            try {
                out.advance(factory.fastCompressor().compress(source, 0, length, out.array(), start, room));
                return true;
            } catch (LZ4Exception e) {
                return false;
            }
        }

        @Override
        public void decompress(byte[] source, int offset, int length, byte[] target, int expected) throws IOException {
            int actual = factory.safeDecompressor().decompress(source, offset, length, target, 0, expected);
            if (actual != expected) {
                throw new IOException("LZ4 yields " + actual + " bytes instead of " + expected);
            }
        }
    }

    /** The Zstandard frame format (RFC 8878), at the library's default level. */
    final class Zstd implements Compressor {

        private final int level = com.github.luben.zstd.Zstd.defaultCompressionLevel();

        @Override
        public boolean compress(byte[] source, int length, ByteSink out) {
            int start = out.size();
            int room = out.room((int) com.github.luben.zstd.Zstd.compressBound(length));
            try {
                out.advance((int) com.github.luben.zstd.Zstd.compressByteArray(
                        out.array(), start, room, source, 0, length, level));
                return true;
            } catch (ZstdException e) {
                return false;
            }
        }

        @Override
        public void decompress(byte[] source, int offset, int length, byte[] target, int expected) throws IOException {
            long actual = com.github.luben.zstd.Zstd.decompressByteArray(target, 0, expected, source, offset, length);
            if (actual != expected) {
                throw new IOException("Zstandard does not yield the stated " + expected + " bytes");
            }
        }
    }
}
