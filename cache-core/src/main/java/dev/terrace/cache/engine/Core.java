package dev.terrace.cache.engine;

import dev.terrace.cache.time.TimeSource;

/**
 * What all regions of a manager share.
 *
 * @param time clock and timer
 * @param workers runs what may block
 * @param tags makes tags
 * @param epochs the epoch
 * @param pending the writes under way
 * @param waits who waits for which load
 * @param events tells the listeners
 * @param removals remembers what removed a key
 */
record Core(
        TimeSource time,
        Workers workers,
        Tags tags,
        Epochs epochs,
        PendingWrites pending,
        WaitGraph waits,
        Events events,
        RemovalLog removals) {}
