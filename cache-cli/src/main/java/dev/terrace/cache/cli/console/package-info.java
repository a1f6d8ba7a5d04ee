/** What every command needs of its surroundings: output as text or JSON, progress, errors on one line, exit codes. Not for users. */
@NullMarked
package dev.terrace.cache.cli.console;

import org.jspecify.annotations.NullMarked;
