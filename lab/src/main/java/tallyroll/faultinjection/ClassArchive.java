package tallyroll.faultinjection;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An archive of the classes that children load, so that each of them need not parse and verify them again: that is half of what starting
 * Spark costs. It is made once for all processes that name the same directory, in the background, by one of them.
 */
final class ClassArchive {
    /** The directory; where it is not set, children do without. */
    private static final String DIRECTORY = "tallyroll.archives";

    /** It names each class that cannot be in an archive. */
    private static final List<String> QUIET = List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off");

    private final Path file;
    private final List<String> jars;

    private ClassArchive(Path file, List<String> jars) {
        this.file = file;
        this.jars = jars;
    }

    /** That of {@code tallyroll}'s commands on this process's class path; empty where nobody asks for archives. */
    static Optional<ClassArchive> ofCommands() {
        return Commands.ARCHIVE;
    }

    static ClassArchive in(Path directory, String classPath) {
        List<String> jars = entries(classPath).filter(ClassArchive::isJar).toList();
        String contents = Integer.toHexString(
                jars.stream().map(ClassArchive::described).toList().hashCode());
        return new ClassArchive(directory.resolve(Runtime.version().feature() + "-" + contents + ".jsa"), jars);
    }

    /** A class path with its directories last: an archive knows no directories, and is used where its jars come first. */
    static String jarsFirst(String classPath) {
        return Stream.concat(
                        entries(classPath).filter(ClassArchive::isJar),
                        entries(classPath).filter(Predicate.not(ClassArchive::isJar)))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** What has a JVM use it; nothing where it is not there yet. */
    List<String> options() {
        return Files.exists(file)
                ? Stream.concat(Stream.of("-XX:SharedArchiveFile=" + file, "-Xshare:auto"), QUIET.stream())
                        .toList()
                : List.of();
    }

    /**
     * Makes it, unless it is there or another process makes it.
     *
     * @param jvm options of the JVM that loads the classes
     * @param program a class and its arguments, which loads them and ends
     */
    void make(List<String> jvm, List<String> program) {
        try {
            Files.createDirectories(file.getParent());
            Path making = file.resolveSibling(file.getFileName() + ".making");
            try (FileChannel channel = FileChannel.open(making, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var lock = channel.tryLock()) {
                if (lock != null && !Files.exists(file)) {
                    write(jvm, program);
                }
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException("Cannot make " + file, unwritable);
        }
    }

    private void write(List<String> jvm, List<String> program) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        List<String> archiving = new ArrayList<>(jvm);
        archiving.addAll(QUIET);
        archiving.addAll(
                List.of("-XX:ArchiveClassesAtExit=" + unfinished, "-cp", String.join(File.pathSeparator, jars)));
        try (ChildProcess rehearsal = ChildProcess.java(file.getParent(), archiving, program)) {
            rehearsal.exit();
        }
        if (Files.exists(unfinished)) {
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static Stream<String> entries(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator, -1));
    }

    private static boolean isJar(String entry) {
        return entry.endsWith(".jar");
    }

    private static String described(String jar) {
        File file = new File(jar);
        return jar + " " + file.length() + " " + file.lastModified();
    }

    private static final class Commands {
        private static final Optional<ClassArchive> ARCHIVE = Optional.ofNullable(System.getProperty(DIRECTORY))
                .map(directory -> in(Path.of(directory), ChildProcess.classPath()));

        static {
            ARCHIVE.ifPresent(Commands::makeBeside);
        }

        private static void makeBeside(ClassArchive archive) {
            Path rehearsal = archive.file.resolveSibling("rehearsal");
            List<String> program = List.of("tallyroll.command.Rehearsal", rehearsal.toString(), "spark");
            Thread maker = new Thread(() -> archive.make(List.of("-Xmx768m"), program), "class-archive");
            maker.setDaemon(true);
            maker.start();
        }
    }
}
