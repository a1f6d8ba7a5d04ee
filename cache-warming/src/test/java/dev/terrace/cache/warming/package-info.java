/** Tests of warming; the traces they replay are generated from seeds. */
@NullMarked
package dev.terrace.cache.warming;

import org.jspecify.annotations.NullMarked;
