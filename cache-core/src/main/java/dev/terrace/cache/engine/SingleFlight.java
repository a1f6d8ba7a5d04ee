package dev.terrace.cache.engine;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The loads under way in one region, by key: at most one for each key and fence. */
final class SingleFlight<V> {

    private final ConcurrentMap<String, Flight<V>> flights = new ConcurrentHashMap<>();

    /**
     * A place in a flight.
     *
     * @param flight the flight
     * @param leads true for the one caller that must carry it out and then {@link #land} it
     */
    record Seat<V>(Flight<V> flight, boolean leads) {}

    /** Joins the flight of a key, or begins one if there is none that serves the note. */
    Seat<V> board(String key, Note note) {
        Flight<V> fresh = new Flight<>(note);
        Flight<V> flight = flights.compute(key, (k, now) -> now != null && now.serves(note) ? now : fresh);
        return new Seat<>(flight, flight == fresh);
    }

    /** Forgets a flight that has its result. */
    void land(String key, Flight<V> flight) {
        flight.landed();
        flights.remove(key, flight);
    }

    int size() {
        return flights.size();
    }
}
