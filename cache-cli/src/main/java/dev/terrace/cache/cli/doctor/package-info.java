/** The command that looks for what would go wrong: JVM, folder, Redis, a round trip through each tier. Not for users. */
@NullMarked
package dev.terrace.cache.cli.doctor;

import org.jspecify.annotations.NullMarked;
