package dev.terrace.cache.disk;

import java.time.InstantSource;
import java.util.function.LongConsumer;

/**
 * What a {@link DiskFile} needs from outside.
 *
 * @param plan all sizes
 * @param clock tells which entries have expired when room is needed
 * @param sideDropped told the number of a side file whose pointer has left the map, under a segment's lock: it must only
 *     take a note
 */
record Surroundings(SizingPlan plan, InstantSource clock, LongConsumer sideDropped) {}
