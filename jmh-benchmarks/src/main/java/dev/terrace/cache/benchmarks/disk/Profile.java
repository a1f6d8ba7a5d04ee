package dev.terrace.cache.benchmarks.disk;

import java.util.List;
import java.util.Random;

/**
 * A value of about 1 KiB as Smile.
 *
 * @param id of the person
 * @param name of the person
 * @param email of the person
 * @param age in years
 * @param groups the person is in
 * @param notes most of the bytes
 */
public record Profile(long id, String name, String email, int age, List<String> groups, String notes) {

    private static final int NOTES = 850;

    /**
     * Returns the value of a key, the same for the same number.
     *
     * @param number of the key
     */
    public static Profile of(int number) {
        Random random = new Random(number);
        StringBuilder notes = new StringBuilder(NOTES);
        for (int i = 0; i < NOTES; i++) {
            notes.append((char) ('a' + random.nextInt(26)));
        }
        String name = "name of " + number;
        return new Profile(
                number,
                name,
                number + "@example.org",
                number % 100,
                List.of("readers", "writers", "group " + number % 1000),
                notes.toString());
    }
}
