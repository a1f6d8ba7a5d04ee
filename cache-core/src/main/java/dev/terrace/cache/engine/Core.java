package dev.terrace.cache.engine;

import dev.terrace.cache.time.TimeSource;

/**
 * What all regions of a manager share.
 *
 * @param time clock and timer
 * @param workers runs what may block
 * @param tags makes tags
 * @param positions orders the writes and barriers of this node
 * @param fences the fences of all keys
 * @param epochs the epoch
 * @param pending the writes under way
 * @param grace lets sweeps wait for steps under way
 * @param waits who waits for which load
 * @param events tells the listeners
 * @param removals remembers what removed a key
 * @param local the tiers of this process, for changes that come from elsewhere
 */
record Core(
        TimeSource time,
        Workers workers,
        Tags tags,
        Positions positions,
        Fences fences,
        Epochs epochs,
        PendingWrites pending,
        GracePeriods grace,
        WaitGraph waits,
        Events events,
        RemovalLog removals,
        LocalTiers local) {

    /**
     * The process was restored from a snapshot. Several may begin at the same one: each needs tags of its own. And
     * messages were missed meanwhile, however little time its own clock says has passed.
     */
    void restored() {
        tags.renew();
        epochs.raise();
    }
}
