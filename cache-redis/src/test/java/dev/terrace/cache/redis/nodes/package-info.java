/** Several nodes on one Redis: what each reads is judged by the order in which Redis announced the writes. */
@NullMarked
package dev.terrace.cache.redis.nodes;

import org.jspecify.annotations.NullMarked;
