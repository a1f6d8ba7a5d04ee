package dev.terrace.cache.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Values too large for the map, one file each, named by a growing number in hexadecimal. The map holds a pointer to
 * each, and the pointer is the entry: what has no pointer is an orphan and is collected.
 *
 * <pre>
 *  0  magic "TSF1"
 *  4  CRC32C over everything from byte 8
 *  8  number of the file
 * 16  length of the key, then length of the value, four bytes each
 * 24  the key, then the value
 * </pre>
 *
 * <p>A file is written under a temporary name, forced and moved, so a number names a whole file or none. Files together
 * never take more than their share of the budget, counted in blocks of 4 KiB; the oldest make room. Any thread; methods
 * do I/O except {@link #drop}.
 */
final class SideFiles {

    private static final int MAGIC = 0x31465354; // "TSF1", little-endian
    private static final int HEADER = 24;
    private static final int BLOCK = 4096;
    private static final int HEX = 16;

    private final Path directory;
    private final long budgetBytes;
    private final AtomicLong nextNumber = new AtomicLong(1);
    private final AtomicLong usedBytes = new AtomicLong();
    private final ConcurrentSkipListMap<Long, Long> sizes = new ConcurrentSkipListMap<>();
    private final Queue<Long> dropped = new ConcurrentLinkedQueue<>();

    private SideFiles(Path directory, long budgetBytes) {
        this.directory = directory;
        this.budgetBytes = budgetBytes;
    }

    /** Opens the directory, deletes what was being written when the last user ended, and counts the rest. */
    static SideFiles open(Path directory, long budgetBytes) throws IOException {
        Files.createDirectories(directory);
        SideFiles files = new SideFiles(directory, budgetBytes);
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory)) {
            for (Path file : found) {
                files.adopt(file);
            }
        }
        files.makeRoom(0);
        return files;
    }

    /** Returns whether a value of this length can be taken at all. */
    boolean takes(long keyLength, long valueLength) {
        return valueLength <= SizingPlan.LARGEST_SIDE_VALUE && onDisk(HEADER + keyLength + valueLength) <= budgetBytes;
    }

    /**
     * Writes a value and returns its number; the oldest files go when there is no room.
     *
     * @throws IOException when the value {@linkplain #takes cannot be taken} or the disk does not take it; nothing is
     *     left behind
     */
    long write(byte[] key, byte[] value) throws IOException {
        long size = onDisk(HEADER + (long) key.length + value.length);
        if (!takes(key.length, value.length)) {
            throw new IOException("a value of " + value.length + " bytes does not fit into the " + budgetBytes
                    + " bytes for large values");
        }
        long number = nextNumber.getAndIncrement();
        usedBytes.addAndGet(size);
        try {
            makeRoom(number);
            FolderFiles.replace(file(number), header(number, key, value), ByteBuffer.wrap(key), ByteBuffer.wrap(value));
        } catch (IOException | RuntimeException failure) {
            usedBytes.addAndGet(-size);
            throw failure;
        }
        sizes.put(number, size);
        return number;
    }

    /** Returns the value, or null when the file is gone or is not what {@link #write} wrote for this key. */
    byte @Nullable [] read(long number, byte[] key) throws IOException {
        Path file = file(number);
        if (!sizes.containsKey(number) || !Files.isRegularFile(file)) {
            return null;
        }
        byte[] bytes = OwnThread.call("terrace-disk-read", () -> Files.readAllBytes(file));
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < HEADER
                || header.getInt(0) != MAGIC
                || header.getInt(4) != check(bytes)
                || header.getLong(8) != number
                || !holdsKey(bytes, header.getInt(16), key)) {
            return null;
        }
        return Arrays.copyOfRange(bytes, HEADER + key.length, bytes.length);
    }

    /** Notes that the pointer to a file is gone; {@link #collect} deletes it. Neither blocks nor throws. */
    void drop(long number) {
        dropped.add(number);
    }

    /** Deletes the dropped files and returns how many. */
    int collect() throws IOException {
        int count = 0;
        for (Long number = dropped.poll(); number != null; number = dropped.poll()) {
            count += delete(number) ? 1 : 0;
        }
        return count;
    }

    /** Returns the number that the next file will have; older ones without a pointer are orphans. */
    long nextNumber() {
        return nextNumber.get();
    }

    /**
     * Deletes the files below {@code below} that nothing points at, and returns how many.
     *
     * @param below a {@link #nextNumber()} taken before the pointers were gathered and while no put was between its file
     *     and its pointer
     */
    int collectOrphans(long below, LongPredicate pointedAt) throws IOException {
        int count = 0;
        for (Long number : sizes.headMap(below).keySet()) {
            if (!pointedAt.test(number)) {
                count += delete(number) ? 1 : 0;
            }
        }
        return count;
    }

    /** Returns the bytes on disk, in whole blocks. */
    long usedBytes() {
        return usedBytes.get();
    }

    int count() {
        return sizes.size();
    }

    private void adopt(Path file) throws IOException {
        long number = number(file.getFileName().toString());
        if (number <= 0 || !Files.isRegularFile(file)) {
            if (Files.isRegularFile(file)) {
                Files.delete(file);
            }
            return;
        }
        long size = onDisk(Files.size(file));
        sizes.put(number, size);
        usedBytes.addAndGet(size);
        nextNumber.accumulateAndGet(number + 1, Math::max);
    }

    private void makeRoom(long below) throws IOException {
        collect();
        Iterator<Map.Entry<Long, Long>> oldest = sizes.entrySet().iterator();
        while (usedBytes.get() > budgetBytes && oldest.hasNext()) {
            delete(oldest.next().getKey());
        }
        if (usedBytes.get() > budgetBytes) {
            throw new IOException("other large values being written take all of the " + budgetBytes
                    + " bytes for them; number " + below + " was refused");
        }
    }

    private boolean delete(long number) throws IOException {
        Long size = sizes.remove(number);
        if (size == null) {
            return false;
        }
        Files.deleteIfExists(file(number));
        usedBytes.addAndGet(-size);
        return true;
    }

    private Path file(long number) {
        return directory.resolve(String.format("%016x", number));
    }

    /** Returns 0 for a name that is no number of ours, such as one of a file being written. */
    private static long number(String name) {
        try {
            return name.length() == HEX ? Long.parseLong(name, HEX) : 0;
        } catch (NumberFormatException foreign) {
            return 0;
        }
    }

    private static long onDisk(long length) {
        return (length + BLOCK - 1) / BLOCK * BLOCK;
    }

    private static ByteBuffer header(long number, byte[] key, byte[] value) {
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(MAGIC).putInt(0).putLong(number).putInt(key.length).putInt(value.length);
        CRC32C crc = new CRC32C();
        crc.update(header.array(), 8, HEADER - 8);
        crc.update(key);
        crc.update(value);
        return header.putInt(4, (int) crc.getValue()).flip();
    }

    private static int check(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 8, bytes.length - 8);
        return (int) crc.getValue();
    }

    private static boolean holdsKey(byte[] bytes, int keyLength, byte[] key) {
        return keyLength == key.length
                && bytes.length - HEADER >= keyLength
                && Arrays.equals(bytes, HEADER, HEADER + keyLength, key, 0, keyLength);
    }
}
