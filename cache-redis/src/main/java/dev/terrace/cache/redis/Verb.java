package dev.terrace.cache.redis;

/** The commands in use: all of them known to Redis 6.2, and all but CLIENT, which is optional, allowed everywhere. */
enum Verb {
    ASKING,
    CLIENT,
    CLUSTER,
    DBSIZE,
    EVAL,
    EVALSHA,
    GET,
    GETRANGE,
    HDEL,
    HGETALL,
    HKEYS,
    HSET,
    INFO,
    MGET,
    PUBLISH,
    RANDOMKEY,
    SCAN,
    SENTINEL,
    SET,
    STRLEN,
    SUBSCRIBE,
    TIME,
    UNLINK
}
