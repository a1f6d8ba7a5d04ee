/**
 * The peers, one small adapter each, configured as their own documents advise, and what they are asked to do. A peer that
 * cannot do something says so.
 */
@NullMarked
package dev.terrace.cache.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
