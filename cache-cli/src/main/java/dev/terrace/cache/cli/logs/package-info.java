/** Where the program logs to: warnings to the console, and, of a server, files that roll. Not for users. */
@NullMarked
package dev.terrace.cache.cli.logs;

import org.jspecify.annotations.NullMarked;
