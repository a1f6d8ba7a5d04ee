package dev.terrace.cache.warming;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How much warming from one source is trusted to pay: the share of a plan that is carried out. It is halved when hardly a
 * key that was brought is read, and doubled when many are; a few keys are always brought, to find out. Safe for use by
 * many threads.
 */
final class Credit {

    /** Below this share of useful keys the plan is halved. */
    static final double WORTHLESS = 0.10;

    /** Above it the plan is doubled. */
    private static final double WORTHY = 0.25;

    private static final int ENOUGH = 50;
    private static final double LEAST = 1.0 / 64;
    private static final int PROBES = 20;

    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private double useful;

    @GuardedBy("lock")
    private double decided;

    @GuardedBy("lock")
    private double share = 1;

    void decided(boolean wasUseful) {
        lock.lock();
        try {
            decided++;
            useful += wasUseful ? 1 : 0;
        } finally {
            lock.unlock();
        }
    }

    /** Judges what is decided since the last judgement, and returns how many of so many keys may be brought. */
    int allowed(int keys) {
        lock.lock();
        try {
            if (decided >= ENOUGH) {
                judge(useful / decided);
            }
            return Math.min(keys, Math.max(PROBES, (int) (keys * share)));
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void judge(double accuracy) {
        if (accuracy < WORTHLESS) {
            share = Math.max(LEAST, share / 2);
        } else if (accuracy > WORTHY) {
            share = Math.min(1, share * 2);
        }
        useful = 0;
        decided = 0;
    }

    /** Returns the share of a plan that is carried out, above 0 up to 1. */
    double share() {
        lock.lock();
        try {
            return share;
        } finally {
            lock.unlock();
        }
    }
}
