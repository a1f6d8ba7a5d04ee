package dev.terrace.cache.verification;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which module may know which: everything may use the core, and the core knows nobody. */
class ModuleRulesTest {

    private static final String ROOT = "dev.terrace.cache";

    private static final String[] ON_TOP = {ROOT + ".server..", ROOT + ".demo..", ROOT + ".cli.."};

    private static final JavaClasses TERRACE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @ParameterizedTest
    @ValueSource(strings = {"disk", "redis", "warming", "metrics"})
    void aModuleBesideTheCoreIsKnownOnlyOnTop(String module) {
        String own = ROOT + "." + module + "..";
        noClasses()
                .that()
                .resideOutsideOfPackages(with(ON_TOP, own))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(own)
                .allowEmptyShould(true)
                .check(TERRACE);
    }

    @Test
    void nothingKnowsTheProgramsOnTop() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ON_TOP)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ON_TOP)
                .allowEmptyShould(true)
                .check(TERRACE);
    }

    @ParameterizedTest
    @CsvSource({
        "net.openhft.., disk",
        "redis.clients.., redis",
        "io.javalin.., server",
        "org.eclipse.jetty.., server",
        "org.apache.datasketches.., warming",
        "com.cronutils.., warming",
        "picocli.., cli",
        "ch.qos.logback.., cli"
    })
    void aLibraryIsKnownToItsOwnModuleOnly(String library, String module) {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true)
                .check(TERRACE);
    }

    /** The server writes what a registry holds as text. */
    @Test
    void micrometerIsKnownToMetricsAndServerOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".metrics..", ROOT + ".server..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.micrometer..")
                .check(TERRACE);
    }

    private static String[] with(String[] packages, String more) {
        String[] all = Arrays.copyOf(packages, packages.length + 1);
        all[packages.length] = more;
        return all;
    }
}
