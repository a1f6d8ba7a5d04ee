package dev.terrace.cache.cli.doctor;

/** Looks at the JVM. */
final class JavaCheck {

    private JavaCheck() {}

    static Finding run() {
        String version = "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")";
        boolean isFullJdk = ModuleLayer.boot().findModule("jdk.compiler").isPresent();
        return isFullJdk
                ? Finding.ok("java", version)
                : Finding.warn("java", version + " is no full JDK", "run on a JDK if a disk tier is wanted");
    }
}
