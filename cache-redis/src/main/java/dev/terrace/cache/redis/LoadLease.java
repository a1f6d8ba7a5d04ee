package dev.terrace.cache.redis;

import dev.terrace.cache.redis.Server.Intent;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.SharedTier.LeaseWish;
import dev.terrace.cache.tier.SharedTier.LeasedFill;
import dev.terrace.cache.tier.SharedTier.LeasedRead;
import dev.terrace.cache.tier.TierKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
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
        long token = newToken();
        Object reply = parts.redis().call(Intent.WRITE, getOrLease(new LeaseWish(key, replacedTag), token, length));
        return read(reply, token);
    }

    /** One round trip for each batch; if one key is refused an answer, the leases of the others are given back. */
    List<LeasedRead> getOrLeaseAll(List<LeaseWish> wishes, Duration length) {
        List<LeasedRead> answers = new ArrayList<>(wishes.size());
        try {
            for (List<LeaseWish> chunk : chunks(wishes)) {
                getOrLeaseChunk(chunk, length, answers);
            }
        } catch (RedisException e) {
            giveBack(wishes, answers);
            throw e;
        }
        return answers;
    }

    private void getOrLeaseChunk(List<LeaseWish> wishes, Duration length, List<LeasedRead> answers) {
        List<Long> tokens = wishes.stream().map(wish -> newToken()).toList();
        List<Command> commands = new ArrayList<>(wishes.size());
        for (int i = 0; i < wishes.size(); i++) {
            commands.add(getOrLease(wishes.get(i), tokens.get(i), length));
        }
        List<@Nullable Object> replies = parts.redis().callAll(Intent.WRITE, commands);
        RedisException failure = null;
        for (int i = 0; i < replies.size(); i++) {
            if (replies.get(i) instanceof RedisException e) {
                failure = e;
                answers.add(new LeasedRead(null, 0, null));
            } else {
                answers.add(read(replies.get(i), tokens.get(i)));
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void giveBack(List<LeaseWish> wishes, List<LeasedRead> answers) {
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i).lease() != 0) {
                release(wishes.get(i).key(), answers.get(i).lease());
            }
        }
    }

    private Command getOrLease(LeaseWish wish, long token, Duration length) {
        EntryNames names = parts.namesOf(wish.key());
        List<byte[]> arguments =
                List.of(Texts.tag(wish.replacedTag()), Texts.tag(token), Texts.number(Math.max(1, length.toMillis())));
        return Command.eval(Script.GET_OR_LEASE, List.of(names.entry(), names.lease()), arguments);
    }

    private static LeasedRead read(@Nullable Object reply, long token) {
        List<?> answer = ServerReply.list(reply);
        return switch ((int) ServerReply.number(answer.get(0))) {
            case FOUND -> found(answer.get(1));
            case TAKEN -> new LeasedRead(null, token, null);
            case HELD -> new LeasedRead(null, 0, retryAfter(ServerReply.number(answer.get(1))));
            default -> new LeasedRead(null, 0, null);
        };
    }

    private <T> List<List<T>> chunks(List<T> all) {
        int length = parts.settings().limits().chunk();
        List<List<T>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += length) {
            chunks.add(all.subList(from, Math.min(all.size(), from + length)));
        }
        return chunks;
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
        LeasedFill fill = new LeasedFill(key, entry, lease);
        if (isTooLarge(fill)) {
            release(key, lease);
            return true;
        }
        return Objects.equals(parts.redis().call(Intent.WRITE, fill(fill)), 1L);
    }

    /** One round trip for each batch; an entry that is too large counts as stored, as one that is evicted at once. */
    List<Boolean> fillAll(List<LeasedFill> fills) {
        List<Boolean> answers = new ArrayList<>(fills.size());
        for (List<LeasedFill> chunk : chunks(fills)) {
            fillChunk(chunk, answers);
        }
        return answers;
    }

    private void fillChunk(List<LeasedFill> fills, List<Boolean> answers) {
        List<Command> commands = new ArrayList<>(fills.size());
        fills.forEach(fill -> commands.add(isTooLarge(fill) ? release(fill) : fill(fill)));
        List<@Nullable Object> replies = parts.redis().callAll(Intent.WRITE, commands);
        for (int i = 0; i < replies.size(); i++) {
            boolean isTooLarge = isTooLarge(fills.get(i));
            if (!isTooLarge && replies.get(i) instanceof RedisException e) {
                throw e;
            }
            answers.add(isTooLarge || Objects.equals(replies.get(i), 1L));
        }
    }

    private boolean isTooLarge(LeasedFill fill) {
        return fill.entry().bytes().length > parts.settings().limits().entryBytes();
    }

    private Command fill(LeasedFill fill) {
        EntryNames names = parts.namesOf(fill.key());
        List<byte[]> arguments = List.of(Texts.tag(fill.lease()), fill.entry().bytes(), Texts.expiry(fill.entry()));
        return Command.eval(Script.FILL, List.of(names.entry(), names.lease()), arguments);
    }

    private Command release(LeasedFill fill) {
        byte[] name = parts.namesOf(fill.key()).lease();
        return Command.eval(Script.RELEASE, List.of(name), List.of(Texts.tag(fill.lease())));
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
