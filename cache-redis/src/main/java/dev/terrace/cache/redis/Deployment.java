package dev.terrace.cache.redis;

import java.util.List;

/**
 * What kind of Redis there is and where it is asked for.
 *
 * @param mode one server, servers watched by Sentinel, or a cluster
 * @param nodes the server; the sentinels; some nodes of the cluster
 * @param masterName the name under which Sentinel knows the servers; empty for the other kinds
 */
record Deployment(Mode mode, List<HostPort> nodes, String masterName) {

    /** The kinds of Redis. */
    enum Mode {
        STANDALONE,
        SENTINEL,
        CLUSTER
    }

    Deployment {
        nodes = List.copyOf(nodes);
        if (nodes.isEmpty() || (mode == Mode.STANDALONE && nodes.size() != 1)) {
            throw new IllegalArgumentException((mode == Mode.STANDALONE ? "exactly one node" : "at least one node")
                    + " must be given but there were " + nodes.size() + "; pass host:port"
                    + (mode == Mode.STANDALONE ? ", or use the mode sentinel or cluster" : ", separated by commas"));
        }
        if ((mode == Mode.SENTINEL) != !masterName.isEmpty()) {
            throw new IllegalArgumentException(
                    "a master name must be given for Sentinel and for nothing else but was \"" + masterName
                            + "\"; pass the name after \"sentinel monitor\" in the sentinels' configuration");
        }
    }

    static Deployment standalone(HostPort server) {
        return new Deployment(Mode.STANDALONE, List.of(server), "");
    }
}
