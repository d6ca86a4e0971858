package tallyroll.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tallyroll.server.FileTree;

/** A real browser without a window, and without a network: no name resolves. Each run has a profile of its own. */
final class Chromium {
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final Path APT = Path.of("/usr/bin/apt-get");
    private static final List<String> FLAGS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            "--virtual-time-budget=10000");

    private final Path directory;

    private Chromium(Path directory) {
        this.directory = directory;
    }

    /** The browser of this system; installed first where that is possible, else the test is skipped, and says so. */
    static Chromium installed(Path directory) throws IOException, InterruptedException {
        if (!Files.isExecutable(PROGRAM) && "root".equals(System.getProperty("user.name")) && Files.exists(APT)) {
            install(directory);
        }
        boolean there = Files.isExecutable(PROGRAM);
        if (!there) {
            System.err.println(
                    "SKIPPED: the lab's page was not looked at in a browser, because there is no " + PROGRAM
                            + ". Install Debian's package chromium (as root: apt-get install chromium) and run the test again.");
        }
        assumeTrue(there, PROGRAM + " is there");
        return new Chromium(directory);
    }

    private static void install(Path directory) throws IOException, InterruptedException {
        System.err.println("installing chromium with apt-get, once");
        for (List<String> arguments :
                List.of(List.of("update"), List.of("install", "-y", "--no-install-recommends", "chromium"))) {
            List<String> command = new ArrayList<>(List.of(APT.toString(), "-q"));
            command.addAll(arguments);
            ProcessBuilder apt = new ProcessBuilder(command);
            apt.environment().put("DEBIAN_FRONTEND", "noninteractive");
            run(apt, directory.resolve("apt.log"), 10);
        }
    }

    /** The page's elements as they are once its scripts have run. */
    String elements(URI page, String... more) throws IOException, InterruptedException {
        Path dump = directory.resolve("elements.html");
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.add("--dump-dom");
        int exit = browse(page, dump, arguments);
        assertThat(exit).as("exit code of chromium, see %s", dump).isZero();
        return Files.readString(dump);
    }

    /** A picture of the page. */
    Path picture(URI page, String name, String... more) throws IOException, InterruptedException {
        Path picture = directory.resolve(name);
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.add("--screenshot=" + picture);
        int exit = browse(page, directory.resolve(name + ".log"), arguments);
        assertThat(exit).as("exit code of chromium").isZero();
        return picture;
    }

    private int browse(URI page, Path out, List<String> arguments) throws IOException, InterruptedException {
        Path profile = Files.createTempDirectory(directory, "profile");
        try {
            List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
            command.addAll(FLAGS);
            command.add("--user-data-dir=" + profile);
            command.addAll(arguments);
            command.add(page.toString());
            return run(new ProcessBuilder(command), out, 2);
        } finally {
            FileTree.delete(profile);
        }
    }

    private static int run(ProcessBuilder command, Path out, int minutes) throws IOException, InterruptedException {
        Process process = command.redirectOutput(out.toFile())
                .redirectError(out.resolveSibling(out.getFileName() + ".err").toFile())
                .start();
        if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            throw new AssertionError("%s did not end within %d min; it said: %s"
                    .formatted(command.command().get(0), minutes, Files.readString(out, StandardCharsets.UTF_8)));
        }
        return process.exitValue();
    }
}
