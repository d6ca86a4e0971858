package tallyroll.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs programs in JVMs of their own, with the class path and flags of this one, and measures them.
 *
 * @param variables added to the environment
 * @param log receives what they print on standard error
 */
record MeasuredProcess(Map<String, String> variables, Path log) {
    private static final int NANOS_PER_MILLI = 1_000_000;

    /** @param last the last line it printed */
    record Ended(String last, long wallMillis, long cpuMillis) {}

    Ended run(Class<?> main, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(variables);
        long cpu = Cpu.endedChildrenMillis();
        long start = System.nanoTime();
        Process process = builder.start();
        process.getOutputStream().close();
        String last = "";
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                last = line;
            }
        }
        int code = process.waitFor();
        long wall = (System.nanoTime() - start) / NANOS_PER_MILLI;
        if (code != 0) {
            throw new IOException(main.getName() + " " + arguments + " ended with " + code + "; see " + log);
        }
        return new Ended(last, wall, Cpu.endedChildrenMillis() - cpu);
    }
}
