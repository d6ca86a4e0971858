package tallyroll.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The jar for {@code spark-submit}: what it bundles, and under which licences it says so. Needs the packaged build. */
class BundledJarIT {
    @Test
    void bundledJar_everyLibrary_isListedWithItsLicence() throws IOException {
        try (JarFile bundle = new JarFile(bundle().toFile())) {
            Set<String> bundled = new TreeSet<>();
            String[] libraries = Files.readString(Page.HOME.resolve("cli/target/classpath"))
                    .strip()
                    .split(":");
            for (String library : libraries) {
                if (holdsAClassOf(bundle, library)) {
                    bundled.add(Path.of(library).getFileName().toString().replaceFirst("-\\d[^/]*\\.jar$", ""));
                }
            }

            assertThat(bundled).isNotEmpty().isEqualTo(listed(bundle));
        }
    }

    @Test
    void bundledJar_licenceAndNotice_standOnceAndAreOurs() throws IOException {
        try (JarFile bundle = new JarFile(bundle().toFile())) {
            assertThat(bundle.stream()
                            .map(entry -> entry.getName())
                            .filter(name -> name.matches("(META-INF/)?(LICENSE|NOTICE)(\\.txt|\\.md)?")))
                    .containsExactlyInAnyOrder("META-INF/LICENSE", "META-INF/NOTICE");
            assertThat(text(bundle, "META-INF/LICENSE")).isEqualTo(Files.readString(Page.HOME.resolve("LICENSE")));
            assertThat(text(bundle, "META-INF/NOTICE"))
                    .contains(
                            "Copyright 2026 The Tallyroll authors",
                            "Apache Cassandra Java Driver",
                            "Jakarta Messaging");
        }
    }

    private static Path bundle() throws IOException {
        try (Stream<Path> jars = Files.list(Page.HOME.resolve("cli/target"))) {
            return jars.filter(jar -> jar.toString().endsWith("-all.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static boolean holdsAClassOf(JarFile bundle, String library) throws IOException {
        try (JarFile jar = new JarFile(library)) {
            // jffi's native jar has no classes, only libraries
            List<String> content = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.matches(".*\\.(class|so|a)") && !name.endsWith("module-info.class"))
                    .toList();
            return content.stream().anyMatch(name -> bundle.getEntry(name) != null);
        }
    }

    /** The first column of the list. */
    private static Set<String> listed(JarFile bundle) throws IOException {
        return text(bundle, "META-INF/THIRD-PARTY")
                .lines()
                .filter(line -> line.matches("[A-Za-z].* {2,}\\S.* {2,}https://\\S+"))
                .map(line -> line.split(" ")[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(JarFile jar, String name) throws IOException {
        return new String(jar.getInputStream(jar.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
    }
}
