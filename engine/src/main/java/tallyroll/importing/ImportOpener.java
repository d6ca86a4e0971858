package tallyroll.importing;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.event.EventSpec;
import tallyroll.event.EventSpec.Format;
import tallyroll.flow.SourceCursor;
import tallyroll.flow.SourceOpener;
import tallyroll.pipeline.Pipeline;

/** Opens the pieces of files that a batch imports, in its tasks. */
public final class ImportOpener implements SourceOpener {
    private static final long serialVersionUID = 1L;

    private final HashMap<Claim.Range, String> files;
    private final boolean quotes;
    private final int maxBytes;

    private ImportOpener(Map<Claim.Range, String> files, EventSpec event) {
        this.files = new HashMap<>(files);
        quotes = event.format() == Format.CSV;
        maxBytes = event.maxBytes();
    }

    /** How tasks open the ranges of any claim: of files where it imports, else as the source does. */
    public static Function<IngestClaim, SourceOpener> besides(
            Pipeline pipeline, Function<IngestClaim, SourceOpener> source) {
        return claim -> claim.imports() ? of(claim, pipeline.event()) : source.apply(claim);
    }

    static ImportOpener of(IngestClaim claim, EventSpec event) {
        Map<Claim.Range, String> files = new HashMap<>();
        for (int task = 0; task < claim.ranges().size(); task++) {
            files.put(claim.range(task), claim.origin(task));
        }
        return new ImportOpener(files, event);
    }

    @Override
    public SourceCursor open(Claim.Range range) {
        String uri = files.get(range);
        return new ImportCursor(uri, range, rows(uri, range.from()));
    }

    private Rows rows(String uri, long from) {
        return switch (FileKind.of(uri)) {
            case PARQUET -> ParquetRows.open(uri, from);
            case AVRO -> AvroRows.open(uri, from);
            default -> LineRows.open(uri, from, quotes, maxBytes);
        };
    }
}
