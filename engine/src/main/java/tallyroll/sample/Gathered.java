package tallyroll.sample;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;

/**
 * The beginning of a stream, unpacked. A pipe whose writer is silent is left after the time that was given: its reader is a daemon,
 * which ends with the process at the latest.
 *
 * @param ended whether that is all there is
 */
record Gathered(byte[] bytes, boolean ended) {
    private static final int PIECE = 1 << 16;

    /** What the reader has so far; it goes on while somebody else looks. */
    private static final class Begun {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private long lines;
        private boolean severalLines;

        synchronized boolean add(byte[] piece, int length, SampleLimits limits) {
            if (bytes.size() == 0) {
                severalLines = severalLines(piece, length);
            }
            bytes.write(piece, 0, length);
            for (int i = 0; i < length; i++) {
                lines += piece[i] == '\n' ? 1 : 0;
            }
            return bytes.size() < limits.bytes() && (lines <= limits.events() || severalLines);
        }

        /** Whether the first line is a lone bracket: then an event has many. */
        private static boolean severalLines(byte[] piece, int length) {
            String first = new String(piece, 0, length, StandardCharsets.ISO_8859_1)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .findFirst()
                    .orElse("");
            return first.equals("{") || first.equals("[");
        }

        synchronized byte[] all() {
            return bytes.toByteArray();
        }
    }

    static Gathered from(InputStream in, SampleLimits limits) throws IOException {
        Begun begun = new Begun();
        FutureTask<Boolean> reading = new FutureTask<>(() -> read(in, begun, limits));
        Thread reader = new Thread(reading, "sample");
        reader.setDaemon(true);
        reader.start();
        try {
            boolean ended = reading.get(limits.time().toMillis(), TimeUnit.MILLISECONDS);
            return new Gathered(begun.all(), ended);
        } catch (TimeoutException silent) {
            return new Gathered(begun.all(), false);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException broken ? broken : new IOException(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Gathered(begun.all(), false);
        }
    }

    /** Whether the stream ended before a limit was met. */
    private static boolean read(InputStream in, Begun begun, SampleLimits limits) throws IOException {
        InputStream unpacked = unpacked(new BufferedInputStream(in));
        byte[] piece = new byte[PIECE];
        for (int length = unpacked.read(piece); length >= 0; length = unpacked.read(piece)) {
            if (!begun.add(piece, length, limits)) {
                return false;
            }
        }
        return true;
    }

    private static InputStream unpacked(BufferedInputStream in) throws IOException {
        in.mark(4);
        byte[] start = in.readNBytes(4);
        in.reset();
        if (start.length >= 2 && (start[0] & 0xFF) == 0x1F && (start[1] & 0xFF) == 0x8B) {
            return new GZIPInputStream(in);
        }
        boolean zstd = start.length == 4
                && (start[0] & 0xFF) == 0x28
                && (start[1] & 0xFF) == 0xB5
                && (start[2] & 0xFF) == 0x2F
                && (start[3] & 0xFF) == 0xFD;
        return zstd ? new ZstdInputStream(in) : in;
    }
}
