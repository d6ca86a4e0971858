package tallyroll.importing;

import java.io.IOException;
import java.io.InputStream;
import tallyroll.bytes.Slice;
import tallyroll.file.Lines;

/** The lines of a text file, packed or not; a position is that of a line's first byte, unpacked. */
final class LineRows implements Rows {
    private final InputStream in;
    private final Lines lines;

    private LineRows(InputStream in, Lines lines) {
        this.in = in;
        this.lines = lines;
    }

    /** Those that begin at a position or behind it; one that has begun before it is another piece's. */
    static LineRows open(String uri, long from, boolean quotes, int maxBytes) {
        long before = Math.max(0, from - 1);
        InputStream in = Files.open(uri, before);
        Lines lines = new Lines(in, before, quotes, maxBytes);
        try {
            if (from > 0) {
                lines.skip();
            }
        } catch (IOException unreadable) {
            Files.close(in);
            throw Files.cannotRead(uri, unreadable);
        }
        return new LineRows(in, lines);
    }

    @Override
    public boolean next() throws IOException {
        return lines.next();
    }

    @Override
    public long position() {
        return lines.begun();
    }

    @Override
    public Slice value() {
        return lines.line();
    }

    @Override
    public void close() {
        Files.close(in);
    }
}
