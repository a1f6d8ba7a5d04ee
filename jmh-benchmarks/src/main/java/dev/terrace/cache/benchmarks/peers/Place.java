package dev.terrace.cache.benchmarks.peers;

import java.nio.file.Path;

/**
 * Where a peer keeps its entries.
 *
 * @param folder of its own
 * @param entries that must fit
 * @param redis port of a server on this machine; 0 if there is none
 */
record Place(Path folder, int entries, int redis) {

    String redisUri() {
        return "redis://127.0.0.1:" + redis;
    }
}
