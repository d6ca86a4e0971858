package tallyroll.report;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the lab ran on.
 *
 * @param processor its model, or the architecture where the system does not report the model
 * @param memoryBytes of the machine, or of the container where it is limited
 */
public record Machine(int cores, String processor, long memoryBytes, String jdk, String os) {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    /** The machine that this process runs on. */
    public static Machine here() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Machine(
                system.getAvailableProcessors(),
                processor(system.getArch()),
                system.getTotalMemorySize(),
                System.getProperty("java.vendor") + " " + System.getProperty("java.version"),
                system.getName() + " " + system.getVersion());
    }

    private static String processor(String architecture) {
        try {
            return model(Files.readAllLines(CPU_INFO), architecture);
        } catch (IOException notLinux) {
            return architecture;
        }
    }

    static String model(List<String> lines, String architecture) {
        return lines.stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .filter(name -> !name.isEmpty() && !name.equals("unknown"))
                .findFirst()
                .orElse(architecture);
    }
}
