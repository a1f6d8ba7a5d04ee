/**
 * The demo: a shop on a real SQL database, with visitors, and with a cache that can be left aside to see the difference.
 * {@link dev.terrace.cache.demo.Main} is the program, {@code Scene} all that runs in it, {@code Show} what is told of it.
 */
@NullMarked
package dev.terrace.cache.demo;

import org.jspecify.annotations.NullMarked;
