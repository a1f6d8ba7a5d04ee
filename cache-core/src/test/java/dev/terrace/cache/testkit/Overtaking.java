package dev.terrace.cache.testkit;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Plays one change of a key that tries to come between the question to a gate (or a visitor) and the change that waits
 * for the answer. Where the tier asks inside its atomic step, the second change has to wait for the first; where it
 * does not, the second is over before the first goes on, every time and not once in a million.
 *
 * @param <T> what the second change returns
 */
final class Overtaking<T> {

    /** How long the first change leaves room at most, in looks of a millisecond. */
    private static final int LOOKS = 200;

    /** The second change is taken to wait for the first when this many looks in a row find its thread waiting. */
    private static final int WAITING_LOOKS = 20;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch overtaken = new CountDownLatch(1);
    private final Running<T> second;

    /** Prepares the second change; it begins when {@link #leaveRoom} is first called. */
    Overtaking(Callable<T> second) {
        this.second = ConcurrentRun.start(() -> {
            asked.await();
            try {
                return second.call();
            } finally {
                overtaken.countDown();
            }
        });
    }

    /** Called inside the atomic step of the first change, once its answer is decided. */
    void leaveRoom() {
        asked.countDown();
        try {
            int waiting = 0;
            for (int look = 0; look < LOOKS && waiting < WAITING_LOOKS; look++) {
                if (overtaken.await(1, TimeUnit.MILLISECONDS)) {
                    return;
                }
                waiting = second.thread().getState() == Thread.State.RUNNABLE ? 0 : waiting + 1;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the second change. */
    T result() {
        asked.countDown();
        return second.result();
    }
}
