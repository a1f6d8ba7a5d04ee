package dev.terrace.cache.redis;

import dev.terrace.cache.tier.CoherenceChannel;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.Gauges;
import dev.terrace.cache.tier.PutResult;
import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.SharedTier;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.tier.TierSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Entries in Redis, shared by any number of processes, each of which hears of what the others change.
 *
 * <pre>{@code
 * CacheManager.builder().tier(RedisTier.at("redis://localhost:6379").prefix("shop")).build();
 * }</pre>
 *
 * <p>Redis 6.2 or later, alone, watched by Sentinel, or a cluster. Nothing waits for it: a manager starts although
 * Redis is down, and while it is out of reach every call fails at once, which costs the cache's callers a miss.
 *
 * <p>The methods that set something return a tier of their own that is not started; start one of them. Any thread. Each
 * call is one round trip to each server that it concerns, and throws {@link
 * dev.terrace.cache.tier.TierUnavailableException} within a few times the timeout if that fails.
 */
public final class RedisTier implements SharedTier, Gauges {

    private static final String NAME = "redis";

    private final RedisSettings settings;
    private volatile @Nullable Session session;
    private volatile boolean closed;

    RedisTier(RedisSettings settings) {
        this.settings = settings;
    }

    /**
     * Describes a tier on one server.
     *
     * @param url {@code redis://host:port}, or {@code rediss://} for TLS; also with {@code user:password@} before the
     *     host, percent-encoded, and {@code /database} behind the port
     * @throws IllegalArgumentException if it is not of this form; the message does not show the password
     */
    public static RedisTier at(String url) {
        return new RedisTier(RedisUrl.parse(
                Objects.requireNonNull(url, "url must not be null; pass for example \"redis://localhost:6379\"")));
    }

    /**
     * Describes a tier on servers that Sentinel watches.
     *
     * @param masterName the name under which the sentinels know the servers
     * @param sentinels {@code host:port} of some of them, better of all
     */
    public static RedisTier sentinel(String masterName, String... sentinels) {
        return new RedisTier(RedisSettings.of(new Deployment(
                Deployment.Mode.SENTINEL, RedisUrl.nodes(HostPort.SENTINEL_PORT, sentinels), masterName)));
    }

    /**
     * Describes a tier on a cluster.
     *
     * @param nodes {@code host:port} of some of its servers; the others are found
     */
    public static RedisTier cluster(String... nodes) {
        return new RedisTier(RedisSettings.of(
                new Deployment(Deployment.Mode.CLUSTER, RedisUrl.nodes(HostPort.REDIS_PORT, nodes), "")));
    }

    /**
     * Returns a tier that logs in.
     *
     * @param user name of an ACL user; null for the default user
     * @param password shown nowhere
     */
    public RedisTier login(@Nullable String user, String password) {
        return new RedisTier(settings.withLogin(new Login(user, secret(password))));
    }

    /**
     * Returns a tier that logs in to the sentinels, which have users of their own.
     *
     * @param user name of an ACL user; null for the default user
     * @param password shown nowhere
     */
    public RedisTier sentinelLogin(@Nullable String user, String password) {
        return new RedisTier(settings.withSentinelLogin(new Login(user, secret(password))));
    }

    private static Secret secret(String password) {
        return new Secret(
                Objects.requireNonNull(password, "password must not be null; leave the login out if there is none"));
    }

    /** Returns a tier that uses TLS and trusts what the JVM trusts. Certificate and host name are checked. */
    public RedisTier tls() {
        return new RedisTier(settings.withTls(Tls.SYSTEM));
    }

    /**
     * Returns a tier that uses TLS and trusts the certificates of a key store, such as {@code keytool} makes.
     * Certificate and host name are checked.
     *
     * @param password of the store; null if it has none
     */
    public RedisTier tls(Path trustStore, @Nullable String password) {
        return new RedisTier(settings.withTls(new Tls(trustStore, password == null ? null : new Secret(password))));
    }

    /**
     * Returns a tier that uses another database of the server than the first.
     *
     * @param number zero, the default, or more
     */
    public RedisTier database(int number) {
        return new RedisTier(settings.withDatabase(number));
    }

    /**
     * Returns a tier whose keys begin with this, so that several applications can share a Redis. Nodes with the same
     * prefix share their entries.
     *
     * @param text 1 to 64 letters, digits, dots, colons, dashes and underscores; {@code terrace} unless set
     */
    public RedisTier prefix(String text) {
        return new RedisTier(settings.withPrefix(
                Objects.requireNonNull(text, "prefix must not be null; leave it out for \"terrace\"")));
    }

    /**
     * Returns a tier that waits so long for a connection to be made, and for each answer.
     *
     * @param limit 1 ms to 60 s; 250 ms unless set
     */
    public RedisTier timeout(Duration limit) {
        return new RedisTier(settings.withLimits(settings.limits().withTimeout(limit)));
    }

    /**
     * Returns a tier with so many connections to each server, and one more for messages.
     *
     * @param maximum 1 to 10,000; 16 unless set
     * @param patience how long a call waits for a free one, zero to 60 s; 50 ms unless set
     */
    public RedisTier connections(int maximum, Duration patience) {
        return new RedisTier(
                settings.withLimits(settings.limits().withConnections(maximum).withPatience(patience)));
    }

    /**
     * Returns a tier that refuses longer entries.
     *
     * @param bytes header and encoded value, 1 KiB to 128 MiB; 8 MiB unless set
     */
    public RedisTier maximumEntryBytes(int bytes) {
        return new RedisTier(settings.withLimits(settings.limits().withEntryBytes(bytes)));
    }

    /**
     * Returns a tier that reads and writes batches in commands of so many keys.
     *
     * @param keys 1 to 10,000; 256 unless set
     */
    public RedisTier batchSize(int keys) {
        return new RedisTier(settings.withLimits(settings.limits().withChunk(keys)));
    }

    /**
     * Returns a tier that gives and expects signs of life on the channel. All nodes must use the same times.
     *
     * @param pause time between two signs of life; 500 ms unless set
     * @param silence how long nothing may be heard before messages count as lost, at least two pauses; 2 s unless set
     */
    public RedisTier heartbeat(Duration pause, Duration silence) {
        return new RedisTier(settings.withTiming(settings.timing().withHeartbeat(pause, silence)));
    }

    /**
     * Returns a tier that stores a write that waited through an outage only if it is younger than this, and removes its
     * key otherwise. All nodes must use the same time.
     *
     * @param delay 10 ms to an hour; 30 s unless set
     */
    public RedisTier maxDelay(Duration delay) {
        return new RedisTier(settings.withTiming(settings.timing().withMaxDelay(delay)));
    }

    /**
     * Returns a tier that takes back what it wrote within this time when another server takes over, which may lack it.
     *
     * @param window zero to an hour; 10 s unless set
     */
    public RedisTier failoverWindow(Duration window) {
        return new RedisTier(settings.withTiming(settings.timing().withFailoverWindow(window)));
    }

    /**
     * Returns a tier that also notices what other programs change, remove or let expire among its entries. Costs one
     * connection to each server, and a read of the entry's header after every change, whoever made it. The user needs
     * the right to {@code CLIENT ID} and {@code CLIENT TRACKING}.
     */
    public RedisTier foreignWriters() {
        return new RedisTier(settings.withForeignWriters(true));
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Begins to connect, in the background. Never waits for Redis, and never fails because of it. */
    @Override
    public synchronized void start(TierContext context) {
        if (session != null || closed) {
            throw new IllegalStateException("the redis tier was started before; make a new one with RedisTier.at(...)");
        }
        session = new Session(settings, context);
    }

    @Override
    public CoherenceChannel coherence() {
        return started().coherence();
    }

    @Override
    public @Nullable Entry get(TierKey key) {
        return this.<@Nullable Entry>call(now -> now.storage().get(key));
    }

    @Override
    public Map<TierKey, Entry> getAll(Collection<TierKey> keys) {
        return call(now -> now.storage().getAll(keys));
    }

    @Override
    public Map<TierKey, Long> tags(Collection<TierKey> keys) {
        return call(now -> now.storage().tags(keys));
    }

    @Override
    public PutResult put(TierKey key, Entry entry, Gate gate) {
        return call(now -> now.storage().put(key, entry, gate));
    }

    @Override
    public boolean remove(TierKey key, Gate gate) {
        return call(now -> now.storage().remove(key, gate));
    }

    @Override
    public WriteResult write(SharedWrite write) {
        return call(now -> now.writes().write(write));
    }

    @Override
    public List<WriteResult> writeAll(List<SharedWrite> writes) {
        return call(now -> now.writes().writeAll(writes));
    }

    @Override
    public boolean compareAndSet(TierKey key, long expectedTag, @Nullable Entry replacement) {
        return call(now -> now.conditional().compareAndSet(key, expectedTag, replacement));
    }

    @Override
    public LeasedRead getOrLease(TierKey key, long replacedTag, Duration lease) {
        return call(now -> now.leases().getOrLease(key, replacedTag, lease));
    }

    @Override
    public boolean fill(TierKey key, Entry entry, long lease) {
        return call(now -> now.leases().fill(key, entry, lease));
    }

    @Override
    public List<LeasedRead> getOrLeaseAll(List<LeaseWish> wishes, Duration lease) {
        return call(now -> now.leases().getOrLeaseAll(wishes, lease));
    }

    @Override
    public List<Boolean> fillAll(List<LeasedFill> fills) {
        return call(now -> now.leases().fillAll(fills));
    }

    @Override
    public void release(TierKey key, long lease) {
        started().leases().release(key, lease);
    }

    @Override
    public long sweep(Scope scope, BooleanSupplier goOn) {
        return call(now -> now.sweep().run(scope, goOn));
    }

    @Override
    public Scan scan(Scope scope) {
        return call(now -> now.scan(scope));
    }

    /** Estimates the size from a sample: a few round trips, whatever the number of keys. */
    @Override
    public TierSize size() {
        return call(now -> now.sizes().estimate());
    }

    @Override
    public Map<String, Double> gauges() {
        return started().gauges();
    }

    private <T extends @Nullable Object> T call(Function<Session, T> operation) {
        Session now = started();
        now.checkOpen();
        try {
            return operation.apply(now);
        } catch (RedisException e) {
            now.checkOpen();
            throw e.asUnavailable();
        }
    }

    private Session started() {
        Session now = session;
        if (now == null) {
            throw new IllegalStateException(
                    "the redis tier was not started; pass it to CacheManager.builder().tier(...)");
        }
        return now;
    }

    @Override
    public synchronized void close() {
        Session ending = session;
        if (ending != null && !closed) {
            ending.close();
        }
        closed = true;
    }

    /** Shows where, never who. */
    @Override
    public String toString() {
        return "RedisTier" + settings.deployment().nodes() + "[prefix=" + settings.prefix() + "]";
    }
}
