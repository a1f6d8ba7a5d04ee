package dev.terrace.cache.redis;

import dev.terrace.cache.redis.RedisKeys.Name;
import dev.terrace.cache.redis.Server.Intent;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.TierKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Removes every entry of a scope: pages of SCAN and UNLINK on each server. Whole regions get a new generation first, so
 * that nothing old can be reached, or arrive, any more; for other scopes leases are taken away before entries, so that
 * no load that has begun can store behind the walk.
 */
final class Sweep {

    private static final byte[] FIRST = {'0'};
    private static final byte[] LAST = Integer.toString(EntryHeader.LAST).getBytes(StandardCharsets.US_ASCII);

    private final Parts parts;
    private final BarrierTimes barriers;

    Sweep(Parts parts, BarrierTimes barriers) {
        this.parts = parts;
        this.barriers = barriers;
    }

    /** Returns how many live entries were removed; stops between pages when it may not go on. */
    long run(Scope scope, BooleanSupplier goOn) {
        boolean isRenewed = prepare(scope);
        Predicate<Name> mine = isRenewed ? name -> isLeft(scope, name) : name -> scope.matchesKey(name.key());
        unlink(parts.names().leasesOf(scope, null), mine, goOn);
        return sweep(scope, mine, goOn);
    }

    /** Returns true if everything in the scope has got a new generation. A full server takes neither note nor table. */
    private boolean prepare(Scope scope) {
        try {
            barriers.note(scope);
            if (scope.isWhole()) {
                renew(scope);
            }
            return scope.isWhole();
        } catch (RedisException e) {
            if (e.kind() == RedisException.Kind.OUT_OF_MEMORY) {
                return false;
            }
            throw e;
        }
    }

    private void renew(Scope scope) {
        String region = scope.region();
        if (region != null) {
            parts.generations().renew(region);
            return;
        }
        parts.generations().table().keySet().forEach(parts.generations()::renew);
    }

    private boolean isLeft(Scope scope, Name name) {
        TierKey key = name.key();
        return scope.reaches(key.region()) && parts.generations().of(key.region()) != name.generation();
    }

    private void unlink(byte[] pattern, Predicate<Name> mine, BooleanSupplier goOn) {
        KeyPages pages = new KeyPages(parts.redis(), pattern, KeyPages.PAGE);
        while (pages.hasNext() && goOn.getAsBoolean()) {
            KeyPages.Page page = pages.next();
            List<Command> removals = page.keys().stream()
                    .filter(key -> matches(key, mine))
                    .map(key -> Command.on(Verb.UNLINK, key))
                    .toList();
            page.run(Intent.WRITE, removals);
        }
    }

    private boolean matches(byte[] key, Predicate<Name> mine) {
        Name name = parts.names().parse(key);
        return name != null && mine.test(name);
    }

    private long sweep(Scope scope, Predicate<Name> mine, BooleanSupplier goOn) {
        KeyPages pages = new KeyPages(parts.redis(), parts.names().entriesOf(scope, null), KeyPages.PAGE);
        long removed = 0;
        while (pages.hasNext() && goOn.getAsBoolean()) {
            removed += sweep(scope, pages.next(), mine);
        }
        return removed;
    }

    /** One round trip if labels do not matter: the header tells only whether the entry counts. */
    private long sweep(Scope scope, KeyPages.Page page, Predicate<Name> mine) {
        List<byte[]> keys =
                page.keys().stream().filter(key -> matches(key, mine)).toList();
        List<@Nullable EntryHeader> heads = new ArrayList<>();
        List<Command> commands = new ArrayList<>();
        boolean byLabel = scope.label() != null;
        for (byte[] key : keys) {
            commands.add(Command.on(Verb.GETRANGE, key, FIRST, LAST));
            if (!byLabel) {
                commands.add(Command.on(Verb.UNLINK, key));
            }
        }
        List<@Nullable Object> replies = page.run(Intent.WRITE, commands);
        int step = byLabel ? 1 : 2;
        for (int i = 0; i < keys.size(); i++) {
            heads.add(header(keys.get(i), replies.get(step * i)));
        }
        return byLabel ? unlinkLabelled(scope, page, keys, heads) : count(heads, replies);
    }

    private @Nullable EntryHeader header(byte[] key, @Nullable Object start) {
        Name name = parts.names().parse(key);
        return name != null && start instanceof byte[] bytes ? EntryHeader.parse(name.key(), bytes) : null;
    }

    private long count(List<@Nullable EntryHeader> heads, List<@Nullable Object> replies) {
        long live = 0;
        for (int i = 0; i < heads.size(); i++) {
            live += isLive(heads.get(i)) && Long.valueOf(1).equals(replies.get(2 * i + 1)) ? 1 : 0;
        }
        return live;
    }

    private long unlinkLabelled(Scope scope, KeyPages.Page page, List<byte[]> keys, List<@Nullable EntryHeader> heads) {
        long label = java.util.Objects.requireNonNull(scope.label());
        List<Command> removals = new ArrayList<>();
        List<EntryHeader> labelled = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            EntryHeader head = heads.get(i);
            if (head != null && head.hasLabel(label)) {
                labelled.add(head);
                removals.add(Command.on(Verb.UNLINK, keys.get(i)));
            }
        }
        List<@Nullable Object> replies = page.run(Intent.WRITE, removals);
        long live = 0;
        for (int i = 0; i < labelled.size(); i++) {
            live += isLive(labelled.get(i)) && Long.valueOf(1).equals(replies.get(i)) ? 1 : 0;
        }
        return live;
    }

    private boolean isLive(@Nullable EntryHeader head) {
        return head != null && !head.isTombstone() && head.expiresAt() > parts.redisMillis();
    }
}
