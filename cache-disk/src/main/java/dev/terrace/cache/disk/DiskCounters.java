package dev.terrace.cache.disk;

import java.util.concurrent.atomic.LongAdder;

/** What happened in a {@link DiskFile} since it was opened. Any thread. */
final class DiskCounters {

    /** Entries in the file. */
    final LongAdder entries = new LongAdder();
    /** Bytes taken by entries in the segments that were walked or written since opening. */
    final LongAdder usedBytes = new LongAdder();
    /** Bytes written by puts. */
    final LongAdder writtenBytes = new LongAdder();
    /** Entries that went for room. */
    final LongAdder evictions = new LongAdder();
    /** Expired entries that a sweep for room removed. */
    final LongAdder expired = new LongAdder();
    /** Expired entries that the background sweep removed. */
    final LongAdder swept = new LongAdder();
    /** When the entries die that are in segments walked or written since opening. */
    final Expiries expiries = new Expiries();
    /** Entries whose checksum was wrong. */
    final LongAdder corrupt = new LongAdder();
    /** Sweeps for room. */
    final LongAdder sweeps = new LongAdder();
    /** Sweeps that found no better way than to empty a whole segment. */
    final LongAdder clearedSegments = new LongAdder();
}
