package tallyroll.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The jars of one server, as the build resolved them. */
record ServerClassPath(List<String> jars) {
    ServerClassPath {
        jars = List.copyOf(jars);
    }

    /** Finds the file that the build wrote under {@code tallyroll.home}. */
    static ServerClassPath of(String name) {
        String home = System.getProperty("tallyroll.home");
        if (home == null) {
            throw new IllegalStateException(
                    ("Cannot find the jars of %s: the system property tallyroll.home is not set;"
                                    + " start by ./tallyroll, or set it to the project's directory.")
                            .formatted(name));
        }
        Path file = Path.of(home, "lab", "servers", name, "target", "classpath");
        try {
            return new ServerClassPath(List.of(Files.readString(file).strip().split(File.pathSeparator)));
        } catch (IOException missing) {
            throw new IllegalStateException(
                    "Cannot find the jars of %s: %s cannot be read; build with ./mvnw -DskipTests package."
                            .formatted(name, file),
                    missing);
        }
    }

    /** The one jar whose file name starts with this. */
    String jar(String start) {
        return jars.stream()
                .filter(jar -> Path.of(jar).getFileName().toString().startsWith(start))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no jar " + start + "* among " + jars));
    }

    /** The version in the name of that jar. */
    String version(String start) {
        String name = Path.of(jar(start)).getFileName().toString();
        return name.substring(start.length(), name.length() - ".jar".length());
    }

    String joined() {
        return String.join(File.pathSeparator, jars);
    }
}
