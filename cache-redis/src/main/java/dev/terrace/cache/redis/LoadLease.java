package dev.terrace.cache.redis;

import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.SharedTier.LeasedRead;
import dev.terrace.cache.tier.TierKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to load a key and to store what was loaded. Whoever writes or removes the key, and whoever removes many,
 * takes the lease away: a load that began before then cannot store any more.
 */
final class LoadLease {

    private static final Logger LOG = LoggerFactory.getLogger(LoadLease.class);
    private static final Duration LONGEST_RETRY = Duration.ofMillis(50);

    private static final int FOUND = 0;
    private static final int TAKEN = 1;
    private static final int HELD = 2;

    private final Parts parts;
    private final SecureRandom random = new SecureRandom();

    LoadLease(Parts parts) {
        this.parts = parts;
    }

    LeasedRead getOrLease(TierKey key, long replacedTag, Duration length) {
        EntryNames names = parts.namesOf(key);
        long token = newToken();
        List<byte[]> arguments =
                List.of(Texts.tag(replacedTag), Texts.tag(token), Texts.number(Math.max(1, length.toMillis())));
        Object reply = parts.redis().eval(Script.GET_OR_LEASE, List.of(names.entry(), names.lease()), arguments);
        List<?> answer = ServerReply.list(reply);
        return switch ((int) ServerReply.number(answer.get(0))) {
            case FOUND -> found(answer.get(1));
            case TAKEN -> new LeasedRead(null, token, null);
            case HELD -> new LeasedRead(null, 0, retryAfter(ServerReply.number(answer.get(1))));
            default -> new LeasedRead(null, 0, null);
        };
    }

    private long newToken() {
        long token = random.nextLong();
        return token == 0 ? 1 : token;
    }

    private static LeasedRead found(Object bytes) {
        return new LeasedRead(Entry.parse((byte[]) bytes, 0, 0), 0, null);
    }

    private static Duration retryAfter(long leftMillis) {
        return Duration.ofMillis(Math.min(LONGEST_RETRY.toMillis(), Math.max(1, leftMillis)));
    }

    boolean fill(TierKey key, Entry entry, long lease) {
        EntryNames names = parts.namesOf(key);
        if (entry.bytes().length > parts.settings().limits().entryBytes()) {
            release(key, lease);
            return true;
        }
        List<byte[]> arguments = List.of(Texts.tag(lease), entry.bytes(), Texts.expiry(entry));
        Object reply = parts.redis().eval(Script.FILL, List.of(names.entry(), names.lease()), arguments);
        return Objects.equals(reply, 1L);
    }

    void release(TierKey key, long lease) {
        try {
            byte[] name = parts.namesOf(key).lease();
            parts.redis().eval(Script.RELEASE, List.of(name), List.of(Texts.tag(lease)));
        } catch (RuntimeException e) {
            LOG.debug("lease_not_released reason=\"it ends by itself\"", e);
        }
    }
}
