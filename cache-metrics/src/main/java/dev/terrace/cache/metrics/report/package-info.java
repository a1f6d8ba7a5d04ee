/** What was, what is and what to change, for somebody who never saw the library: Markdown and one page of HTML. */
@NullMarked
package dev.terrace.cache.metrics.report;

import org.jspecify.annotations.NullMarked;
