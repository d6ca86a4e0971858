package tallyroll.importing;

import java.util.ArrayList;
import java.util.List;
import tallyroll.control.Claim;
import tallyroll.control.Request;
import tallyroll.event.EventSpec.Format;
import tallyroll.flow.SourceCursor;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.pipeline.Pipeline;
import tallyroll.store.ForeignTable;
import tallyroll.store.StoreSettings;
import tallyroll.store.Stores;
import tallyroll.summary.StoreException;

/**
 * Tables of the pipeline's cluster, {@code cassandra:KEYSPACE.TABLE?pieces=N}: rows become JSON objects, as those of Parquet files do. What is
 * asked for are all slices of a table's tokens, and in how many pieces they are cut.
 *
 * <p>A row's place in its piece is no identity, for rows come and go: events need an id.
 */
public final class TableOrigin implements Origin {
    /** As the nodes count them. */
    private static final long PIECE_BYTES = 16L << 20;

    private static final int MIN_PIECES = 16;
    private static final String PIECES = "?pieces=";

    private final Pipeline pipeline;

    TableOrigin(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /**
     * A whole table, to be asked for.
     *
     * @throws StoreException where it is not there, or may not be read
     */
    public static Request.ImportedRange range(Pipeline pipeline, TableAddress address) {
        requireForeign(pipeline, address);
        ForeignTable table = Stores.reading(pipeline).foreign(address.keyspace(), address.table());
        table.rows(0, 1);
        long pieces = Math.max(MIN_PIECES, Math.min(ForeignTable.SLICES, table.estimatedBytes() / PIECE_BYTES));
        return new Request.ImportedRange(address + PIECES + pieces, 0, ForeignTable.SLICES);
    }

    private static void requireForeign(Pipeline pipeline, TableAddress address) {
        if (address.keyspace().equals(pipeline.cassandra().keyspace())) {
            throw new InvalidRequestException("Cannot import " + address + " into \"" + pipeline.name()
                    + "\": its keyspace is the pipeline's own, and what it keeps there are no events. Its events again are"
                    + " \"./tallyroll replay\", its rows again \"./tallyroll redo\".");
        }
    }

    @Override
    public boolean reads(String uri) {
        return TableAddress.names(uri);
    }

    @Override
    public void requireReadable(Request.ImportedRange range) {
        TableAddress address = address(range.uri());
        requireForeign(pipeline, address);
        String cannot = "Cannot import " + address + " into \"" + pipeline.name() + "\": ";
        if (pipeline.event().format() != Format.JSON) {
            throw new InvalidRequestException(cannot + "rows become JSON objects, and its events are "
                    + pipeline.event().format().label() + ".");
        }
        if (pipeline.event().idFields().isEmpty()) {
            throw new InvalidRequestException(
                    cannot
                            + "a row has no place by which it is known again, and the definition no event.id. Name the columns that make one.");
        }
        FileOrigin.requireValuesAlone(pipeline.name(), pipeline.event());
    }

    private static TableAddress address(String uri) {
        int mark = uri.indexOf(PIECES);
        return TableAddress.parse(mark < 0 ? uri : uri.substring(0, mark));
    }

    @Override
    public List<Piece> cut(Request.ImportedRange range, int number, String source) {
        String place = address(range.uri()).toString();
        int count = Integer.parseInt(range.uri().substring(range.uri().indexOf(PIECES) + PIECES.length()));
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long from = range.until() * i / count;
            long until = range.until() * (i + 1) / count;
            Claim.Range slices =
                    new Claim.Range(source, number, from * TableRows.POSITIONS, until * TableRows.POSITIONS);
            pieces.add(new Piece(slices, place));
        }
        return pieces;
    }

    @Override
    public PieceOpener opener() {
        return new Opener(StoreSettings.of(pipeline));
    }

    /** Opens pieces in tasks, with the contact points and the user of the pipeline. */
    private record Opener(StoreSettings settings) implements PieceOpener {
        private static final long serialVersionUID = 1L;

        @Override
        public SourceCursor open(Piece piece) {
            TableAddress address = TableAddress.parse(piece.uri());
            long from = piece.range().from();
            try {
                ForeignTable table = Stores.shared(settings).foreign(address.keyspace(), address.table());
                return new ImportCursor(
                        piece,
                        new TableRows(
                                piece.uri(),
                                table.rows((int) (from / TableRows.POSITIONS), (int)
                                        (piece.range().until() / TableRows.POSITIONS)),
                                from));
            } catch (StoreException unreadable) {
                throw ImportException.unreadable(piece.uri(), unreadable);
            }
        }
    }
}
