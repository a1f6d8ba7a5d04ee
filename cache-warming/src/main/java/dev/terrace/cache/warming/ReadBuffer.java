package dev.terrace.cache.warming;

import dev.terrace.cache.extension.ReadListener.KeyListener;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The keys that were read in one region since the last drain, as far as they fit.
 *
 * <p>Readers spread over stripes by their thread and write with plain stores: no lock, no atomic step, nothing allocated.
 * Two of them on one stripe may overwrite each other's key, a drain may miss one that is stored just then, and a full
 * stripe drops: what is lost is lost at random, so that the ranking of keys does not suffer. What is stored is never
 * torn, since a slot holds one reference to an immutable string.
 *
 * <p>Readers call {@link #read} from any thread; {@link #drain} and {@link #resize} belong to one thread.
 */
final class ReadBuffer implements KeyListener {

    static final int SMALLEST = 64;
    static final int LARGEST = 1024;

    private final Stripe[] stripes;
    private final int mask;

    /**
     * Makes an empty buffer with stripes of the smallest size.
     *
     * @param stripes a power of two
     */
    ReadBuffer(int stripes) {
        this.stripes = new Stripe[stripes];
        for (int i = 0; i < stripes; i++) {
            this.stripes[i] = new Stripe();
        }
        this.mask = stripes - 1;
    }

    /** Padded, so that threads on different stripes do not share a cache line. */
    @SuppressWarnings({"unused", "UnusedVariable", "MultiVariableDeclaration"})
    private static final class Stripe {
        private long before0, before1, before2, before3, before4, before5, before6;
        private @Nullable String[] slots = new String[SMALLEST];
        private int next;
        private long after0, after1, after2, after3, after4, after5, after6;
    }

    @Override
    public void read(String key) {
        Stripe stripe = stripes[(int) Thread.currentThread().getId() & mask];
        @Nullable String[] slots = stripe.slots;
        int at = stripe.next;
        if (at < slots.length) {
            slots[at] = key;
            stripe.next = at + 1;
        }
    }

    /**
     * What a drain found.
     *
     * @param keys how many
     * @param fill of the fullest stripe, 0 to 1
     */
    record Drained(int keys, double fill) {}

    /**
     * Takes the keys out, stripe by stripe in the order of the reads. Between stripes, and where keys may be missing, the
     * consumer is told null: what follows was not read right after what came before.
     */
    Drained drain(Consumer<@Nullable String> consumer) {
        int keys = 0;
        double fullest = 0;
        for (Stripe stripe : stripes) {
            consumer.accept(null);
            int taken = drain(stripe, consumer);
            keys += taken;
            fullest = Math.max(fullest, (double) taken / stripe.slots.length);
        }
        return new Drained(keys, fullest);
    }

    private static int drain(Stripe stripe, Consumer<@Nullable String> consumer) {
        @Nullable String[] slots = stripe.slots;
        int until = Math.min(stripe.next, slots.length);
        int taken = 0;
        for (int i = 0; i < until; i++) {
            String key = slots[i];
            slots[i] = null;
            if (key != null) {
                consumer.accept(key);
                taken++;
            }
        }
        stripe.next = 0;
        return taken;
    }

    /** Gives each stripe another length, after a drain; what is read just then is lost. */
    void resize(int length) {
        for (Stripe stripe : stripes) {
            if (stripe.slots.length != length) {
                stripe.slots = new String[length];
                stripe.next = 0;
            }
        }
    }

    /** Returns the length of a stripe. */
    int length() {
        return stripes[0].slots.length;
    }
}
