package dev.terrace.cache.engine;

import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.Scan.Verdict;
import dev.terrace.cache.tier.TierKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Walks several sources of keys one after the other, opening each only when the one before is at its end. */
final class KeyCursor implements Iterator<TierKey>, AutoCloseable {

    private final Deque<Source> sources;
    private @Nullable Iterator<TierKey> current;
    private @Nullable Source open;
    private @Nullable TierKey next;

    KeyCursor(List<Source> sources) {
        this.sources = new ArrayDeque<>(sources);
    }

    /** Somewhere keys come from. */
    interface Source {

        /** Begins the walk. */
        Iterator<TierKey> open();

        /** Says whether a key that the walk came to is to be listed. */
        boolean lists(TierKey key);

        /** Ends the walk. */
        void close();
    }

    @Override
    public boolean hasNext() {
        while (next == null && advance()) {
            TierKey key = current == null ? null : current.next();
            next = key != null && open != null && open.lists(key) ? key : null;
        }
        return next != null;
    }

    /** Returns true if the current source has a key to offer. */
    private boolean advance() {
        while (current == null || !current.hasNext()) {
            close();
            open = sources.poll();
            if (open == null) {
                return false;
            }
            current = open.open();
        }
        return true;
    }

    @Override
    public TierKey next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException("no more keys");
        }
        TierKey key = next;
        next = null;
        return key;
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
        }
        open = null;
        current = null;
    }

    /** A source made of an iterator. */
    static Source of(Supplier<Iterator<TierKey>> keys, Predicate<TierKey> listed) {
        return new Source() {
            @Override
            public Iterator<TierKey> open() {
                return keys.get();
            }

            @Override
            public boolean lists(TierKey key) {
                return listed.test(key);
            }

            @Override
            public void close() {}
        };
    }

    /** A source that walks a tier, holding one step of the scan at a time. */
    static final class Pages implements Source, Iterator<TierKey> {

        private final Supplier<Scan> begin;
        private final Predicate<TierKey> listed;
        private final Consumer<RuntimeException> failed;
        private final Deque<TierKey> page = new ArrayDeque<>();
        private @Nullable Scan scan;
        private boolean more = true;

        /**
         * Makes a source.
         *
         * @param failed hears of what the tier throws; the walk of this tier then ends
         */
        Pages(Supplier<Scan> begin, Predicate<TierKey> listed, Consumer<RuntimeException> failed) {
            this.begin = begin;
            this.listed = listed;
            this.failed = failed;
        }

        @Override
        public Iterator<TierKey> open() {
            try {
                scan = begin.get();
            } catch (RuntimeException e) {
                failed.accept(e);
            }
            return this;
        }

        @Override
        public boolean lists(TierKey key) {
            return listed.test(key);
        }

        @Override
        public boolean hasNext() {
            while (page.isEmpty() && more && scan != null) {
                more = step(scan);
            }
            return !page.isEmpty();
        }

        private boolean step(Scan walk) {
            try {
                return walk.step(entry -> {
                    page.add(entry.key());
                    return Verdict.KEEP;
                });
            } catch (RuntimeException e) {
                failed.accept(e);
                return false;
            }
        }

        @Override
        public TierKey next() {
            return page.remove();
        }

        @Override
        public void close() {
            if (scan != null) {
                scan.close();
            }
        }
    }
}
