/**
 * The live event stream: one snapshot each second, made once for all who listen, and not at all while nobody does. {@link
 * dev.terrace.cache.server.live.LiveFeed} is the door.
 */
@NullMarked
package dev.terrace.cache.server.live;

import org.jspecify.annotations.NullMarked;
