package tallyroll.server;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tallyroll.cli.Failure;

/**
 * Which Java runs a server: the one that runs this process, unless the server cannot live with it. Then it is the one that
 * {@code ./tallyroll} has found, or that somebody has named.
 */
final class JavaCommand {
    /** A JDK's directory, or the {@code java} in it. */
    static final String VARIABLE = "TALLYROLL_SERVER_JAVA";

    private static final Pattern FEATURE = Pattern.compile("(?m)^JAVA_VERSION=\"(\\d+)");

    private JavaCommand() {}

    static String executable() {
        return executable(Path.of(System.getProperty("java.home"))).toString();
    }

    /**
     * The Java for a server that runs on every release up to one.
     *
     * @param newest the feature number of that release, such as 23
     * @throws Failure if this process runs on a newer one and no other is named, or the one that is named is newer too
     */
    static String executable(String server, int newest) {
        return choose(server, newest, Path.of(System.getProperty("java.home")), Runtime.version(), System.getenv());
    }

    static String choose(
            String server, int newest, Path own, Runtime.Version version, Map<String, String> environment) {
        String named = environment.getOrDefault(VARIABLE, "");
        if (named.isEmpty()) {
            if (version.feature() > newest) {
                throw Failure.failed(
                        "Cannot start %s on Java %d (%s): it needs a JDK from 17 to %d; set %s to the directory of one."
                                .formatted(server, version.feature(), own, newest, VARIABLE));
            }
            return executable(own).toString();
        }
        Path java = Files.isDirectory(Path.of(named)) ? executable(Path.of(named)) : Path.of(named);
        if (!Files.isExecutable(java)) {
            throw Failure.failed("Cannot start %s: %s is \"%s\", and %s cannot be run; set it to a JDK's directory."
                    .formatted(server, VARIABLE, named, java));
        }
        int feature = feature(java);
        if (feature > newest) {
            throw Failure.failed(
                    "Cannot start %s on Java %d, to which %s points (\"%s\"): it needs a JDK from 17 to %d."
                            .formatted(server, feature, VARIABLE, named, newest));
        }
        return java.toString();
    }

    /** The feature number that the JDK's release file tells; 0 where there is none, as in some builds. */
    private static int feature(Path java) {
        try {
            Path home = java.toRealPath().getParent().getParent();
            Matcher version = FEATURE.matcher(Files.readString(home.resolve("release")));
            return version.find() ? Integer.parseInt(version.group(1)) : 0;
        } catch (IOException unknown) {
            return 0;
        }
    }

    /** How far this process compiles its own code, as an option. */
    static List<String> compilation() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-XX:TieredStopAtLevel="))
                .toList();
    }

    private static Path executable(Path home) {
        return home.resolve("bin").resolve("java");
    }
}
