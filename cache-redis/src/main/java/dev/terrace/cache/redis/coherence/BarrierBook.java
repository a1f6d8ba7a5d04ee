package dev.terrace.cache.redis.coherence;

import dev.terrace.cache.redis.coherence.MessageFormat.ListedBarrier;
import dev.terrace.cache.tier.CoherenceChannel.Phase;
import dev.terrace.cache.tier.CoherenceChannel.Receiver;
import dev.terrace.cache.tier.Scope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The barriers that are not swept: those that this node has told its receiver of, and those of its own that it must end.
 * A barrier is listed in Redis before it is announced, and taken from the list after its end is announced; so one whose
 * messages were missed is found there, and so is one whose owner died.
 *
 * <p>The first part is for the thread that listens, the second is synchronized.
 */
final class BarrierBook {

    private final ChannelLink link;
    private final Publisher publisher;
    private final Map<BarrierId, Scope> told = new HashMap<>();
    private final Map<Scope, Deque<BarrierId>> own = new HashMap<>();

    BarrierBook(ChannelLink link, Publisher publisher) {
        this.link = link;
        this.publisher = publisher;
    }

    /** A message about a barrier has come. */
    void heard(BarrierId id, Scope scope, Phase phase, Receiver receiver) {
        if (phase == Phase.RAISED) {
            if (told.putIfAbsent(id, scope) == null) {
                receiver.barrier(scope, phase);
            }
        } else {
            told.remove(id);
            receiver.barrier(scope, phase);
        }
    }

    /** Messages may have been missed: Redis says which barriers are active. */
    void reconcile(List<ListedBarrier> active, Receiver receiver) {
        Map<BarrierId, Scope> listed = new HashMap<>();
        active.forEach(barrier -> listed.put(barrier.id(), barrier.scope()));
        listed.forEach((id, scope) -> heard(id, scope, Phase.RAISED, receiver));
        for (Map.Entry<BarrierId, Scope> known : List.copyOf(told.entrySet())) {
            if (!listed.containsKey(known.getKey())) {
                heard(known.getKey(), known.getValue(), Phase.SWEPT, receiver);
            }
        }
    }

    /** Returns what Redis lists. */
    List<ListedBarrier> listed() {
        return read(link.listed());
    }

    /** Reads a list; what is no barrier of ours is left out. */
    static List<ListedBarrier> read(List<byte[]> listed) {
        List<ListedBarrier> barriers = new ArrayList<>();
        for (byte[] bytes : listed) {
            ListedBarrier barrier = MessageFormat.readListed(bytes);
            if (barrier != null) {
                barriers.add(barrier);
            }
        }
        return barriers;
    }

    /** Lists a barrier of this node and tells everybody. */
    void raise(Scope scope) {
        BarrierId id = new BarrierId(publisher.self(), publisher.token());
        link.list(MessageFormat.writeListed(id, scope));
        add(id, scope);
        publish(id, scope, Phase.RAISED);
    }

    private synchronized void add(BarrierId id, Scope scope) {
        own.computeIfAbsent(scope, s -> new ArrayDeque<>()).add(id);
    }

    /** Tells everybody that a barrier of this node is swept. */
    void sweptOwn(Scope scope) {
        BarrierId id = oldest(scope);
        if (id == null) {
            // Its beginning could not be announced: nobody holds it, but everybody must drop what it covers.
            publish(new BarrierId(publisher.self(), publisher.token()), scope, Phase.SWEPT);
            return;
        }
        end(id, scope);
        forget(id, scope);
    }

    private synchronized @Nullable BarrierId oldest(Scope scope) {
        Deque<BarrierId> ids = own.get(scope);
        return ids == null ? null : ids.peek();
    }

    private synchronized void forget(BarrierId id, Scope scope) {
        Deque<BarrierId> ids = own.get(scope);
        if (ids != null) {
            ids.remove(id);
            if (ids.isEmpty()) {
                own.remove(scope);
            }
        }
    }

    private void end(BarrierId id, Scope scope) {
        publish(id, scope, Phase.SWEPT);
        link.unlist(MessageFormat.writeListed(id, scope));
    }

    private void publish(BarrierId id, Scope scope, Phase phase) {
        link.publish(publisher.barrier(publisher.next(), phase, id, scope));
    }

    /**
     * Makes the barrier of a dead node one of this node and sweeps it.
     *
     * @param sweep returns false if it was broken off
     * @return false if another node was faster
     */
    boolean takeOver(ListedBarrier dead, java.util.function.Predicate<Scope> sweep) {
        Scope scope = dead.scope();
        BarrierId mine = new BarrierId(publisher.self(), publisher.token());
        byte[] listedMine = MessageFormat.writeListed(mine, scope);
        link.list(listedMine);
        if (!link.unlist(MessageFormat.writeListed(dead.id(), scope))) {
            link.unlist(listedMine);
            return false;
        }
        publish(mine, scope, Phase.RAISED);
        publish(dead.id(), scope, Phase.SWEPT);
        if (sweep.test(scope)) {
            end(mine, scope);
        }
        return true;
    }
}
