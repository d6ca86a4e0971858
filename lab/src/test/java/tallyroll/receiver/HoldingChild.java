package tallyroll.receiver;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;

/** A receiver in a process of its own, which takes events, says how many, and never lets their stages complete. */
final class HoldingChild implements AutoCloseable {
    private final Process process;
    private final BufferedReader said;

    private HoldingChild(Process process) {
        this.process = process;
        said = process.inputReader();
    }

    static HoldingChild start(String source) throws IOException {
        return new HoldingChild(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        HoldingChild.class.getName(),
                        source)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    public static void main(String[] arguments) throws InterruptedException {
        ShelfInlet inlet = ShelfInlet.large().owing();
        Definitions.started(arguments[0], inlet, sentence -> {});
        for (int seen = 0; ; seen = inlet.events().size()) {
            int before = seen;
            inlet.await("more", shelf -> shelf.events().size() > before);
            System.out.println(inlet.events().size());
        }
    }

    /** Waits until it has taken so many. */
    void awaitEvents(int least) throws IOException {
        int taken = 0;
        while (taken < least) {
            String line = said.readLine();
            if (line == null) {
                throw new IOException("the child ended after " + taken + " events");
            }
            taken = Integer.parseInt(line);
        }
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
