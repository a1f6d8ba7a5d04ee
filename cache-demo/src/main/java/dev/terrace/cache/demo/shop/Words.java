package dev.terrace.cache.demo.shop;

import java.util.List;
import java.util.random.RandomGenerator;

/** What products and users are called. */
public final class Words {

    private static final List<String> LOOKS = List.of(
            "amber",
            "black",
            "blue",
            "bright",
            "compact",
            "crimson",
            "foldable",
            "green",
            "grey",
            "light",
            "matte",
            "orange",
            "pale",
            "quiet",
            "round",
            "silver",
            "slim",
            "soft",
            "sturdy",
            "white");
    private static final List<String> STUFF = List.of(
            "ash", "bamboo", "brass", "canvas", "ceramic", "copper", "cork", "cotton", "felt", "glass", "leather",
            "linen", "marble", "oak", "paper", "pine", "slate", "steel", "walnut", "wool");
    private static final List<String> THINGS = List.of(
            "backpack",
            "basket",
            "blanket",
            "bowl",
            "chair",
            "clock",
            "cup",
            "cushion",
            "desk",
            "drum",
            "flute",
            "kettle",
            "kite",
            "knife",
            "ladder",
            "lamp",
            "mirror",
            "pan",
            "racket",
            "shelf",
            "shoe",
            "stool",
            "table",
            "tent",
            "vase");
    private static final List<String> NAMES = List.of(
            "Ada", "Ben", "Carla", "Dimitri", "Elif", "Femi", "Greta", "Hugo", "Ines", "Jonas", "Kofi", "Lena", "Mei",
            "Nils", "Olga", "Pablo", "Ravi", "Sofia", "Tomas", "Uma", "Vera", "Wim", "Yara", "Zoe");

    private Words() {}

    static String product(int id, RandomGenerator random) {
        return any(LOOKS, random) + " " + any(STUFF, random) + " " + any(THINGS, random) + " " + id;
    }

    static String user(int id) {
        return NAMES.get(id % NAMES.size()) + " " + id;
    }

    private static String any(List<String> words, RandomGenerator random) {
        return words.get(random.nextInt(words.size()));
    }

    /** Returns how many things there are to search for. */
    public static int searches() {
        return STUFF.size() * THINGS.size();
    }

    /** Returns what a visitor searches for, as in {@code oak lamp}. */
    public static String search(int number) {
        return STUFF.get(number / THINGS.size() % STUFF.size()) + " " + THINGS.get(number % THINGS.size());
    }
}
