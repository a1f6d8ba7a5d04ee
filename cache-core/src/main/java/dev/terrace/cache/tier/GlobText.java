package dev.terrace.cache.tier;

/**
 * How a matcher reads code points from a text of type {@code T} without copying it or allocating a wrapper.
 *
 * <p>A byte that starts no well-formed UTF-8 sequence is a character of its own, {@link #MALFORMED} plus its value,
 * which equals no literal and lies in no set.
 */
interface GlobText<T> {
    int MALFORMED = Character.MAX_CODE_POINT + 1;

    GlobText<CharSequence> CHARS = new GlobText<>() {
        @Override
        public int codePointAt(CharSequence text, int index, int end) {
            return Character.codePointAt(text, index);
        }

        @Override
        public int width(int codePoint) {
            return Character.charCount(codePoint);
        }
    };

    GlobText<byte[]> BYTES = (Utf8<byte[]>) (bytes, index) -> bytes[index];

    GlobText<ByteAt> VIEW = (Utf8<ByteAt>) ByteAt::at;

    /** Returns the code point that starts at {@code index}, which is less than {@code end}. */
    int codePointAt(T text, int index, int end);

    /** Returns how many units (chars or bytes) a code point that was read from this text takes. */
    int width(int codePoint);

    /** UTF-8 as in RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF. */
    interface Utf8<T> extends GlobText<T> {
        byte at(T text, int index);

        @Override
        default int codePointAt(T text, int index, int end) {
            int lead = at(text, index);
            if (lead >= 0) {
                return lead;
            }
            int width = (lead & 0xE0) == 0xC0 ? 2 : (lead & 0xF0) == 0xE0 ? 3 : (lead & 0xF8) == 0xF0 ? 4 : 1;
            if (width == 1 || width > end - index) {
                return MALFORMED + (lead & 0xFF);
            }
            int codePoint = lead & (0x7F >>> width);
            for (int i = 1; i < width; i++) {
                int next = at(text, index + i);
                if ((next & 0xC0) != 0x80) {
                    return MALFORMED + (lead & 0xFF);
                }
                codePoint = (codePoint << 6) | (next & 0x3F);
            }
            boolean wellFormed = width(codePoint) == width
                    && (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE);
            return wellFormed && codePoint < MALFORMED ? codePoint : MALFORMED + (lead & 0xFF);
        }

        @Override
        default int width(int codePoint) {
            if (codePoint < 0x80 || codePoint >= MALFORMED) {
                return 1;
            }
            return codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
        }
    }
}
