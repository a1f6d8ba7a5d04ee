package dev.terrace.cache.engine;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;

/**
 * One program for Lincheck, written as text: calls such as {@code set 1 7}, separated by {@code ;}.
 *
 * @param before what happens first, on one thread
 * @param left what one thread does
 * @param right what another does at the same time
 * @param after what happens last, on one thread
 */
record Scenario(String before, String left, String right, String after) {

    /** Returns the program for a class of operations. */
    ExecutionScenario on(Class<?> operations) {
        return new ExecutionScenario(
                calls(operations, before),
                List.of(calls(operations, left), calls(operations, right)),
                calls(operations, after),
                null);
    }

    @SuppressWarnings("StringSplitter") // programs have no empty calls at their ends
    private static List<Actor> calls(Class<?> operations, String program) {
        List<Actor> calls = new ArrayList<>();
        for (String call : program.split(";")) {
            if (!call.isBlank()) {
                calls.add(call(operations, call.strip().split(" ")));
            }
        }
        return calls;
    }

    private static Actor call(Class<?> operations, String... words) {
        Method method = Stream.of(operations.getDeclaredMethods())
                .filter(candidate -> candidate.getName().equals(words[0]))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no operation " + words[0]));
        List<Object> arguments =
                Arrays.stream(words).skip(1).<Object>map(Integer::valueOf).toList();
        return new Actor(method, arguments, false, false, false, false, false);
    }
}
