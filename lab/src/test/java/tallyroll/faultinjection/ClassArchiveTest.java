package tallyroll.faultinjection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive of classes, made by a program of a library. */
class ClassArchiveTest {
    private static final String CLASS = "org.xerial.snappy.OSInfo";

    @TempDir
    private Path directory;

    @Test
    void made_childrenTakeTheirClassesFromIt() {
        ClassArchive archive = ClassArchive.in(directory, ChildProcess.classPath());
        assertThat(archive.options()).as("before it is made").isEmpty();

        archive.make(List.of("-Xmx256m"), List.of(CLASS, "--os"));

        assertThat(loaded(archive.options())).contains(CLASS + " source: shared objects file");
        assertThat(loaded(List.of())).contains(CLASS + " source: file:");
    }

    @Test
    void otherJars_haveAnotherArchive() throws Exception {
        ClassArchive made = ClassArchive.in(directory, ChildProcess.classPath());
        made.make(List.of("-Xmx256m"), List.of(CLASS, "--os"));
        Path jar = Files.write(directory.resolve("a.jar"), new byte[1]);

        String more = ChildProcess.classPath() + File.pathSeparator + jar;

        assertThat(made.options()).isNotEmpty();
        assertThat(ClassArchive.in(directory, more).options()).isEmpty();
    }

    @Test
    void classPath_directoriesComeLast_inTheirOrder() {
        assertThat(ClassArchive.jarsFirst(String.join(File.pathSeparator, "one", "a.jar", "two", "b.jar")))
                .isEqualTo(String.join(File.pathSeparator, "a.jar", "b.jar", "one", "two"));
    }

    private String loaded(List<String> options) {
        List<String> jvm = new ArrayList<>(options);
        jvm.add("-Xlog:class+load=info:stdout");
        try (ChildProcess child =
                ChildProcess.java(directory, jvm, List.of("-cp", ChildProcess.classPath(), CLASS, "--os"))) {
            child.exit();
            return child.printed();
        }
    }
}
