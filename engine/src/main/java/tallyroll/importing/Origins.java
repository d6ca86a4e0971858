package tallyroll.importing;

import java.util.ArrayList;
import java.util.List;
import tallyroll.control.Request;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.pipeline.Pipeline;

/** The kinds of what can be imported into a pipeline: a new kind is a class and a line here. */
public final class Origins {
    private final List<Origin> kinds;

    private Origins(List<Origin> kinds) {
        this.kinds = kinds;
    }

    public static Origins of(Pipeline pipeline) {
        // what no other kind reads is a file
        return new Origins(List.of(
                new VoidOrigin(),
                new LettersOrigin(pipeline),
                new TopicOrigin(pipeline),
                new TableOrigin(pipeline),
                new FileOrigin(pipeline)));
    }

    Origin of(String uri) {
        return kinds.stream().filter(kind -> kind.reads(uri)).findFirst().orElseThrow();
    }

    /** @throws InvalidRequestException where one of them holds no events of the pipeline */
    public void requireReadable(List<Request.ImportedRange> ranges) {
        ranges.forEach(range -> of(range.uri()).requireReadable(range));
    }

    /** @throws ImportException where one of them cannot be read, or has changed */
    List<Origin.Piece> cut(List<Request.ImportedRange> ranges, String source) {
        List<Origin.Piece> pieces = new ArrayList<>();
        for (int i = 0; i < ranges.size(); i++) {
            pieces.addAll(of(ranges.get(i).uri()).cut(ranges.get(i), i, source));
        }
        return pieces;
    }

    /** The kind of the first of them. */
    Origin first(List<Request.ImportedRange> ranges) {
        return of(ranges.isEmpty() ? "" : ranges.get(0).uri());
    }

    /** Tells each kind of those of the pieces that it has cut. */
    void committed(List<Origin.Piece> pieces, long batch) {
        for (Origin kind : kinds) {
            List<Origin.Piece> own =
                    pieces.stream().filter(piece -> of(piece.uri()) == kind).toList();
            if (!own.isEmpty()) {
                kind.committed(own, batch);
            }
        }
    }
}
