package dev.terrace.cache.redis;

import dev.terrace.cache.redis.RedisException.Kind;
import dev.terrace.cache.redis.Server.Intent;
import dev.terrace.cache.redis.coherence.KeyTag;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.TierKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes that depend on what is stored: one script decides. */
final class Conditional {

    private static final int DONE = 1;
    private static final int DONE_BEFORE = 2;
    private static final int LATE = -1;
    private static final int NO_ROOM = -2;

    private final Parts parts;

    Conditional(Parts parts) {
        this.parts = parts;
    }

    boolean compareAndSet(TierKey key, long expectedTag, @Nullable Entry replacement) {
        if (replacement != null
                && replacement.bytes().length > parts.settings().limits().entryBytes()) {
            throw new RedisException(
                    Kind.OUT_OF_MEMORY,
                    "the entry takes " + replacement.bytes().length + " bytes, more than the maximum of "
                            + parts.settings().limits().entryBytes(),
                    null);
        }
        EntryNames names = parts.namesOf(key);
        int result = run(key, names, expectedTag, replacement);
        if (result == LATE) {
            parts.redis().measureClock(names.entry());
            result = run(key, names, expectedTag, replacement);
        }
        if (result == LATE || result == NO_ROOM) {
            throw new RedisException(
                    result == LATE ? Kind.NOT_SERVING : Kind.OUT_OF_MEMORY,
                    result == LATE ? "the change arrived too late and was not made" : "Redis has no room for the entry",
                    null);
        }
        return result == DONE || result == DONE_BEFORE;
    }

    private int run(TierKey key, EntryNames names, long expectedTag, @Nullable Entry replacement) {
        long tag = replacement == null ? Gate.ABSENT : replacement.tag();
        byte[] latest = parts.latest(names); // may fail, and a message must not be made in vain
        Outgoing message =
                parts.announcer().changed(key.region(), names.generation(), List.of(new KeyTag(key.key(), tag)));
        List<byte[]> arguments = List.of(
                parts.names().channel(),
                message.bytes(),
                latest,
                parts.memoryOfRemovals(),
                Texts.tag(expectedTag),
                replacement == null ? Texts.NONE : replacement.bytes(),
                replacement == null ? Texts.NONE : Texts.expiry(replacement));
        Command command = Command.eval(Script.COMPARE_AND_SET, names.all(), arguments);
        try {
            int result = (int) ServerReply.number(parts.redis().call(Intent.WRITE, command));
            if (result == DONE) {
                parts.window().wrote(key);
            } else {
                message.unsent();
            }
            return result;
        } catch (RedisException e) {
            message.failed(e);
            throw e;
        }
    }
}
