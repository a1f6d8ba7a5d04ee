package dev.terrace.cache.disk;

/** An entry as it lies in the map file: a value and its key. */
interface EntryView extends ValueView {

    /** Returns the length of the key in bytes. */
    int keyLength();

    /** Returns the byte at an offset of the key. */
    byte keyByte(int offset);

    /** Returns a copy of the key. */
    byte[] copyKey();
}
