/**
 * How values become the bytes of an entry and back: codecs, compression, encryption.
 *
 * <p>{@link dev.terrace.cache.codec.Codecs} has the built-in codecs, {@link dev.terrace.cache.codec.CodecProvider} is
 * what another one implements, and {@link dev.terrace.cache.codec.EntryCodec} is what the engine calls.
 */
@NullMarked
package dev.terrace.cache.codec;

import org.jspecify.annotations.NullMarked;
