package dev.terrace.cache.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SchemaShapeTest {

    record Point(int x, int y) {}

    static class Node {
        @SuppressWarnings("unused")
        private Node next = this;

        @SuppressWarnings("unused")
        private transient int skipped;

        public List<? extends Point> getPoints() {
            return List.of();
        }

        public boolean isLeaf() {
            return false;
        }

        void unrelated() {}
    }

    @SuppressWarnings("ArrayRecordComponent") // values have them, too
    record Generic<T extends Comparable<T>>(T value, T[] values, Map<String, ? super Integer> more) {}

    record Uses(Generic<String> one, List<Generic<Integer>[]> two) {}

    enum Colour {
        RED,
        GREEN
    }

    sealed interface Animal permits Dog, Cat {}

    record Dog(String name, Colour colour) implements Animal {}

    record Cat(String name) implements Animal {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes(@JsonSubTypes.Type(value = Point.class, name = "point"))
    static class Annotated {
        @JsonProperty("renamed")
        @Deprecated
        int old;
    }

    static class Child extends Node {
        int more;
    }

    @Test
    void aRecordIsItsComponentsInOrder() {
        assertThat(describe(Point.class))
                .isEqualTo("codec 1\n" + name("Point") + "{<>extends:java.lang.Record;[x, y]x:int;y:int;}");
    }

    @Test
    void aClassIsItsFieldsAndGettersAndCyclesEnd() {
        assertThat(describe(Node.class))
                .contains("next:" + name("Node") + ";")
                .contains("getPoints():java.util.List<?" + name("Point") + "{")
                .contains("isLeaf():boolean;")
                .doesNotContain("skipped")
                .doesNotContain("unrelated");
    }

    @Test
    void aSubclassContainsWhatItInherits() {
        assertThat(describe(Child.class))
                .contains("extends:" + name("Node") + "{")
                .contains("more:int;");
    }

    @Test
    void typeArgumentsAreFollowed() {
        assertThat(describe(Uses.class))
                .contains("one:" + name("Generic") + "{")
                .contains("<java.lang.String,>")
                .contains("<java.lang.Integer,>[]")
                .contains("[value, values, more]")
                .contains("value:T;values:T[];")
                .contains("(java.lang.Integer,)");
    }

    @Test
    void anEnumIsItsConstants() {
        assertThat(describe(Colour.class)).contains("[RED, GREEN]");
    }

    @Test
    void aSealedTypeContainsWhatItPermits() {
        assertThat(describe(Animal.class)).contains("colour:").contains(name("Cat") + "{");
    }

    @Test
    void annotationsOfSerializersCountAndOthersDoNot() {
        assertThat(describe(Annotated.class))
                .contains("@com.fasterxml.jackson.annotation.JsonProperty(")
                .contains("value=renamed;")
                .contains("name=point;")
                .contains("value=" + name("Point") + "{")
                .contains("use=NAME;")
                .doesNotContain("Deprecated");
    }

    @Test
    void theJdkIsNamedAndNotDescribed() {
        assertThat(describe(java.time.Instant.class)).isEqualTo("codec 1\njava.time.Instant");
        assertThat(describe(int[][].class)).isEqualTo("codec 1\nint[][]");
    }

    @Test
    void aTypeOfAnUnknownKindIsRefused() {
        Type unknown = new Type() {
            @Override
            public String toString() {
                return "mystery";
            }
        };

        assertThatIllegalArgumentException().isThrownBy(() -> describe(unknown)).withMessageContaining("mystery");
    }

    @Nested
    class TheFingerprint {

        @Test
        void isTheSameInEveryRunAndOnEveryJdk() {
            assertThat(SchemaShape.fingerprint(1, Point.class)).isEqualTo(POINT);
            assertThat(SchemaShape.fingerprint(1, Uses.class)).isEqualTo(USES);
            assertThat(SchemaShape.fingerprint(1, Annotated.class)).isEqualTo(ANNOTATED);
            assertThat(SchemaShape.fingerprint(1, Animal.class)).isEqualTo(ANIMAL);
        }

        @Test
        void differsForAnotherCodec() {
            assertThat(SchemaShape.fingerprint(2, Point.class)).isNotEqualTo(SchemaShape.fingerprint(1, Point.class));
        }

        @Test
        void differsForAnotherShapeOfTheSameName() throws Exception {
            String plain = "record Shape(int x, String y) {}";
            List<String> others = List.of(
                    "record Shape(int x, String z) {}",
                    "record Shape(long x, String y) {}",
                    "record Shape(String y, int x) {}",
                    "record Shape(int x, String y, int z) {}",
                    "record Shape(int x, java.util.List<String> y) {}",
                    "record Shape(int x, java.util.List<Integer> y) {}",
                    "record Shape(int x, @com.fasterxml.jackson.annotation.JsonProperty(\"q\") String y) {}",
                    "class Shape { int x; String y; }",
                    "class Shape { int x; String y; public int getZ() { return 0; } }",
                    "class Shape { int x; String y; Inner z; } class Inner { int a; }",
                    "class Shape { int x; String y; Inner z; } class Inner { int b; }",
                    "class Shape { int x; String y;"
                            + " Shape(@com.fasterxml.jackson.annotation.JsonProperty(\"q\") int x) {} }",
                    "class Shape { int x; String y;"
                            + " @com.fasterxml.jackson.annotation.JsonSetter(\"q\") void x(int x) {} }",
                    "class Shape implements Base { int x; String y; }"
                            + " @com.fasterxml.jackson.annotation.JsonIgnoreProperties(\"x\") interface Base {}",
                    "enum Shape { X, Y }",
                    "enum Shape { Y, X }");

            assertThat(shape(plain)).isEqualTo(shape(plain + " // comment"));
            assertThat(others.stream().map(this::shape).toList())
                    .doesNotHaveDuplicates()
                    .doesNotContain(shape(plain));
        }

        @Test
        void ofAClassDoesNotDependOnTheOrderOfItsMembers() {
            assertThat(
                            shape(
                                    "class Shape { int a; int b; public int getC() { return 0; } public int getD() { return 0; } }"))
                    .isEqualTo(
                            shape(
                                    "class Shape { public int getD() { return 0; } public int getC() { return 0; } int b; int a; }"));
        }

        private long shape(String source) {
            return SchemaShape.fingerprint(1, CompiledSource.compile("Shape", source));
        }
    }

    private static final long POINT = -8983819651223012596L;
    private static final long USES = -8818603847633845105L;
    private static final long ANNOTATED = 7702567593281353781L;
    private static final long ANIMAL = 2817741029845805770L;

    private static String name(String simple) {
        return Objects.requireNonNull(SchemaShapeTest.class.getName()) + "$" + simple;
    }

    private static String describe(Type type) {
        return SchemaShape.describe(1, type);
    }
}
