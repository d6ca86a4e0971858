package tallyroll.quickstart;

import java.util.ArrayList;
import java.util.List;
import tallyroll.control.Books;
import tallyroll.publish.Published;
import tallyroll.verify.VerificationReport;

/** Compares what was published, what the books say and what was verified. */
record Proven(Published published, Books books, VerificationReport proof) {
    /** What does not agree; empty if the run is proven right. */
    List<String> objections() {
        List<String> objections = new ArrayList<>();
        agree(objections, "records read", books.read(), published.records());
        agree(
                objections,
                "records recorded, dropped as duplicates or dead",
                books.recorded() + books.duplicates() + books.deadLetters(),
                books.read());
        agree(objections, "dead letters", books.deadLetters(), published.broken());
        agree(objections, "distinct events in the record", proof.distinct(), published.events());
        agree(objections, "duplicates", duplicates(), published.duplicates());
        agree(objections, "rows that differ from the record", proof.drifted() + proof.pending(), 0);
        agree(objections, "buckets not settled", proof.unsettled(), 0);
        agree(objections, "recorded events that cannot be decoded", proof.undecoded(), 0);
        return objections;
    }

    /** Those within one task of a batch are never recorded; the others are found when their bucket is settled. */
    private long duplicates() {
        return books.duplicates() + proof.duplicates();
    }

    private static void agree(List<String> objections, String what, long seen, long right) {
        if (seen != right) {
            objections.add("%s: %,d instead of %,d".formatted(what, seen, right));
        }
    }

    /** The last line of the quickstart. */
    String line() {
        return objections().isEmpty()
                ? "proven: %,d summary rows equal %,d distinct events; %,d duplicates, %,d dead letters, drift 0"
                        .formatted(proof.rows(), proof.distinct(), duplicates(), books.deadLetters())
                : "not proven: " + String.join("; ", objections());
    }
}
