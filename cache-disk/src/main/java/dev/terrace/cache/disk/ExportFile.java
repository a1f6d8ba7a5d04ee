package dev.terrace.cache.disk;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.EntryFormat;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Entries in a file that any version of the tier, with any layout, can read back. Numbers are big-endian.
 *
 * <pre>
 *  0  "TERX" and the version of this format, one byte: 1
 *  5  a Zstandard stream (RFC 8878) with a checksum, of records:
 *      0  length of the key in bytes, four bytes, at least 1
 *      4  length of the entry, four bytes
 *      8  CRC32C over key and entry, four bytes
 *     12  the key, "region:key" in UTF-8, then the entry as {@link EntryFormat} draws it
 *     and at the end four zero bytes and the number of records, eight bytes
 * </pre>
 *
 * <p>The last record tells a whole file from one that was cut off. The library for Zstandard is optional; only this
 * class touches it.
 */
final class ExportFile {

    private static final byte[] HEAD = {'T', 'E', 'R', 'X', 1};
    private static final int LARGEST_KEY = 1 << 20;
    private static final int LARGEST_ENTRY =
            EntryFormat.HEADER_BYTES + EntryFormat.MAX_LABELS * Long.BYTES + EntryFormat.MAX_PAYLOAD;

    private ExportFile() {}

    /** Takes the entries of a file one by one. */
    @FunctionalInterface
    interface Taker {

        /** Returns false to end here. */
        boolean take(byte[] key, Entry entry);
    }

    /** Fails with a clear message if the library is missing. */
    static void requireLibrary() {
        try {
            com.github.luben.zstd.Zstd.defaultCompressionLevel();
        } catch (LinkageError missing) {
            throw new IllegalStateException(
                    "export and import need the library com.github.luben:zstd-jni, which could not be loaded; add it"
                            + " to the class path",
                    missing);
        }
    }

    /** Writes under a temporary name; the file is there under its own after {@link #finish}, or not at all. */
    static final class Writer implements AutoCloseable {

        private final Path file;
        private final Path temporary;
        private final FileOutputStream raw;
        private final DataOutputStream out;
        private long count;

        Writer(Path file) throws IOException {
            this.file = file;
            temporary = file.resolveSibling(file.getFileName() + ".tmp");
            raw = new FileOutputStream(temporary.toFile());
            try {
                raw.write(HEAD);
                out = new DataOutputStream(
                        new BufferedOutputStream(new ZstdOutputStream(raw).setChecksum(true), 1 << 16));
            } catch (IOException | RuntimeException | Error failure) {
                raw.close();
                Files.deleteIfExists(temporary);
                throw failure;
            }
        }

        void add(byte[] key, byte[] entry) throws IOException {
            out.writeInt(key.length);
            out.writeInt(entry.length);
            out.writeInt(check(key, entry));
            out.write(key);
            out.write(entry);
            count++;
        }

        void finish() throws IOException {
            out.writeInt(0);
            out.writeLong(count);
            out.close();
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        }

        /** Deletes what is not finished. */
        @Override
        public void close() throws IOException {
            try {
                out.close();
            } catch (IOException full) {
                raw.close(); // it had to say something more, and could not
            } finally {
                Files.deleteIfExists(temporary);
            }
        }
    }

    /**
     * Reads a file from its beginning to its end.
     *
     * @return false if the taker ended it
     * @throws IOException if the file is damaged, in whatever way; some entries may have been handed out by then
     */
    static boolean read(Path file, Taker taker) throws IOException {
        try (InputStream raw = new BufferedInputStream(new FileInputStream(file.toFile()), 1 << 16)) {
            if (!Arrays.equals(raw.readNBytes(HEAD.length), HEAD)) {
                throw new IOException("it does not begin like an export of this version");
            }
            try (DataInputStream in = new DataInputStream(new BufferedInputStream(new ZstdInputStream(raw), 1 << 16))) {
                return records(in, taker);
            }
        } catch (EOFException end) {
            throw damaged(file, "it ends too early", end);
        } catch (FileNotFoundException missing) {
            throw missing;
        } catch (IOException damage) {
            throw damaged(file, String.valueOf(damage.getMessage()), damage);
        }
    }

    private static boolean records(DataInputStream in, Taker taker) throws IOException {
        long count = 0;
        for (int keyLength = in.readInt(); keyLength != 0; keyLength = in.readInt()) {
            byte[] key = bytes(in, keyLength, LARGEST_KEY, in.readInt());
            byte[] value = Arrays.copyOfRange(key, keyLength, key.length);
            key = Arrays.copyOf(key, keyLength);
            Entry entry = Entry.parse(value, 0, -1);
            if (entry == null || !entry.verify(key)) {
                throw new IOException(
                        "entry " + count + " (" + new String(key, StandardCharsets.UTF_8) + ") is not what was stored");
            }
            count++;
            if (!taker.take(key, entry)) {
                return false;
            }
        }
        long promised = in.readLong();
        if (promised != count || in.read() >= 0) {
            throw new IOException("it has " + count + " entries where it says " + promised + ", or more after them");
        }
        return true;
    }

    /** Reads the checksum and then key and entry in one array; a length that was never written allocates nothing. */
    private static byte[] bytes(DataInputStream in, int keyLength, int largestKey, int entryLength) throws IOException {
        if (keyLength < 0 || keyLength > largestKey || entryLength < 0 || entryLength > LARGEST_ENTRY) {
            throw new IOException("it has an entry of " + entryLength + " bytes under a key of " + keyLength);
        }
        int check = in.readInt();
        byte[] both = in.readNBytes(keyLength + entryLength);
        if (both.length < keyLength + entryLength) {
            throw new EOFException();
        }
        CRC32C crc = new CRC32C();
        crc.update(both);
        if ((int) crc.getValue() != check) {
            throw new IOException("the checksum of an entry is wrong");
        }
        return both;
    }

    private static int check(byte[] key, byte[] entry) {
        CRC32C crc = new CRC32C();
        crc.update(key);
        crc.update(entry);
        return (int) crc.getValue();
    }

    private static IOException damaged(Path file, String reason, Exception cause) {
        return new IOException(
                "the export " + file + " is damaged: " + reason + "; nothing was imported, use another copy", cause);
    }
}
