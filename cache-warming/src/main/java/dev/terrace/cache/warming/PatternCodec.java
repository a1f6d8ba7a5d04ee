package dev.terrace.cache.warming;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Rows of patterns as blobs of less than one mebibyte each, every one of which can be read alone, so that a process that is
 * killed between two of them leaves something of use behind.
 *
 * <pre>
 * magic "TWP1" | saved at, millis (8) | rows | CRC-32C of all before (4)
 * row: 1 | region | kind (1) | item | count (8, a double, as of the time of saving)      region and item: length (4), UTF-8
 * end: 0
 * </pre>
 */
final class PatternCodec {

    private static final int MAGIC = 0x54575031;
    private static final int MOST_BYTES = 1000 << 10;
    private static final int CRC_BYTES = 4;
    private static final int ROW_BYTES = 32;
    private static final int LONGEST_TEXT = 1 << 20;

    private PatternCodec() {}

    /**
     * One counted item.
     *
     * @param kind what it counts for
     * @param count as of the time of saving
     */
    record Row(String region, byte kind, String item, double count) {}

    /**
     * What one blob holds.
     *
     * @param savedAt milliseconds since 1970
     */
    record Content(long savedAt, List<Row> rows) {}

    /** Writes rows into as many blobs as they need; rows too long for any are left out. */
    static List<byte[]> encode(long savedAt, List<Row> rows) {
        List<byte[]> blobs = new ArrayList<>();
        int at = 0;
        do {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (DataOutputStream out = new DataOutputStream(bytes)) {
                out.writeInt(MAGIC);
                out.writeLong(savedAt);
                while (at < rows.size()
                        && (out.size() + sizeOf(rows.get(at)) < MOST_BYTES || isTooLong(rows.get(at)))) {
                    write(out, rows.get(at));
                    at++;
                }
                out.writeByte(0);
                out.writeInt(crc(bytes.toByteArray(), bytes.size()));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException("writing to memory failed", e);
            }
            blobs.add(bytes.toByteArray());
        } while (at < rows.size());
        return blobs;
    }

    private static boolean isTooLong(Row row) {
        return sizeOf(row) > MOST_BYTES / 2;
    }

    /** At most three bytes a character. */
    private static int sizeOf(Row row) {
        return ROW_BYTES + 3 * (row.region().length() + row.item().length());
    }

    private static void write(DataOutputStream out, Row row) throws IOException {
        if (isTooLong(row)) {
            return;
        }
        out.writeByte(1);
        writeText(out, row.region());
        out.writeByte(row.kind());
        writeText(out, row.item());
        out.writeDouble(row.count());
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /**
     * Reads a blob.
     *
     * @throws IOException if it is damaged or of another format
     */
    static Content decode(byte[] blob) throws IOException {
        if (blob.length < CRC_BYTES
                || ByteBuffer.wrap(blob).getInt(blob.length - CRC_BYTES) != crc(blob, blob.length - CRC_BYTES)) {
            throw new IOException("its checksum is wrong");
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(blob, 0, blob.length - CRC_BYTES));
        if (in.readInt() != MAGIC) {
            throw new IOException("it is of another format");
        }
        long savedAt = in.readLong();
        List<Row> rows = new ArrayList<>();
        while (in.readByte() == 1) {
            String region = readText(in);
            byte kind = in.readByte();
            String item = readText(in);
            double count = in.readDouble();
            if (!(count >= 0) || Double.isInfinite(count)) {
                throw new IOException("the count of an item is " + count);
            }
            rows.add(new Row(region, kind, item, count));
        }
        return new Content(savedAt, rows);
    }

    private static String readText(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > LONGEST_TEXT) {
            throw new IOException("a text is " + length + " bytes long");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("it ends in the middle of a text");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
