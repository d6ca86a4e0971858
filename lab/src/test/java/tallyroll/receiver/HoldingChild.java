package tallyroll.receiver;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;

/** A receiver in a process of its own, which accepts events, prints how many, and never completes their stages. */
public final class HoldingChild implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private HoldingChild(Process process) {
        this.process = process;
        output = process.inputReader();
    }

    public static HoldingChild start(String source) throws IOException {
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
        ListSink sink = ListSink.large().owing();
        Definitions.started(arguments[0], sink, message -> {});
        for (int seen = 0; ; seen = sink.events().size()) {
            int before = seen;
            sink.await("more", held -> held.events().size() > before);
            System.out.println(sink.events().size());
        }
    }

    /** Waits until it has accepted so many. */
    public void awaitEvents(int min) throws IOException {
        int taken = 0;
        while (taken < min) {
            String line = output.readLine();
            if (line == null) {
                throw new IOException("the child ended after " + taken + " events");
            }
            taken = Integer.parseInt(line);
        }
    }

    /** As {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
