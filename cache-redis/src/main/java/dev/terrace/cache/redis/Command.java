package dev.terrace.cache.redis;

import java.util.List;

/** A command with its arguments. Immutable, as long as nobody changes the arrays. */
final class Command {

    private static final byte[] NO_KEY = {};

    private final Verb verb;
    private final byte[] key;
    private final byte[][] arguments;

    /**
     * Makes a command.
     *
     * @param verb what to do
     * @param key decides which server of a cluster is asked; empty if any will do
     * @param arguments all arguments, the key among them
     */
    Command(Verb verb, byte[] key, byte[]... arguments) {
        this.verb = verb;
        this.key = key;
        this.arguments = arguments;
    }

    Verb verb() {
        return verb;
    }

    byte[] key() {
        return key;
    }

    byte[][] arguments() {
        return arguments;
    }

    /** A command whose first argument is its key. */
    static Command on(Verb verb, byte[]... arguments) {
        return new Command(verb, arguments[0], arguments);
    }

    /** A command that any server can carry out. */
    static Command anywhere(Verb verb, byte[]... arguments) {
        return new Command(verb, NO_KEY, arguments);
    }

    /** A script, by its hash; all keys must be in one slot. */
    static Command eval(Script script, List<byte[]> keys, List<byte[]> arguments) {
        byte[][] all = new byte[2 + keys.size() + arguments.size()][];
        int at = 0;
        all[at++] = script.hash();
        all[at++] = RedisKeys.bytes(Integer.toString(keys.size()));
        for (byte[] key : keys) {
            all[at++] = key;
        }
        for (byte[] argument : arguments) {
            all[at++] = argument;
        }
        return new Command(Verb.EVALSHA, keys.get(0), all);
    }

    /** The same, with the text of the script instead of its hash if it is one. */
    Command inFull() {
        if (verb != Verb.EVALSHA) {
            return this;
        }
        byte[][] all = arguments.clone();
        all[0] = Script.byHash(arguments[0]).source();
        return new Command(Verb.EVAL, key, all);
    }
}
