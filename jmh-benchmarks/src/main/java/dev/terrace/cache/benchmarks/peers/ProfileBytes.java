package dev.terrace.cache.benchmarks.peers;

import dev.terrace.cache.benchmarks.disk.Profile;
import dev.terrace.cache.codec.Codec;
import dev.terrace.cache.codec.Codecs;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.dataformat.smile.SmileMapper;

/** The codec that every peer uses below memory, which is also the usual one of Terrace: Jackson's Smile. */
final class ProfileBytes {

    private static final ObjectWriter WRITER = SmileMapper.shared().writerFor(Profile.class);
    private static final Codec<Profile> READER = Codecs.smile().codec(Profile.class);

    private ProfileBytes() {}

    static byte[] encode(Profile value) {
        return WRITER.writeValueAsBytes(value);
    }

    static @Nullable Profile decode(byte @Nullable [] bytes) {
        return bytes == null ? null : decode(bytes, 0);
    }

    static Profile decode(byte[] bytes, int offset) {
        return READER.decode(bytes, offset, bytes.length - offset);
    }
}
