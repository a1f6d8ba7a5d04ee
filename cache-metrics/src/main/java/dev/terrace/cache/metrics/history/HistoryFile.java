package dev.terrace.cache.metrics.history;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Samples in a file. Big-endian:
 * <pre>
 * 8 bytes   "TERRHIST"
 * 4 bytes   version, 1
 * then for each sample
 * 4 bytes   length of what follows the checksum
 * 4 bytes   CRC-32 of it
 * n bytes   the sample as JSON, deflated
 * </pre>
 * A last record that is cut off is what a kill leaves: it is dropped. Any other damage: the file is set aside under
 * another name, and what stands before the damage goes on in a new one. A file that cannot be written costs the history
 * its next restart, nothing else. Not for use by several threads or processes.
 */
public final class HistoryFile {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryFile.class);
    private static final long MAGIC = 0x5445_5252_4849_5354L;
    private static final int VERSION = 1;
    private static final int LONGEST_RECORD = 1 << 20;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Path path;
    private int records;

    /**
     * Names the file; nothing is opened.
     *
     * @param path its folder is made if it is missing
     */
    public HistoryFile(Path path) {
        this.path = path;
    }

    /** Returns how many records the file holds, as far as this object knows. */
    int records() {
        return records;
    }

    /** Returns the samples of the file, oldest first; none if it is missing or cannot be read. */
    List<Sample> read() {
        List<Sample> samples = new ArrayList<>();
        if (!Files.exists(path)) {
            return samples;
        }
        try (DataInputStream in = new DataInputStream(new java.io.BufferedInputStream(Files.newInputStream(path)))) {
            if (in.readLong() != MAGIC || in.readInt() != VERSION) {
                throw new IOException("it is not a history of version " + VERSION);
            }
            readRecords(in, samples);
            records = samples.size();
        } catch (IOException | JacksonException e) {
            setAside(e, samples);
        }
        return samples;
    }

    private void readRecords(DataInputStream in, List<Sample> samples) throws IOException {
        long end = 12;
        while (true) {
            int length;
            int checksum;
            byte[] bytes;
            try {
                length = in.readInt();
                checksum = in.readInt();
                if (length < 1 || length > LONGEST_RECORD) {
                    throw new IOException("a record claims " + length + " bytes");
                }
                bytes = new byte[length];
                in.readFully(bytes);
            } catch (EOFException cutOff) {
                truncate(end);
                return;
            }
            if (checksum != checksum(bytes)) {
                throw new IOException("the checksum of record " + samples.size() + " is wrong");
            }
            samples.add(
                    MAPPER.readValue(new InflaterInputStream(new java.io.ByteArrayInputStream(bytes)), Sample.class));
            end += 8L + length;
        }
    }

    /** Cuts off what a kill left of the last record, so that the next one is found. */
    private void truncate(long end) throws IOException {
        if (Files.size(path) > end) {
            try (var channel = Files.newByteChannel(path, StandardOpenOption.WRITE)) {
                channel.truncate(end);
            }
        }
    }

    private void setAside(Exception damage, List<Sample> readable) {
        Path aside = path.resolveSibling(path.getFileName() + ".damaged");
        LOG.warn("history_damaged file={} aside={} kept={}", path, aside, readable.size(), damage);
        try {
            Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("history_not_set_aside file={}", path, e);
        }
        replace(readable);
    }

    /** Adds a sample at the end. */
    void append(Sample sample) {
        try {
            if (!Files.exists(path)) {
                replace(List.of());
            }
            try (OutputStream out = Files.newOutputStream(path, StandardOpenOption.APPEND)) {
                out.write(record(sample));
            }
            records++;
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("history_not_written file={}", path, e);
        }
    }

    /** Writes a new file in place of the old one. */
    void replace(List<Sample> samples) {
        Path next = path.resolveSibling(path.getFileName() + ".new");
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            try (DataOutputStream out =
                    new DataOutputStream(new java.io.BufferedOutputStream(Files.newOutputStream(next)))) {
                out.writeLong(MAGIC);
                out.writeInt(VERSION);
                for (Sample sample : samples) {
                    out.write(record(sample));
                }
            }
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            records = samples.size();
        } catch (IOException e) {
            LOG.warn("history_not_written file={}", path, e);
        }
    }

    private static byte[] record(Sample sample) throws IOException {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(payload)) {
            deflated.write(MAPPER.writeValueAsBytes(sample));
        }
        byte[] bytes = payload.toByteArray();
        ByteArrayOutputStream record = new ByteArrayOutputStream(bytes.length + 8);
        DataOutputStream out = new DataOutputStream(record);
        out.writeInt(bytes.length);
        out.writeInt(checksum(bytes));
        out.write(bytes);
        return record.toByteArray();
    }

    private static int checksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
