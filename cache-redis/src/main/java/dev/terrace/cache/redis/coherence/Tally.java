package dev.terrace.cache.redis.coherence;

import java.util.concurrent.atomic.LongAdder;

/** What the channel has counted. Safe for use by many threads. */
final class Tally {

    final LongAdder messages = new LongAdder();
    final LongAdder ignored = new LongAdder();
    final LongAdder losses = new LongAdder();
    final LongAdder subscriptions = new LongAdder();
    final LongAdder takenOver = new LongAdder();
}
