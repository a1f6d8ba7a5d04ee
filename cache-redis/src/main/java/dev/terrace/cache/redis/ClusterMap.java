package dev.terrace.cache.redis;

import java.util.ArrayList;
import java.util.List;

/** Reads which master holds which slots. */
final class ClusterMap {

    private ClusterMap() {}

    /** Slots one after the other on one master. */
    record Range(int first, int last, HostPort master) {

        Range {
            if (first < 0 || last < first || last >= Slots.COUNT) {
                throw new IllegalArgumentException("no range of slots: " + first + " to " + last);
            }
        }
    }

    /**
     * Asks a node of the cluster for the map.
     *
     * @throws RedisException if it does not answer or is no cluster
     */
    static List<Range> read(RedisConnection connection, HostPort asked) {
        List<Range> ranges = new ArrayList<>();
        for (Object line : ServerReply.list(connection.call(Verb.CLUSTER, RedisKeys.bytes("SLOTS")))) {
            List<?> parts = ServerReply.list(line);
            if (parts.size() > 2) {
                ranges.add(new Range(
                        (int) ServerReply.number(parts.get(0)),
                        (int) ServerReply.number(parts.get(1)),
                        address(ServerReply.list(parts.get(2)), asked)));
            }
        }
        return ranges;
    }

    /** A node that does not know its own name leaves it empty. */
    private static HostPort address(List<?> node, HostPort asked) {
        String host = node.get(0) == null ? "" : ServerReply.text(node.get(0));
        boolean unknown = host.isEmpty() || host.equals("?");
        return new HostPort(unknown ? asked.host() : host, (int) ServerReply.number(node.get(1)));
    }
}
