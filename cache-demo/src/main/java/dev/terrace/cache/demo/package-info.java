/**
 * The demo: the same load of slow SQL queries without and with a cache in front, side by side. {@link
 * dev.terrace.cache.demo.Main} is the program, {@code Demo} the job that it runs.
 */
@NullMarked
package dev.terrace.cache.demo;

import org.jspecify.annotations.NullMarked;
