package dev.terrace.cache.redis;

import org.jspecify.annotations.Nullable;

/**
 * All settings of a Redis tier; immutable. Shows no secrets.
 *
 * @param deployment what is connected to
 * @param login for the servers
 * @param sentinelLogin for the sentinels
 * @param tls null for connections without TLS
 * @param database 0 to 15 as a rule; always 0 in a cluster
 * @param prefix put before every key
 * @param limits how much of everything
 * @param timing how long things last between nodes
 * @param foreignWriters true if changes by other programs are to be noticed
 */
record RedisSettings(
        Deployment deployment,
        Login login,
        Login sentinelLogin,
        @Nullable Tls tls,
        int database,
        String prefix,
        Limits limits,
        Timing timing,
        boolean foreignWriters) {

    static final String PREFIX = "terrace";

    private static final int HIGHEST_DATABASE = 1_000_000;
    private static final int LONGEST_PREFIX = 64;

    RedisSettings {
        Limits.check("database", database, 0, HIGHEST_DATABASE);
        if (database != 0 && deployment.mode() == Deployment.Mode.CLUSTER) {
            throw new IllegalArgumentException("database must be 0 in a cluster but was " + database
                    + "; leave it out and use a prefix to share the cluster");
        }
        if (!prefix.matches("[A-Za-z0-9.:_-]{1," + LONGEST_PREFIX + "}")) {
            throw new IllegalArgumentException("prefix must be 1 to " + LONGEST_PREFIX
                    + " letters, digits, dots, colons, dashes and underscores but was \"" + prefix
                    + "\"; pass for example \"app1\"");
        }
    }

    static RedisSettings of(Deployment deployment) {
        return new RedisSettings(
                deployment, Login.NONE, Login.NONE, null, 0, PREFIX, Limits.STANDARD, Timing.STANDARD, false);
    }

    RedisSettings withLogin(Login other) {
        return new RedisSettings(
                deployment, other, sentinelLogin, tls, database, prefix, limits, timing, foreignWriters);
    }

    RedisSettings withSentinelLogin(Login other) {
        return new RedisSettings(deployment, login, other, tls, database, prefix, limits, timing, foreignWriters);
    }

    RedisSettings withTls(@Nullable Tls other) {
        return new RedisSettings(
                deployment, login, sentinelLogin, other, database, prefix, limits, timing, foreignWriters);
    }

    RedisSettings withDatabase(int other) {
        return new RedisSettings(deployment, login, sentinelLogin, tls, other, prefix, limits, timing, foreignWriters);
    }

    RedisSettings withPrefix(String other) {
        return new RedisSettings(
                deployment, login, sentinelLogin, tls, database, other, limits, timing, foreignWriters);
    }

    RedisSettings withLimits(Limits other) {
        return new RedisSettings(
                deployment, login, sentinelLogin, tls, database, prefix, other, timing, foreignWriters);
    }

    RedisSettings withTiming(Timing other) {
        return new RedisSettings(
                deployment, login, sentinelLogin, tls, database, prefix, limits, other, foreignWriters);
    }

    RedisSettings withForeignWriters(boolean noticed) {
        return new RedisSettings(deployment, login, sentinelLogin, tls, database, prefix, limits, timing, noticed);
    }
}
