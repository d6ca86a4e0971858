package tallyroll.wal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;

/**
 * The file {@code owner}: the marker by whose exclusive creation a process takes a log's number.
 *
 * @param salt random bits that begin every checksum of the log's frames. A sender cannot know them, so an event whose bytes look
 *     like a frame is never taken for one when what surrounds it is damaged
 * @param holder {@code host/pid/started/namespace} of the process, so that another on its machine can tell that it is gone
 */
record Owner(String pipeline, int log, long salt, String holder) {
    private static final int MAGIC = 0x5452_574f; // "TRWO"

    byte[] bytes() {
        ByteWriter out = new ByteWriter();
        out.writeString(pipeline);
        out.writeVarint(log);
        out.writeLong(salt);
        out.writeString(holder);
        return Envelope.wrap(MAGIC, out);
    }

    static Owner read(byte[] bytes) {
        ByteReader in = Envelope.open("owner mark", MAGIC, bytes);
        return new Owner(in.readString(), (int) in.readVarint(), in.readLong(), in.readString());
    }

    /** This process. */
    static String ourselves() {
        ProcessHandle self = ProcessHandle.current();
        return place() + "/" + self.pid() + "/" + started(self) + "/" + namespace();
    }

    /** Whether the process ran where we run and is no more. Of other machines nothing is known. */
    boolean gone() {
        String[] parts = holder.split("/", -1);
        if (parts.length != 4 || !parts[0].equals(place()) || !parts[3].equals(namespace())) {
            return false;
        }
        return ProcessHandle.of(Long.parseLong(parts[1]))
                .map(process -> !process.isAlive() || started(process) != Long.parseLong(parts[2]))
                .orElse(true);
    }

    private static long started(ProcessHandle process) {
        return process.info().startInstant().map(at -> at.toEpochMilli()).orElse(0L);
    }

    private static String place() {
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
