package dev.terrace.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class FencesTest {
    private final Fences fences = new Fences();

    @Test
    void raiseChangesTheFenceOfItsKey() {
        long before = fences.read("key".hashCode());
        fences.raise("key".hashCode());
        assertThat(fences.read("key".hashCode())).isGreaterThan(before);
    }

    @Test
    void keysThatCountUpOrDifferInHighBitsDoNotShareCounters() {
        for (int step : new int[] {1, 2, 16, 4096, 1 << 16, 1 << 20}) {
            assertThat(countersTouched(step)).as("hashes %d apart", step).isGreaterThan(500);
        }
    }

    /** Counts, among 1,024 hashes, those whose fence was still untouched when their turn came. */
    private static int countersTouched(int step) {
        Fences fresh = new Fences();
        int untouched = 0;
        for (int i = 0; i < 1024; i++) {
            untouched += fresh.read(i * step) == 0 ? 1 : 0;
            fresh.raise(i * step);
        }
        return untouched;
    }

    @Test
    void stringKeysSpreadOverMostCounters() {
        Set<Integer> slots = new HashSet<>();
        for (int i = 0; i < 8192; i++) {
            String key = "user:" + i;
            if (fences.read(key.hashCode()) == 0) {
                slots.add(i);
            }
            fences.raise(key.hashCode());
        }
        // Random hashing would touch 4096 * (1 - e^-2) = 3,542.
        assertThat(slots).hasSizeGreaterThan(3000);
    }

    @Test
    void aKeyIsBeingDroppedFromTheBeginningOfADropToItsEnd() {
        assertThat(fences.isDropping(7)).isFalse();
        fences.beginDrop(7);
        assertThat(fences.isDropping(7)).isTrue();
        fences.raise(7);
        assertThat(fences.isDropping(7)).isTrue();
        fences.endDrop(7);
        assertThat(fences.isDropping(7)).isFalse();
    }

    @Test
    void aKeyIsBeingDroppedUntilTheLastOfItsDropsHasEnded() {
        fences.beginDrop(7);
        fences.beginDrop(7);
        fences.endDrop(7);
        assertThat(fences.isDropping(7)).isTrue();
        fences.endDrop(7);
        assertThat(fences.isDropping(7)).isFalse();
    }

    @Test
    void raisesAloneAreNoDrop() {
        for (int i = 0; i < 100; i++) {
            fences.raise(7);
            assertThat(fences.isDropping(7)).isFalse();
        }
    }

    @Test
    void theFenceMovesAtTheBeginningOfADropAndAtItsEnd() {
        long before = fences.read(7);
        fences.beginDrop(7);
        long amid = fences.read(7);
        fences.endDrop(7);
        assertThat(amid).isGreaterThan(before);
        assertThat(fences.read(7)).isGreaterThan(amid);
    }

    @Test
    void noRaiseIsLostAmongThreads() throws InterruptedException {
        int threads = 4;
        int raises = 20_000;
        fences.raise(7);
        long oneRaise = fences.read(7);
        CountDownLatch start = new CountDownLatch(1);
        Thread[] running = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            running[i] = new Thread(() -> {
                awaitQuietly(start);
                for (int n = 0; n < raises; n++) {
                    fences.raise(7);
                }
            });
            running[i].start();
        }
        start.countDown();
        for (Thread thread : running) {
            thread.join();
        }
        assertThat(fences.read(7)).isEqualTo(oneRaise * (1 + threads * raises));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
