package tallyroll;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The package graph of all four modules together, as the class path of lab shows it. */
class PackageGraphTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("tallyroll");

    private static final Set<String> EMPTY_WORDS = Set.of("util", "utils", "common", "impl", "helper", "misc");

    @Test
    void packages_allModules_haveNoCycle() {
        ArchRule rule = slices().matching("tallyroll.(**)").should().beFreeOfCycles();

        rule.check(CLASSES);
    }

    @Test
    void packages_allModules_areSplitAcrossNone() {
        Map<String, Set<String>> modulesByPackage = new TreeMap<>();
        for (JavaClass type : CLASSES) {
            modulesByPackage
                    .computeIfAbsent(type.getPackageName(), name -> new TreeSet<>())
                    .add(module(type));
        }

        assertThat(modulesByPackage).allSatisfy((name, modules) -> assertThat(modules)
                .as("modules that hold package %s", name)
                .hasSize(1));
    }

    @Test
    void packages_allModules_haveNamesThatSaySomething() {
        assertThat(CLASSES)
                .extracting(JavaClass::getPackageName)
                .noneMatch(name -> Pattern.compile("\\.").splitAsStream(name).anyMatch(EMPTY_WORDS::contains));
    }

    private static String module(JavaClass type) {
        URI source = type.getSource().orElseThrow().getUri();
        String path = source.toString();
        return path.substring(0, path.length() - (type.getName().length() + ".class".length()));
    }
}
