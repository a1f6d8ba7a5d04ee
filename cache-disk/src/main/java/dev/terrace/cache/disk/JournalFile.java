package dev.terrace.cache.disk;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.terrace.cache.tier.Journal;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal: one file that only grows, until it is written anew without what is settled.
 *
 * <pre>
 *  0  "TJ01"
 *     then records:
 *     0  length of the body, four bytes big-endian
 *     4  CRC32C of those four bytes
 *     8  CRC32C of the body
 *    12  the body, see {@link JournalRecords}
 * </pre>
 *
 * <p>A record is handed to the operating system by one write before {@code append} returns, so it survives the kill of
 * the process, though not the loss of power. A kill may leave the beginning of a last record, which nobody was told of;
 * it is cut off. Anything else that cannot be read means that records are missing: then {@link #isComplete} is false,
 * and what came before is kept. File and copy together stay inside the budget: when what is not settled takes more than
 * half, {@code append} refuses.
 *
 * <p>Any thread; one lock, held across the write, because the order in the file is the order of the calls. A plain
 * file is used rather than a channel, which an interrupt of the caller would close.
 */
final class JournalFile implements Journal, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JournalFile.class);
    private static final int MAGIC = 0x544A3031; // "TJ01"
    private static final int HEAD = Integer.BYTES;
    private static final int RECORD_HEAD = 3 * Integer.BYTES;
    private static final int TIDY_BYTES = 16 << 10;

    private final Path path;
    private final long budgetBytes;
    private final boolean complete;

    @GuardedBy("this")
    private final TreeMap<Long, List<Span>> unsettled = new TreeMap<>();

    @GuardedBy("this")
    private @Nullable RandomAccessFile file;

    @GuardedBy("this")
    private long length;

    @GuardedBy("this")
    private long liveBytes;

    /** Opens what is there, or begins; never fails because of old content. */
    @SuppressWarnings("GuardedBy") // nobody else has it yet
    JournalFile(Path path, long budgetBytes) {
        this.path = path;
        this.budgetBytes = budgetBytes;
        boolean whole = false;
        try {
            whole = read();
            if (!whole) {
                LOG.warn("journal_incomplete file={} kept_records={}", path, unsettled.size());
                rewrite();
            }
        } catch (IOException | RuntimeException failure) {
            whole = false;
            LOG.warn("journal_unavailable file={}", path, failure);
            closeFile();
        }
        complete = whole;
    }

    @Override
    public synchronized void append(Item item) {
        byte[] record = record(JournalRecords.of(item));
        try {
            requireRoom(record.length);
            Span span = write(record);
            keep(item.position(), span);
        } catch (IOException failure) {
            throw new UncheckedIOException("the journal " + path + " took no record", failure);
        }
    }

    /** A settlement that cannot be written costs a needless replay after a kill, so it does not fail. */
    @Override
    public synchronized void settle(long position) {
        List<Span> gone = unsettled.remove(position);
        if (gone == null) {
            return;
        }
        gone.forEach(span -> liveBytes -= span.length());
        try {
            if (unsettled.isEmpty() && length > TIDY_BYTES) {
                empty();
                return;
            }
            byte[] record = record(JournalRecords.settled(position));
            requireRoom(record.length);
            write(record);
        } catch (IOException failure) {
            LOG.warn("journal_settle_failed file={}", path, failure);
        }
    }

    @Override
    public synchronized List<Item> unsettled() {
        List<Item> items = new ArrayList<>();
        try {
            for (List<Span> spans : unsettled.values()) {
                for (Span span : spans) {
                    items.add(JournalRecords.item(body(span)));
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("the journal " + path + " could not be read", failure);
        }
        return items;
    }

    @Override
    public boolean isComplete() {
        return complete;
    }

    /** Returns the length of the file. */
    synchronized long length() {
        return length;
    }

    synchronized int records() {
        return unsettled.size();
    }

    @Override
    public synchronized void close() {
        closeFile();
    }

    @GuardedBy("this")
    private void closeFile() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException failure) {
            LOG.warn("journal_close_failed file={}", path, failure);
        }
        file = null;
    }

    /** Reads the file and returns whether nothing is missing in it. */
    @GuardedBy("this")
    private boolean read() throws IOException {
        RandomAccessFile opened = new RandomAccessFile(path.toFile(), "rw");
        file = opened;
        long end = opened.length();
        if (end < HEAD) {
            opened.setLength(0);
            opened.write(ByteBuffer.allocate(HEAD).putInt(MAGIC).array());
            length = HEAD;
            return true;
        }
        opened.seek(0);
        length = HEAD;
        if (opened.readInt() != MAGIC) {
            return false;
        }
        while (end - length >= RECORD_HEAD) {
            int body = bodyLength(opened);
            if (body < 0) {
                return false;
            }
            if (end - length - RECORD_HEAD < body) {
                break; // was being written at a kill
            }
            if (!accept(new Span(length, RECORD_HEAD + body))) {
                return false;
            }
            length += RECORD_HEAD + body;
        }
        opened.setLength(length);
        return true;
    }

    @GuardedBy("this")
    private int bodyLength(RandomAccessFile opened) throws IOException {
        opened.seek(length);
        int body = opened.readInt();
        boolean right = opened.readInt()
                == check(ByteBuffer.allocate(Integer.BYTES).putInt(body).array());
        return right && body > Long.BYTES ? body : -1;
    }

    @GuardedBy("this")
    private boolean accept(Span span) {
        try {
            byte[] body = body(span);
            long position = JournalRecords.position(body);
            if (JournalRecords.isSettled(body)) {
                List<Span> gone = unsettled.remove(position);
                liveBytes -=
                        gone == null ? 0 : gone.stream().mapToLong(Span::length).sum();
            } else {
                JournalRecords.item(body);
                keep(position, span);
            }
            return true;
        } catch (IOException | IllegalArgumentException unreadable) {
            return false;
        }
    }

    @GuardedBy("this")
    private void keep(long position, Span span) {
        unsettled.computeIfAbsent(position, none -> new ArrayList<>(1)).add(span);
        liveBytes += span.length();
    }

    @GuardedBy("this")
    private void requireRoom(int record) throws IOException {
        if (length + liveBytes + record <= budgetBytes - HEAD) {
            return;
        }
        if (2 * liveBytes + record > budgetBytes - 2 * HEAD) {
            throw new IOException("what is not settled takes " + liveBytes + " bytes, and the journal may have "
                    + budgetBytes + " for itself and a copy; raise maximumBytes of the disk tier");
        }
        rewrite();
    }

    /** Copies what is not settled to a new file and moves it into place. */
    @GuardedBy("this")
    private void rewrite() throws IOException {
        Path copy = path.resolveSibling(path.getFileName() + ".tmp");
        TreeMap<Long, List<Span>> moved = new TreeMap<>();
        long at = HEAD;
        try (RandomAccessFile out = new RandomAccessFile(copy.toFile(), "rw")) {
            out.setLength(0);
            out.write(ByteBuffer.allocate(HEAD).putInt(MAGIC).array());
            for (var records : unsettled.entrySet()) {
                List<Span> spans = new ArrayList<>();
                for (Span span : records.getValue()) {
                    byte[] record = record(body(span));
                    out.write(record);
                    spans.add(new Span(at, record.length));
                    at += record.length;
                }
                moved.put(records.getKey(), spans);
            }
            out.getFD().sync();
        } catch (IOException failure) {
            Files.deleteIfExists(copy);
            throw failure;
        }
        Files.move(copy, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        closeFile();
        file = new RandomAccessFile(path.toFile(), "rw");
        unsettled.clear();
        unsettled.putAll(moved);
        length = at;
        liveBytes = at - HEAD;
    }

    @GuardedBy("this")
    private void empty() throws IOException {
        open().setLength(HEAD);
        length = HEAD;
        liveBytes = 0;
    }

    @GuardedBy("this")
    private Span write(byte[] record) throws IOException {
        RandomAccessFile out = open();
        out.seek(length);
        try {
            out.write(record);
        } catch (IOException full) {
            out.setLength(length); // half a record would hide those behind it
            throw full;
        }
        Span span = new Span(length, record.length);
        length += record.length;
        return span;
    }

    @GuardedBy("this")
    private byte[] body(Span span) throws IOException {
        RandomAccessFile in = open();
        in.seek(span.offset() + 2 * Integer.BYTES);
        int check = in.readInt();
        byte[] body = new byte[span.length() - RECORD_HEAD];
        in.readFully(body);
        if (check != check(body)) {
            throw new EOFException("a record at " + span.offset() + " has a wrong checksum");
        }
        return body;
    }

    @GuardedBy("this")
    private RandomAccessFile open() throws IOException {
        if (file == null) {
            throw new IOException("the journal is not open");
        }
        return file;
    }

    private static byte[] record(byte[] body) {
        ByteBuffer record = ByteBuffer.allocate(RECORD_HEAD + body.length).putInt(body.length);
        record.putInt(
                check(ByteBuffer.allocate(Integer.BYTES).putInt(body.length).array()));
        return record.putInt(check(body)).put(body).array();
    }

    private static int check(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /** Where a record lies, its head included. */
    private record Span(long offset, int length) {}
}
