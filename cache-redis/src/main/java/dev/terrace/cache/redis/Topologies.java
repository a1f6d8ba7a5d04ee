package dev.terrace.cache.redis;

import dev.terrace.cache.tier.TierContext;

/** Makes the topology that the settings ask for. */
final class Topologies {

    private Topologies() {}

    /** Nothing is connected to yet. */
    static Topology of(RedisSettings settings, TierContext context, Recovery recovery) {
        Surroundings surroundings =
                new Surroundings(settings, context, RedisConnection.Opener.forServers(settings), recovery);
        RedisKeys names = new RedisKeys(settings.prefix());
        byte[] probe = names.probe(0);
        return switch (settings.deployment().mode()) {
            case STANDALONE ->
                new Standalone(new Server(settings.deployment().nodes().get(0), probe, surroundings));
            case SENTINEL -> new SentinelTopology(surroundings, probe);
            case CLUSTER -> new ClusterTopology(surroundings, names);
        };
    }
}
