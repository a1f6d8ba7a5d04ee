package dev.terrace.cache.disk;

import dev.terrace.cache.testkit.Entries;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.PutResult;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.time.SystemTime;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A program that writes until it is killed. Each of its threads puts the versions of a few keys in turn, and tells on
 * standard output how far it has come.
 */
final class KilledWriter {

    static final long BUDGET = 64L << 20;
    static final int THREADS = 2;
    static final int KEYS = 400;
    private static final int TELL_EVERY = 50;
    private static final int LARGE_EVERY = 97;

    private KilledWriter() {}

    /** Takes the folder and, for each thread, the version to begin with. */
    public static void main(String[] arguments) {
        DiskTier tier = DiskTier.at(Path.of(arguments[0])).maximumBytes(BUDGET);
        tier.start(new TierContext(new SystemTime(), Runnable::run));
        for (int thread = 0; thread < THREADS; thread++) {
            int own = thread;
            long first = Long.parseLong(arguments[1 + thread]);
            new Thread(() -> write(tier, own, first)).start();
        }
    }

    private static void write(DiskTier tier, int thread, long first) {
        for (long version = first; ; version++) {
            put(tier, key(thread, version), version);
            if (version % LARGE_EVERY == 0) {
                put(tier, largeKey(thread, version), version);
            }
            if (version % TELL_EVERY == 0) {
                System.out.println(thread + " " + version);
            }
        }
    }

    private static void put(DiskTier tier, TierKey key, long version) {
        PutResult result = tier.put(key, entry(key, version), Gate.OPEN);
        if (result != PutResult.STORED) {
            System.out.println("refused " + key);
        }
    }

    static TierKey key(int thread, long version) {
        return new TierKey("small", thread + "-" + version % KEYS);
    }

    static TierKey largeKey(int thread, long version) {
        return new TierKey("large", thread + "-" + version % 3);
    }

    /** Returns the one entry that a key has in a version. */
    static Entry entry(TierKey key, long version) {
        int length = key.region().equals("large") ? 400_000 : (int) (version * 37 % 3_000);
        byte[] payload = TestDisk.bytes(key.hashCode(), (int) version, length);
        return new Entries(new SystemTime())
                .of(key)
                .tag(version + 1)
                .forever()
                .payload(payload)
                .build();
    }

    /** Returns whether an entry that was read is what was written under its key in some version. */
    static boolean isRight(TierKey key, Entry read) {
        Entry written = entry(key, read.tag() - 1);
        return read.verify(key.utf8())
                && Arrays.equals(
                        read.bytes(),
                        read.payloadOffset(),
                        read.bytes().length,
                        written.bytes(),
                        written.payloadOffset(),
                        written.bytes().length);
    }
}
