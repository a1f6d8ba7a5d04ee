package dev.terrace.cache.benchmarks;

import dev.terrace.cache.benchmarks.peers.Work;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The question of a benchmark class, and the bars that its answer is held against. */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Asks {

    /** The question, as a heading. */
    String value();

    /** How the contenders are set up, for the reader of the report. */
    String settings() default "";

    /** The contender that the table divides the others by; empty if they are not to be compared. */
    String yardstick() default "";

    /** What is compared: {@code cpu}, {@code wall}, {@code p99} and so on; empty for CPU time where it is counted. */
    String figure() default "";

    /** How many threads call at once, one run for each number. */
    int[] threads() default {1};

    /** The same for the quick run; empty to leave the class out of it. */
    int[] quickThreads() default {1};

    /** Parameters of the quick run, each as {@code name=value,value}; the others are as annotated. */
    String[] quickParams() default {};

    /** What the peers are asked to do here; those that cannot are named with the answer. */
    Work[] peers() default {};

    /** True if the bars belong into the acceptance table at the head of the report. */
    boolean acceptance() default false;

    /** What must come out. */
    Bar[] bars() default {};

    /**
     * One bar. A contender is named by its method and, where that is not enough, by {@code parameter=value} and {@code
     * threads=n} after it.
     */
    @Documented
    @Target({})
    @Retention(RetentionPolicy.RUNTIME)
    @interface Bar {

        /** What the bar is about, for the table. */
        String text();

        /** The contender. */
        String of() default "terrace";

        /** The contender that it is divided by; empty if the bar is a figure and no ratio. */
        String over() default "";

        /** What is compared, as in {@link Asks#figure()}. */
        String figure() default "";

        /** The most that is allowed, in the unit of the benchmark. */
        double most() default Double.NaN;

        /** The least that is allowed. */
        double least() default Double.NaN;

        /** Where it stands written why the bar is missed, should it be. */
        String why() default "";
    }
}
