package dev.terrace.cache.disk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Prepares the JVM for Chronicle Map before its first class is loaded: quiets it, and makes sure that it may use the
 * JDK internals it lives on. Without them it fails in the middle of a class initialiser, which then can never be
 * repeated in that JVM.
 */
final class JvmAccess {

    /** Set to {@code true} lets {@link #prepare} open what is missing, instead of refusing. */
    static final String OPEN_MODULES = "terrace.open.modules";

    private static final String QUIETING_PACKAGE = "jdk.internal.ref";

    /** The last is asked for only together with others: without it the library logs one warning, and works. */
    private static final List<Access> WANTED = List.of(
            new Access("java.base", "java.lang", true),
            new Access("java.base", "java.lang.reflect", true),
            new Access("java.base", "sun.nio.ch", true),
            new Access("jdk.compiler", "com.sun.tools.javac.file", false),
            new Access("java.base", QUIETING_PACKAGE, false));

    /** No analytics, no banner, and no core spun for a minute by a lock that a killed process left. */
    private static final Map<String, String> QUIET = Map.of(
            "chronicle.analytics.disable", "true",
            "chronicle.announcer.disable", "true",
            "net.openhft.chronicle.map.lockTimeoutSeconds", "5");

    private JvmAccess() {}

    /**
     * Sets the library's properties unless they are set already, and checks the modules.
     *
     * @throws IllegalStateException when access is missing; the message has the line to paste into the start command
     */
    static void prepare() {
        QUIET.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
        if (Boolean.getBoolean(OPEN_MODULES)) {
            openMissing();
        }
        List<Access> missing = missing();
        if (missing.stream().anyMatch(access -> !access.packageName().equals(QUIETING_PACKAGE))) {
            throw new IllegalStateException(explain(missing));
        }
    }

    private static List<Access> missing() {
        return WANTED.stream().filter(access -> !access.isGranted()).toList();
    }

    private static String explain(List<Access> missing) {
        if (missing.stream().anyMatch(access -> access.module().isEmpty())) {
            return "the disk tier needs a full JDK, but this Java runtime (" + System.getProperty("java.home")
                    + ") has no module jdk.compiler; run on a JDK, or leave the disk tier out";
        }
        String line = missing.stream().map(Access::flag).collect(Collectors.joining(" "));
        if (Runtime.version().feature() >= 24) {
            line += " --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow";
        }
        return "the disk tier needs access to JDK internals; start java with:\n  " + line
                + "\nor let it open them by itself with -D" + OPEN_MODULES + "=true";
    }

    private static void openMissing() {
        List<Access> missing = missing();
        if (missing.isEmpty()) {
            return;
        }
        try {
            MethodHandles.Lookup trusted = trustedLookup();
            MethodType type = MethodType.methodType(void.class, String.class);
            MethodHandle open = trusted.findVirtual(Module.class, "implAddOpensToAllUnnamed", type);
            MethodHandle export = trusted.findVirtual(Module.class, "implAddExportsToAllUnnamed", type);
            for (Access access : missing) {
                Optional<Module> module = access.module();
                if (module.isPresent()) {
                    (access.open() ? open : export).invoke(module.get(), access.packageName());
                }
            }
        } catch (Throwable failure) {
            throw new IllegalStateException(
                    "this JVM does not let its modules be opened from inside; " + explain(missing), failure);
        }
    }

    /** The one lookup that may call anything; reached as many frameworks do, by its field's place in memory. */
    private static MethodHandles.Lookup trustedLookup() throws ReflectiveOperationException {
        Class<?> unsafeType = Class.forName("sun.misc.Unsafe");
        Field instance = unsafeType.getDeclaredField("theUnsafe");
        instance.setAccessible(true);
        Object unsafe = instance.get(null);
        Field lookup = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
        Object base = unsafeType.getMethod("staticFieldBase", Field.class).invoke(unsafe, lookup);
        Object offset = unsafeType.getMethod("staticFieldOffset", Field.class).invoke(unsafe, lookup);
        return (MethodHandles.Lookup)
                unsafeType.getMethod("getObject", Object.class, long.class).invoke(unsafe, base, offset);
    }

    /** One package that must be open (for reflection on private members) or exported. */
    private record Access(String moduleName, String packageName, boolean open) {

        Optional<Module> module() {
            return ModuleLayer.boot().findModule(moduleName);
        }

        boolean isGranted() {
            Module own = JvmAccess.class.getModule();
            return module().map(module -> open ? module.isOpen(packageName, own) : module.isExported(packageName, own))
                    .orElse(false);
        }

        String flag() {
            return (open ? "--add-opens " : "--add-exports ") + moduleName + "/" + packageName + "=ALL-UNNAMED";
        }
    }
}
