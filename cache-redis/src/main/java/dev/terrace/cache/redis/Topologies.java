package dev.terrace.cache.redis;

import dev.terrace.cache.tier.TierContext;

/** Makes the topology that the settings ask for. */
final class Topologies {

    private Topologies() {}

    /** Nothing is connected to yet. */
    static Topology of(RedisSettings settings, TierContext context, Recovery recovery) {
        Surroundings surroundings =
                new Surroundings(settings, context, RedisConnection.Opener.forServers(settings), recovery);
        byte[] probe = new RedisKeys(settings.prefix()).probe("any", 0);
        return switch (settings.deployment().mode()) {
            case STANDALONE ->
                new Standalone(new Server(settings.deployment().nodes().get(0), probe, surroundings));
            case SENTINEL, CLUSTER -> throw new UnsupportedOperationException();
        };
    }
}
