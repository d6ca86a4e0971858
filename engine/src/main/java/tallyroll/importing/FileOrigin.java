package tallyroll.importing;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import tallyroll.control.Claim;
import tallyroll.control.Request;
import tallyroll.event.EventFormat;
import tallyroll.event.EventSpec;
import tallyroll.event.EventSpec.Format;
import tallyroll.event.TransportField;
import tallyroll.file.EventFile;
import tallyroll.file.Lines;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.pipeline.Pipeline;
import tallyroll.source.TopicAddress;

/**
 * Files of any Hadoop file system. A position is that of a line's first byte, unpacked, or what {@link Rows} says of rows.
 *
 * <p>A text file is cut at any byte, and a line is of the piece in which it begins. What is packed, and CSV, where a line may hold line
 * ends, is read once to be cut between lines.
 */
final class FileOrigin implements Origin {
    /** Of text, unpacked. */
    private static final long BYTES = 16L << 20;

    private static final int HEAD_BYTES = 1 << 16;

    private final String pipeline;
    private final EventSpec event;
    private final long bytes;

    FileOrigin(Pipeline pipeline) {
        this(pipeline, BYTES);
    }

    FileOrigin(Pipeline pipeline, long bytes) {
        this.pipeline = pipeline.name();
        event = pipeline.event();
        this.bytes = bytes;
    }

    /** Whether an address is of a file by which events are identified that have no id: of none of the other kinds, and of no topic. */
    static boolean identifies(String origin) {
        return origin.contains("/") && !TopicAddress.names(origin) && !TableAddress.names(origin);
    }

    @Override
    public boolean reads(String uri) {
        return true;
    }

    @Override
    public void requireReadable(Request.ImportedRange range) {
        requireLines();
        requireValuesAlone(pipeline, event);
        if (FileKind.of(range.uri()).hasColumns() && event.format() != Format.JSON) {
            throw cannot("rows of " + range.uri() + " become JSON, and its events are "
                    + event.format().label());
        }
    }

    private void requireLines() {
        EventFormat format = event.format();
        if (format != Format.JSON && format != Format.CSV && format != Format.TEXT) {
            throw cannot("its events are " + format.label() + ", which do not stand in lines; send them to its source");
        }
        if (event.payload().encoding().startsWith("UTF-16")) {
            throw cannot("its events are in UTF-16, which cannot be cut into lines");
        }
    }

    /** Refuses a definition that reads what only a topic knows of its records. */
    static void requireValuesAlone(String pipeline, EventSpec event) {
        event.schema().fields().stream()
                .filter(field -> TransportField.of(field.path())
                        .filter(what -> !what.isKept())
                        .isPresent())
                .findFirst()
                .ifPresent(field -> {
                    throw cannot(
                            pipeline,
                            "field \"" + field.name() + "\" reads " + field.path()
                                    + ", which only a record of a topic has");
                });
    }

    private InvalidRequestException cannot(String why) {
        return cannot(pipeline, why);
    }

    private static InvalidRequestException cannot(String pipeline, String why) {
        return new InvalidRequestException("Cannot import files or rows into \"" + pipeline + "\": " + why + ".");
    }

    @Override
    public List<Piece> cut(Request.ImportedRange file, int number, String source) {
        Files.requireUnchanged(file);
        List<Piece> pieces = new ArrayList<>();
        for (long[] bounds : bounds(file)) {
            pieces.add(new Piece(range(file, number, bounds, source), file.uri()));
        }
        return pieces;
    }

    /** An event that has no id is identified by its place in its file. */
    private Claim.Range range(Request.ImportedRange file, int number, long[] bounds, String source) {
        return event.idFields().isEmpty()
                ? new Claim.Range(file.uri(), 0, bounds[0], bounds[1])
                : new Claim.Range(source, number, bounds[0], bounds[1]);
    }

    @Override
    public PieceOpener opener() {
        boolean quotes = event.format() == Format.CSV;
        int maxBytes = event.maxBytes();
        return piece -> new ImportCursor(piece, rows(piece, quotes, maxBytes));
    }

    private static Rows rows(Piece piece, boolean quotes, int maxBytes) {
        String uri = piece.uri();
        long from = piece.range().from();
        return switch (FileKind.of(uri)) {
            case PARQUET -> ParquetRows.open(uri, from);
            case AVRO -> AvroRows.open(uri, from);
            default -> LineRows.open(uri, from, quotes, maxBytes);
        };
    }

    private List<long[]> bounds(Request.ImportedRange file) {
        try {
            return switch (FileKind.of(file.uri())) {
                case PARQUET -> ParquetRows.cut(file.uri());
                case AVRO -> even(file.until());
                case LINES -> {
                    requireAnEventALine(file.uri());
                    yield event.format() == Format.CSV ? scanned(file.uri()) : even(file.until());
                }
                default -> {
                    requireAnEventALine(file.uri());
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

    private void requireAnEventALine(String uri) throws IOException {
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
