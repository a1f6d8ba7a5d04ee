package dev.terrace.cache.redis;

import dev.terrace.cache.redis.RedisKeys.Name;
import dev.terrace.cache.redis.Server.Intent;
import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.Scope;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A walk over entries: a page of keys, their headers, and the removal of those that the visitor gives up. */
final class KeyWalk implements Scan {

    private static final int PAGE = 500;
    private static final int LONGEST_STEP = 1_000;
    private static final byte[] FIRST = {'0'};
    private static final byte[] LAST = Integer.toString(EntryHeader.LAST).getBytes(StandardCharsets.US_ASCII);

    private final Parts parts;
    private final Scope scope;
    private final Runnable checkOpen;
    private final KeyPages pages;
    private final Deque<byte[]> left = new ArrayDeque<>();
    private boolean closed;

    /**
     * Begins a walk.
     *
     * @param checkOpen throws once the tier is closed
     */
    KeyWalk(Parts parts, Scope scope, Runnable checkOpen) {
        this.parts = parts;
        this.scope = scope;
        this.checkOpen = checkOpen;
        this.pages = new KeyPages(parts.redis(), parts.names().entriesOf(scope, null), PAGE);
    }

    @Override
    public boolean step(Visitor visitor) {
        checkOpen.run();
        if (closed) {
            return false;
        }
        if (left.isEmpty() && pages.hasNext()) {
            left.addAll(pages.next().keys());
        }
        List<byte[]> keys = new ArrayList<>();
        while (!left.isEmpty() && keys.size() < LONGEST_STEP) {
            keys.add(left.removeFirst());
        }
        visit(keys, visitor);
        return !left.isEmpty() || pages.hasNext();
    }

    private void visit(List<byte[]> keys, Visitor visitor) {
        List<Command> removals = new ArrayList<>();
        List<byte[]> reachable = keys.stream().filter(this::isReachable).toList();
        List<Command> reads = reachable.stream()
                .map(key -> Command.on(Verb.GETRANGE, key, FIRST, LAST))
                .toList();
        List<@Nullable Object> heads = parts.redis().callAll(Intent.READ, reads);
        for (int i = 0; i < heads.size(); i++) {
            EntryHeader header = header(reachable.get(i), heads.get(i));
            if (header != null && visitor.visit(header) == Verdict.REMOVE) {
                removals.add(
                        Command.eval(Script.REMOVE_IF, List.of(reachable.get(i)), List.of(Texts.tag(header.tag()))));
            }
        }
        parts.redis().callAll(Intent.WRITE, removals);
    }

    /** Entries of another generation are gone, although they are still there. */
    private boolean isReachable(byte[] key) {
        Name name = parts.names().parse(key);
        return name != null
                && scope.matchesKey(name.key())
                && name.generation() == parts.generations().of(name.key().region());
    }

    private @Nullable EntryHeader header(byte[] key, @Nullable Object head) {
        Name name = parts.names().parse(key);
        EntryHeader header = name != null && head instanceof byte[] start ? EntryHeader.parse(name.key(), start) : null;
        Long label = scope.label();
        boolean isInside = header != null && !header.isTombstone() && (label == null || header.hasLabel(label));
        return isInside ? header : null;
    }

    @Override
    public void close() {
        closed = true;
    }
}
