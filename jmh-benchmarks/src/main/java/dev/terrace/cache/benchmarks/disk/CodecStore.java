package dev.terrace.cache.benchmarks.disk;

import dev.terrace.cache.codec.CodecProvider;
import dev.terrace.cache.codec.Codecs;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The same with another codec on both sides. */
@State(Scope.Benchmark)
public class CodecStore extends ProfileStore {

    /** Which one. */
    @Param({"smile", "json", "fory"})
    public String codec = "smile";

    @Override
    CodecProvider provider() {
        return switch (codec) {
            case "json" -> Codecs.json();
            case "fory" -> Codecs.fory(Profile.class);
            default -> Codecs.smile();
        };
    }
}
