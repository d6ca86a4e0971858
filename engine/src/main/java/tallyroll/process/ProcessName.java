package tallyroll.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Names processes {@code host/pid/started/namespace}, so that another on the same machine can tell that one is dead without waiting
 * for a lease or a sign of life to run out.
 */
public final class ProcessName {
    private ProcessName() {}

    /** This process. */
    public static String ours() {
        return of(ProcessHandle.current());
    }

    static String of(ProcessHandle process) {
        return host() + "/" + process.pid() + "/" + started(process) + "/" + namespace();
    }

    /**
     * Whether the process ran where we run and is no more. Of other machines nothing is known. A name without a namespace, as
     * earlier versions left them, is taken for one of ours.
     */
    public static boolean gone(String name) {
        String[] parts = name.split("/", -1);
        boolean here = parts.length == 3 || (parts.length == 4 && parts[3].equals(namespace()));
        if (!here || !parts[0].equals(host())) {
            return false;
        }
        return ProcessHandle.of(Long.parseLong(parts[1]))
                .map(process -> !process.isAlive() || started(process) != Long.parseLong(parts[2]))
                .orElse(true);
    }

    private static long started(ProcessHandle process) {
        return process.info().startInstant().map(at -> at.toEpochMilli()).orElse(0L);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }

    /** Which process ids are meant: two containers of one host name count them apart. */
    private static String namespace() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns/pid"))
                    .toString()
                    .replace('/', '-');
        } catch (IOException | UnsupportedOperationException notLinux) {
            return "";
        }
    }
}
