package tallyroll.server;

import java.nio.file.Path;

/** The Java that runs this process runs the servers too. */
final class JavaCommand {
    private JavaCommand() {}

    static String executable() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
