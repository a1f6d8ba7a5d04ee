package dev.terrace.cache.redis;

/**
 * The slot of a key in a cluster: CRC-16/XMODEM of what stands in its first braces, modulo 16,384, as the Redis Cluster
 * Specification says.
 */
final class Slots {

    static final int COUNT = 16_384;

    private static final int POLYNOMIAL = 0x1021;
    private static final int[] TABLE = table();

    private Slots() {}

    private static int[] table() {
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int crc = i << 8;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                crc = (crc & 0x8000) == 0 ? crc << 1 : (crc << 1) ^ POLYNOMIAL;
            }
            table[i] = crc & 0xffff;
        }
        return table;
    }

    /** Returns the slot of a key. */
    static int of(byte[] key) {
        int from = 0;
        int to = key.length;
        int opening = indexOf(key, (byte) '{', 0);
        int closing = opening < 0 ? -1 : indexOf(key, (byte) '}', opening + 1);
        if (closing > opening + 1) {
            from = opening + 1;
            to = closing;
        }
        int crc = 0;
        for (int i = from; i < to; i++) {
            crc = ((crc << 8) ^ TABLE[((crc >>> 8) ^ key[i]) & 0xff]) & 0xffff;
        }
        return crc % COUNT;
    }

    private static int indexOf(byte[] key, byte wanted, int from) {
        for (int i = from; i < key.length; i++) {
            if (key[i] == wanted) {
                return i;
            }
        }
        return -1;
    }
}
