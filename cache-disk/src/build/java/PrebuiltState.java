import java.io.File;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A step of the build: lets Chronicle Values write the one class that it would write and compile when the first map is
 * opened in a JVM, and compiles it into the jar. The library looks for the class by its name before it makes one.
 */
final class PrebuiltState {

    private static final String TYPE = "net.openhft.chronicle.hash.VanillaGlobalMutableState";
    private static final String SUFFIX = "$$Native";

    private PrebuiltState() {}

    /** Takes the folder for classes and the class path. */
    public static void main(String[] arguments) throws Exception {
        String name = TYPE + SUFFIX;
        JavaFileObject source =
                new SimpleJavaFileObject(
                        URI.create("string:///" + name.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE) {
                    private final String text = source();

                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return text;
                    }
                };
        // Without debug information, so that nobody counts its lines as covered by no test.
        List<String> options =
                List.of("-nowarn", "-g:none", "--release", "17", "-proc:none", "-d", arguments[0], "-cp", arguments[1]);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (!compiler.getTask(null, null, null, options, null, List.of(source)).call()) {
            throw new IllegalStateException(name + " does not compile");
        }
        if (!new File(arguments[0], name.replace('.', '/') + ".class").isFile()) {
            throw new IllegalStateException(name + " was not written");
        }
    }

    private static String source() throws ReflectiveOperationException {
        Class<?> values = Class.forName("net.openhft.chronicle.values.ValueModel");
        Object model = values.getMethod("acquire", Class.class).invoke(null, Class.forName(TYPE));
        Method generate = Class.forName("net.openhft.chronicle.values.Generators")
                .getDeclaredMethod("generateNativeClass", values, String.class);
        generate.setAccessible(true);
        return (String) generate.invoke(null, model, TYPE.substring(TYPE.lastIndexOf('.') + 1) + SUFFIX);
    }
}
