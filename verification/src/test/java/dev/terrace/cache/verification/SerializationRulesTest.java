package dev.terrace.cache.verification;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import org.junit.jupiter.api.Test;

/** Stored bytes never say which class to make. */
class SerializationRulesTest {

    private static final JavaClasses TERRACE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.terrace.cache");

    @Test
    void nothingUsesJavaSerialization() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ObjectInput.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ObjectOutput.class)
                .check(TERRACE);
    }

    @Test
    void nothingTurnsOnDefaultTyping() {
        noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "default typing is set",
                        (JavaCall<?> call) -> call.getTarget().getName().contains("DefaultTyp")))
                .check(TERRACE);
    }
}
