package dev.terrace.cache.benchmarks.report;

/** What a bar and a figure come to. */
enum Verdict {
    MET("met"),
    MISSED("**missed**"),
    OPEN("no verdict: the spread reaches over the bar"),
    TOO_FEW("no verdict: fewer than three iterations"),
    NOT_RUN("not run");

    private final String text;

    Verdict(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
