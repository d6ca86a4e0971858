package tallyroll.oracle;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The judge uses nothing of what it judges. */
class OracleIndependenceTest {
    @Test
    void oracle_everyClass_usesNothingElseOfTallyroll() {
        DescribedPredicate<JavaClass> other = DescribedPredicate.describe(
                "of Tallyroll but not of the oracle",
                type -> type.getPackageName().startsWith("tallyroll")
                        && !type.getPackageName().equals("tallyroll.oracle"));

        noClasses()
                .that()
                .resideInAPackage("tallyroll.oracle")
                .should()
                .dependOnClassesThat(other)
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("tallyroll.oracle"));
    }
}
