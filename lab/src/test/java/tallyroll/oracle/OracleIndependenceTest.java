package tallyroll.oracle;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
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
                .and()
                .haveSimpleNameNotEndingWith("Test")
                .should()
                .dependOnClassesThat(other)
                .check(new ClassFileImporter().importPackages("tallyroll.oracle"));
    }
}
