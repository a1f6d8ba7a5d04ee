package dev.terrace.cache.redis.coherence;

import dev.terrace.cache.time.TimeSource;
import java.util.concurrent.CountDownLatch;

/**
 * What the threads of one channel share.
 *
 * @param closed at zero when the channel is closed
 */
record Parts(
        TimeSource time,
        ChannelLink link,
        Publisher publisher,
        ChannelTiming timing,
        Attendance attendance,
        Staleness staleness,
        BarrierBook barriers,
        Markers markers,
        ClockOffset clock,
        Tally tally,
        CountDownLatch closed) {

    static Parts of(TimeSource time, ChannelLink link, Publisher publisher, ChannelTiming timing) {
        return new Parts(
                time,
                link,
                publisher,
                timing,
                new Attendance(
                        publisher.self(),
                        timing.patience().toNanos(),
                        timing.silence().toNanos()),
                new Staleness(time, timing.silence()),
                new BarrierBook(link, publisher),
                new Markers(timing.silence()),
                new ClockOffset(time, link),
                new Tally(),
                new CountDownLatch(1));
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }
}
