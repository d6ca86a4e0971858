package tallyroll.run;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Names lease holders: {@code host/pid/started}, so that a driver can tell that one on its own machine is dead. */
final class Holder {
    private Holder() {}

    static String ours() {
        ProcessHandle self = ProcessHandle.current();
        return host() + "/" + self.pid() + "/" + started(self);
    }

    /** Whether the holder ran on this machine and its process is no more. Of other machines nothing is known. */
    static boolean gone(String holder) {
        String[] parts = holder.split("/", -1);
        if (parts.length != 3 || !parts[0].equals(host())) {
            return false;
        }
        return ProcessHandle.of(Long.parseLong(parts[1]))
                .map(process -> started(process) != Long.parseLong(parts[2]))
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
}
