package dev.terrace.cache.redis.coherence;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a subscription up, for as long as the channel is open: the body of the thread that listens. */
final class Listener implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final ChannelLink link;
    private final Intake intake;
    private final CountDownLatch closed;

    Listener(ChannelLink link, Intake intake, CountDownLatch closed) {
        this.link = link;
        this.intake = intake;
        this.closed = closed;
    }

    @Override
    public void run() {
        Duration pause = FIRST_PAUSE;
        do {
            boolean wasConfirmed = listen();
            pause = wasConfirmed ? FIRST_PAUSE : longer(pause);
        } while (!isClosedWithin(pause));
    }

    /** Returns true if the subscription was confirmed before it ended. */
    private boolean listen() {
        String reason = "subscription ended";
        try {
            link.listen(intake);
        } catch (RuntimeException e) {
            reason = String.valueOf(e.getMessage());
            LOG.debug("subscription_ended", e);
        }
        boolean wasConfirmed = intake.isConfirmed();
        if (closed.getCount() > 0) {
            intake.ended(reason);
        }
        return wasConfirmed;
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    /** Waits between half of the pause and all of it, so that nodes do not come back all at once. */
    private boolean isClosedWithin(Duration pause) {
        long nanos = pause.toNanos();
        try {
            return closed.await(ThreadLocalRandom.current().nextLong(nanos / 2, nanos), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
