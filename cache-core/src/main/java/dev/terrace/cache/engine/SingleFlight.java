package dev.terrace.cache.engine;

import dev.terrace.cache.memory.MemoryEntry;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The loads under way in one region, by key: at most one for each key and fence. */
final class SingleFlight<V> {

    private final ConcurrentMap<String, Flight<V>> flights = new ConcurrentHashMap<>();

    /**
     * A place in a flight.
     *
     * @param flight the flight
     * @param leads true for the one caller that must carry it out
     */
    record Seat<V>(Flight<V> flight, boolean leads) {}

    /** Joins the flight of a key, or begins one if there is none that serves the note. */
    Seat<V> board(String key, Note note) {
        Flight<V> fresh = new Flight<>(key, note);
        Flight<V> flight = flights.compute(key, (k, now) -> now != null && now.serves(note) ? now : fresh);
        return new Seat<>(flight, flight == fresh);
    }

    /** Ends a flight with a result. */
    void arrive(Flight<V> flight, MemoryEntry<V> entry) {
        land(flight);
        flight.result().complete(entry);
    }

    /** Ends a flight without one. */
    void fail(Flight<V> flight, Throwable cause) {
        land(flight);
        flight.result().completeExceptionally(cause);
    }

    /** Forgets a flight before its callers hear of the result: who asks after that must not join it any more. */
    private void land(Flight<V> flight) {
        flight.landed();
        flights.remove(flight.key(), flight);
    }

    /** Returns true if the key is being loaded. */
    boolean isUnderWay(String key) {
        return flights.containsKey(key);
    }

    int size() {
        return flights.size();
    }
}
