package tallyroll.importing;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import tallyroll.control.Claim;
import tallyroll.control.Request;
import tallyroll.event.EventSpec;
import tallyroll.event.EventSpec.Format;
import tallyroll.file.EventFile;
import tallyroll.file.Lines;
import tallyroll.pipeline.InvalidRequestException;

/**
 * Cuts files into pieces, each of which a task reads: the same pieces whenever the same files are cut.
 *
 * <p>A text file is cut at any byte, and a line is of the piece in which it begins. What is packed, and CSV, where a line may hold line
 * ends, is read once to be cut between lines.
 */
final class Pieces {
    /** Of text, unpacked. */
    private static final long BYTES = 16L << 20;

    private static final int HEAD_BYTES = 1 << 16;

    private final EventSpec event;
    private final String source;
    private final long bytes;

    /** A range of a file's positions, named as its events are identified, and the file. */
    record Piece(Claim.Range range, String uri) {}

    /** @param source whose identities the events have */
    Pieces(EventSpec event, String source) {
        this(event, source, BYTES);
    }

    Pieces(EventSpec event, String source, long bytes) {
        this.event = event;
        this.source = source;
        this.bytes = bytes;
    }

    /** @throws ImportException where a file cannot be read, or has changed */
    List<Piece> of(List<Request.ImportedFile> files) {
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            Request.ImportedFile file = files.get(i);
            Files.requireUnchanged(file);
            for (long[] bounds : bounds(file)) {
                pieces.add(new Piece(range(file, i, bounds), file.uri()));
            }
        }
        return pieces;
    }

    /** An event that has no id is identified by its place in its file. */
    private Claim.Range range(Request.ImportedFile file, int number, long[] bounds) {
        return event.idFields().isEmpty()
                ? new Claim.Range(file.uri(), 0, bounds[0], bounds[1])
                : new Claim.Range(source, number, bounds[0], bounds[1]);
    }

    private List<long[]> bounds(Request.ImportedFile file) {
        try {
            return switch (FileKind.of(file.uri())) {
                case PARQUET -> ParquetRows.cut(file.uri());
                case AVRO -> even(file.bytes());
                case LINES -> {
                    requireLines(file.uri());
                    yield event.format() == Format.CSV ? scanned(file.uri()) : even(file.bytes());
                }
                default -> {
                    requireLines(file.uri());
                    yield scanned(file.uri());
                }
            };
        } catch (IOException unreadable) {
            throw Files.cannotRead(file.uri(), unreadable);
        }
    }

    private List<long[]> even(long length) {
        List<long[]> bounds = new ArrayList<>();
        for (long from = 0; from < length; from += bytes) {
            bounds.add(new long[] {from, Math.min(length, from + bytes)});
        }
        return bounds;
    }

    private List<long[]> scanned(String uri) throws IOException {
        List<long[]> bounds = new ArrayList<>();
        try (InputStream in = Files.open(uri, 0)) {
            Lines lines = new Lines(in, 0, event.format() == Format.CSV, 0);
            long from = 0;
            while (lines.next()) {
                if (lines.position() - from >= bytes) {
                    bounds.add(new long[] {from, lines.position()});
                    from = lines.position();
                }
            }
            if (lines.position() > from) {
                bounds.add(new long[] {from, lines.position()});
            }
        }
        return bounds;
    }

    private void requireLines(String uri) throws IOException {
        if (event.format() != Format.JSON) {
            return;
        }
        try (InputStream in = Files.open(uri, 0)) {
            if (EventFile.spansLines(in.readNBytes(HEAD_BYTES))) {
                throw new InvalidRequestException("Cannot import " + uri
                        + ": its first line is not a whole event, so it is one array or has an event over several lines."
                        + " A file that is imported has an event a line: jq -c '.[]' FILE writes one so.");
            }
        }
    }
}
